"""`shapeproof fuzz replay`: a program run again on a response that it failed on."""

from __future__ import annotations

from pathlib import Path

import click

from shapeproof.cli.fuzz.target import TargetOptions, requiring_fuzz_extra, target_options

__all__ = ["command"]


@click.command("replay", short_help="Run a program again on a kept response.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@target_options
def command(file: Path, target: TargetOptions) -> int:
    """Run a program again on FILE, a response that `shapeproof fuzz run` kept.

    Exit codes: 0 the program passes; 1 it still fails; 2 the job could not be done.

    \b
    Examples:
      shapeproof fuzz replay shapeproof-failures/1-keyerror-besttrainingjob.json --exec 'python consumer.py'
    """
    with requiring_fuzz_extra():
        from shapeproof.cli.fuzz.campaign import replay
    return replay(file, target)
