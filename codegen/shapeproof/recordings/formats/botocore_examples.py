"""botocore's `examples-1.json` -> the outputs in it, each of the operation under whose name it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import PurePath
from typing import Final, cast

from shapeproof.recordings.model import ReadFailure, Recording
from shapeproof.recordings.syntax.json_locations import locate
from shapeproof.recordings.syntax.recorded_values import members_of
from shapeproof.validation.catalog import reading

__all__ = ["is_examples", "outputs"]

_API_VERSION_LENGTH: Final = len("2017-11-27")


def is_examples(value: object) -> bool:
    """Whether a parsed text holds examples of operations: `{"version", "examples": {operation: [{"id", "output" …}]}}`."""
    examples = members_of(value).get("examples")
    if "version" not in members_of(value) or not isinstance(examples, Mapping):
        return False
    return all(isinstance(one, list) for one in members_of(cast("object", examples)).values())


def outputs(document: Mapping[str, object], text: bytes, path: str) -> Iterator[Recording | ReadFailure]:
    """Every output; which service it is of, the path tells (`…/<service>/<API version>/examples-1.json`)."""
    parts = PurePath(path).parts
    service = parts[-3] if len(parts) > 2 and len(parts[-2]) == _API_VERSION_LENGTH else ""
    index = 0
    for operation, several in cast("Mapping[str, list[object]]", document["examples"]).items():
        for number, one in enumerate(several):
            if not isinstance(one, dict) or "output" not in one:
                continue
            prefix = ("examples", operation, number, "output")
            value = cast("dict[str, object]", one)["output"]
            if not isinstance(value, dict):
                yield ReadFailure(
                    reading.RESPONSE_NOT_AN_OBJECT,
                    "An output is a JSON object.",
                    index,
                    *locate(text, prefix),
                    form="botocore examples",
                )
            else:
                yield Recording(
                    value=cast("object", value),
                    form="botocore examples",
                    index=index,
                    line=1,
                    contract=f"{service}.{operation}" if service else None,
                    prefix=prefix,
                    locate=partial(locate, text),
                )
            index += 1
