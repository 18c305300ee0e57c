"""Slide decks: a module at one length → a PowerPoint file."""
