"""A kit's files read into the model: one reader for each kind of file."""
