"""The tools that are compared, and their commands."""

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


def contestants(directory: Path) -> dict[str, list[Command]]:
    """The commands of each tool for the files of one directory."""
    return {
        OURS: [shapeproof(directory)],
        OTHER: list(check_jsonschema(*sorted(directory.iterdir()))),
        "jsonschema in a loop": [_loop("jsonschema", directory)],
        "fastjsonschema in a loop": [_loop("fastjsonschema", directory)],
        "jiter + jsonschema-rs in a loop": [_loop("engine", directory)],
        BARE: [_loop("bare", directory)],
    }


def shapeproof(path: Path, *options: str) -> Command:
    return [tool("shapeproof"), "validate", str(path), *options]


def parsing(path: Path) -> Command:
    """The command that only parses, with our parser, the lines of a file or the files below a directory."""
    return _loop("parse", path)


def check_jsonschema(*paths: Path) -> Iterator[Command]:
    """The commands of check-jsonschema, which takes files: as many for each as a command line can have."""
    base = [tool("check-jsonschema"), "--schemafile", str(_SCHEMA)]
    # The limit includes the environment, so half of it is left as a margin.
    limit = os.sysconf("SC_ARG_MAX") // 2
    batch: list[str] = []
    used = 0
    for path in map(str, paths):
        cost = len(os.fsencode(path)) + 1 + 8  # the string, its terminator, and the pointer to it
        if batch and used + cost > limit:
            yield [*base, *batch]
            batch, used = [], 0
        batch.append(path)
        used += cost
    if batch:
        yield [*base, *batch]


def versions() -> str:
    names = ("shapeproof", "check-jsonschema", "jsonschema", "fastjsonschema", "orjson")
    return ", ".join(f"{name} {version(name)}" for name in names)


def _loop(name: str, directory: Path) -> Command:
    return [sys.executable, str(_LOOPS), name, str(_SCHEMA), str(directory)]
