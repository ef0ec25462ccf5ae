"""The command line of `scripts/bench`."""

from __future__ import annotations

import argparse

from benchmarks import digest, far, fuzz, jobs, live, models, moto_modules, validate


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description="Measure the speed of Shapeproof and of comparable tools."
    )
    subcommands = parser.add_subparsers(required=True, metavar="SUBCOMMAND")
    for subcommand in (validate, jobs, digest, far, fuzz, live, moto_modules, models):
        subcommand.add_to(subcommands)
    arguments = parser.parse_args()
    arguments.run(arguments)


main()
