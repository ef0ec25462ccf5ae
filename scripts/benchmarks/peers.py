"""Who is measured, and with which commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import Command, tool

__all__ = ["BARE", "OTHER", "OURS", "check_jsonschema", "contestants", "parsing", "shapeproof", "versions"]

OURS = "shapeproof validate"
OTHER = "check-jsonschema"
BARE = "read + orjson.loads"

_LOOPS = Path(__file__).with_name("loops.py")
_CHECKOUT = Path(__file__).parents[2]
_SCHEMA = _CHECKOUT / "schemas/sagemaker/describe_hyper_parameter_tuning_job/1.29.145/response.schema.json"


def contestants(folder: Path) -> dict[str, list[Command]]:
    """Everyone's commands for the files of one folder."""
    return {
        OURS: [shapeproof(folder)],
        OTHER: list(check_jsonschema(*sorted(folder.iterdir()))),
        "jsonschema, a loop": [_loop("jsonschema", folder)],
        "fastjsonschema, a loop": [_loop("fastjsonschema", folder)],
        "jiter + jsonschema-rs, a loop": [_loop("engine", folder)],
        BARE: [_loop("bare", folder)],
    }


def shapeproof(path: Path, *options: str) -> Command:
    return [tool("shapeproof"), "validate", str(path), *options]


def parsing(path: Path) -> Command:
    """The parser of ours by itself, over the lines of a file or the files below a folder."""
    return _loop("parse", path)


def check_jsonschema(*paths: Path) -> Iterator[Command]:
    """It takes files, not folders: as many at a time as the system lets a command line hold."""
    base = [tool("check-jsonschema"), "--schemafile", str(_SCHEMA)]
    # A command line shares its room with the environment; half of it is a margin.
    room = os.sysconf("SC_ARG_MAX") // 2
    batch: list[str] = []
    used = 0
    for path in map(str, paths):
        cost = len(os.fsencode(path)) + 1 + 8  # the text, its end, and the pointer to it
        if batch and used + cost > room:
            yield [*base, *batch]
            batch, used = [], 0
        batch.append(path)
        used += cost
    if batch:
        yield [*base, *batch]


def versions() -> str:
    names = ("shapeproof", "check-jsonschema", "jsonschema", "fastjsonschema", "orjson")
    return ", ".join(f"{name} {version(name)}" for name in names)


def _loop(name: str, folder: Path) -> Command:
    return [sys.executable, str(_LOOPS), name, str(_SCHEMA), str(folder)]
