"""Answers that come back from paper: read, marked by the one rule, and told to people."""
