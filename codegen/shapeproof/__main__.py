"""`python -m shapeproof`: the command line, where its script isn't on the path."""

from shapeproof.cli import main

main()
