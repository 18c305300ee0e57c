"""`python -m build_tools`: the command line."""

from .command_line import main

if __name__ == "__main__":  # a worker process imports this file too
    main()
