"""What people write by hand, one whole program per loop: `loops.py LOOP SCHEMA FOLDER`. Fails on the first bad file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def _contents(folder: str) -> Iterator[bytes]:
    for path in Path(folder).iterdir():
        yield path.read_bytes()


def bare(_schema: str, folder: str) -> None:
    import orjson

    for content in _contents(folder):
        orjson.loads(content)


def parse(_schema: str, path: str) -> None:
    """Our parser alone, duplicate keys caught, over the lines of a file or the files below a folder."""
    import jiter

    where = Path(path)
    texts = where.open("rb") if where.is_file() else (file.read_bytes() for file in where.rglob("*.json"))
    for text in texts:
        jiter.from_json(text, catch_duplicate_keys=True, allow_inf_nan=False)


def engine(schema: str, folder: str) -> None:
    """What shapeproof's engine and its parser, duplicate keys caught, take by themselves: the least it could take."""
    import jiter
    import jsonschema_rs

    is_valid = jsonschema_rs.Draft202012Validator(_load(schema), validate_formats=True).is_valid
    for content in _contents(folder):
        if not is_valid(jiter.from_json(content, catch_duplicate_keys=True, allow_inf_nan=False)):
            sys.exit("a response is bad")


def plain_jsonschema(schema: str, folder: str) -> None:
    from jsonschema import Draft202012Validator

    _each(Draft202012Validator(_load(schema)).validate, folder)


def compiled_fastjsonschema(schema: str, folder: str) -> None:
    import fastjsonschema

    _each(fastjsonschema.compile(_load(schema)), folder)


def _each(validate: Callable[[Any], object], folder: str) -> None:
    for content in _contents(folder):
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
