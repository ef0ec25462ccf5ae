"""The values of an option that asks for report files: `FORMAT=FILE`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from shapeproof.errors import UsageError, unknown_name_hint
from shapeproof.report.formats.report_format import FORMATS

__all__ = ["report_files"]


def report_files(
    values: Sequence[str], in_use: Mapping[str, str], *, option: str = "--report", for_printing: str = "--format"
) -> dict[str, str]:
    """Parse the values of `--report FORMAT=FILE`.

    Args:
        values: the values.
        in_use: what this run uses other files for, by their paths; no report may overwrite one of them.
        option: the name of the option.
        for_printing: the option that chooses the format of standard output; empty if there is none.

    Returns:
        The format of each file.

    Raises:
        UsageError: a value is invalid, or names a file that this run uses already.
    """
    taken = {os.path.realpath(path): use for path, use in in_use.items()}
    formats: dict[str, str] = {}
    for value in values:
        name, sign, file = value.partition("=")
        where = f"{option} {value}"
        if not sign or not file:
            raise UsageError("expected FORMAT=FILE", where=where, hint=f"{option} {name or 'FORMAT'}=FILE")
        if name not in FORMATS:
            hint = unknown_name_hint(name, FORMATS, f"formats: {', '.join(FORMATS)}")
            raise UsageError(f"unknown format {name!r}", where=where, hint=hint)
        if file == "-":
            hint = f"for standard output, use {for_printing} {name}" if for_printing else f"{option} {name}=FILE"
            raise UsageError("expected a file", where=where, hint=hint)
        if os.path.isdir(file) or file.endswith(("/", os.sep)):
            raise UsageError(
                "expected a file, got a directory",
                where=where,
                hint=f"name a file in it, such as {os.path.join(file, name)}.…",
            )
        if other := taken.get(os.path.realpath(file)):
            raise UsageError(f"this file is {other}", where=where, hint="name another file")
        taken[os.path.realpath(file)] = f"the {name} report's"
        formats[file] = name
    return formats
