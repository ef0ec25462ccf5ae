"""Validation loops as people write them by hand: `loops.py LOOP SCHEMA DIRECTORY`. Fails at the first bad file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def _contents(directory: str) -> Iterator[bytes]:
    for path in Path(directory).iterdir():
        yield path.read_bytes()


def bare(_schema: str, directory: str) -> None:
    import orjson

    for content in _contents(directory):
        orjson.loads(content)


def parse(_schema: str, path: str) -> None:
    """Only our parser, which catches duplicate keys, for the lines of a file or the files below a directory."""
    import jiter

    root = Path(path)
    documents = root.open("rb") if root.is_file() else (file.read_bytes() for file in root.rglob("*.json"))
    for document in documents:
        jiter.from_json(document, catch_duplicate_keys=True, allow_inf_nan=False)


def engine(schema: str, directory: str) -> None:
    """Only our parser and our engine: a lower bound for the time of `shapeproof validate`."""
    import jiter
    import jsonschema_rs

    is_valid = jsonschema_rs.Draft202012Validator(_load(schema), validate_formats=True).is_valid
    for content in _contents(directory):
        if not is_valid(jiter.from_json(content, catch_duplicate_keys=True, allow_inf_nan=False)):
            sys.exit("a response is bad")


def plain_jsonschema(schema: str, directory: str) -> None:
    from jsonschema import Draft202012Validator

    _each(Draft202012Validator(_load(schema)).validate, directory)


def compiled_fastjsonschema(schema: str, directory: str) -> None:
    import fastjsonschema

    _each(fastjsonschema.compile(_load(schema)), directory)


def _each(validate: Callable[[Any], object], directory: str) -> None:
    for content in _contents(directory):
        validate(json.loads(content))


def _load(path: str) -> Any:
    return json.loads(Path(path).read_bytes())


LOOPS = {
    "bare": bare,
    "parse": parse,
    "engine": engine,
    "jsonschema": plain_jsonschema,
    "fastjsonschema": compiled_fastjsonschema,
}

if __name__ == "__main__":
    LOOPS[sys.argv[1]](sys.argv[2], sys.argv[3])
