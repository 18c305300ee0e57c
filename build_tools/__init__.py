"""The training kit's tools: sources in, book, decks, handouts and quizzes out. README.md draws the flow."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("cpd-kit")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0+unknown"
