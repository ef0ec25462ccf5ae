"""Reads botocore's `examples-1.json`: example outputs, listed by operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Final, cast

from shapeproof.recordings.model import ReadFailure, Recording
from shapeproof.recordings.syntax.json_locations import PartLocations
from shapeproof.recordings.syntax.recorded_values import json_type, members_of
from shapeproof.validation.catalog import reading

__all__ = ["is_examples", "iter_outputs"]

_API_VERSION_LENGTH: Final = len("2017-11-27")


def is_examples(value: object) -> bool:
    """Whether parsed JSON holds examples: `{"version", "examples": {operation: [{"id", "output" …}]}}`."""
    examples = members_of(value).get("examples")
    if "version" not in members_of(value) or not isinstance(examples, Mapping):
        return False
    return all(isinstance(entries, list) for entries in members_of(cast("object", examples)).values())


def iter_outputs(document: Mapping[str, object], data: bytes, path: str) -> Iterator[Recording | ReadFailure]:
    """Yield every output.

    Args:
        document: the parsed file.
        data: its bytes.
        path: its path, which names the service: `…/<service>/<API version>/examples-1.json`.
    """
    parts = PurePath(path).parts
    service = parts[-3] if len(parts) > 2 and len(parts[-2]) == _API_VERSION_LENGTH else ""
    by_operation = cast("Mapping[str, list[object]]", document["examples"])
    locations = PartLocations(
        data,
        (
            ("examples", operation, number)
            for operation, examples in by_operation.items()
            for number in range(len(examples))
        ),
    )
    index = 0
    for operation, examples in by_operation.items():
        for number, example in enumerate(examples):
            if not isinstance(example, dict) or "output" not in example:
                continue
            prefix = ("examples", operation, number, "output")
            output = cast("dict[str, object]", example)["output"]
            if not isinstance(output, dict):
                message = f"expected a JSON object as output, got {json_type(output)}"
                yield ReadFailure(
                    reading.RESPONSE_NOT_AN_OBJECT,
                    message,
                    index,
                    *locations.location_of(prefix),
                    form="botocore examples",
                )
            else:
                yield Recording(
                    value=cast("object", output),
                    form="botocore examples",
                    index=index,
                    line=1,
                    contract=f"{service}.{operation}" if service else None,
                    prefix=prefix,
                    locate=locations.locate,
                )
            index += 1
