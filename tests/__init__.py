"""Tests; the folders mirror build_tools."""
