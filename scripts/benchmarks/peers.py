"""The tools that are compared, and their commands."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import Command, tool

__all__ = [
    "BARE",
    "OTHER",
    "OURS",
    "WITHOUT_RULES",
    "check_jsonschema",
    "contestants",
    "parsing",
    "shapeproof",
    "versions",
    "without_rules",
]

OURS = "shapeproof validate"
WITHOUT_RULES = "shapeproof validate, without rules"
OTHER = "check-jsonschema"
BARE = "read + orjson.loads"

_LOOPS = Path(__file__).with_name("loops.py")
_CHECKOUT = Path(__file__).parents[2]
_SCHEMA = _CHECKOUT / "schemas/sagemaker/describe_hyper_parameter_tuning_job/1.29.145/response.schema.json"


def contestants(directory: Path, schemas: Path) -> dict[str, list[Command]]:
    """The commands of each tool for the files of one directory.

    Args:
        directory: the directory.
        schemas: the directory in which the contract is written, without its rules.
    """
    return {
        OURS: [shapeproof(directory)],
        WITHOUT_RULES: [shapeproof(directory, "--schemas", str(without_rules(schemas)))],
        OTHER: list(check_jsonschema(*sorted(directory.iterdir()))),
        "jsonschema in a loop": [_loop("jsonschema", directory)],
        "fastjsonschema in a loop": [_loop("fastjsonschema", directory)],
        "jiter + jsonschema-rs in a loop": [_loop("engine", directory)],
        BARE: [_loop("bare", directory)],
    }


def shapeproof(path: Path, *options: str) -> Command:
    return [tool("shapeproof"), "validate", str(path), *options]


def without_rules(schemas: Path) -> Path:
    """Write the contract without its rules to a directory of contracts, which hides the one that ships."""
    edition = schemas / _SCHEMA.parent.relative_to(_CHECKOUT / "schemas")
    shutil.copytree(_SCHEMA.parent, edition, dirs_exist_ok=True)
    schema = json.loads(_SCHEMA.read_bytes())
    for definition in schema["$defs"].values():
        definition.pop("x-rules", None)
    (edition / _SCHEMA.name).write_text(json.dumps(schema), encoding="utf-8")
    return schemas


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
