"""`python -m shapeproof`: the command line, where its script isn't on the path."""

from shapeproof.cli import main

if __name__ == "__main__":  # the processes of --jobs import this module, too
    main()
