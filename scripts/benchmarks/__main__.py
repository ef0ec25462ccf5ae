"""`scripts/bench SUBCOMMAND …`."""

from __future__ import annotations

import argparse

from benchmarks import fuzz, live, validate


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measures Shapeproof beside its peers.")
    subcommands = parser.add_subparsers(required=True, metavar="SUBCOMMAND")
    for subcommand in (validate, fuzz, live):
        subcommand.add_to(subcommands)
    arguments = parser.parse_args()
    arguments.run(arguments)


main()
