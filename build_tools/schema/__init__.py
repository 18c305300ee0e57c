"""The source format's grammar: YAML with lines, records as data, one reading of a kit with its findings."""
