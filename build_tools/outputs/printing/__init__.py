"""HTML → PDF for everyone: one engine, one place for repairs."""
