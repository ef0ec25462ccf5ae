"""Recorded responses of the flagship, real ones and what people write by hand, as rules see them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

from shapeproof.contract import Contract
from shapeproof.recordings.formats import reader
from shapeproof.recordings.model import Recording
from shapeproof.validation.validator import Validator

__all__ = ["RECORDINGS", "recorded_responses"]

RECORDINGS: Final = Path(__file__).parents[3] / "shared" / "recordings" / "describe_hyper_parameter_tuning_job"


def recorded_responses(contract: Contract, directory: str) -> Iterator[tuple[str, object]]:
    """Iterate over the responses in a directory: the names of their files, and the responses in `cli`.

    Some clients write null for what is absent. A finding says so; for rules, it is absent.
    """
    validator = Validator(contract)
    for file in sorted((RECORDINGS / directory).rglob("*")):
        content = reader.read(file.read_bytes(), str(file), is_explicit=True) if file.is_file() else None
        for item in content or ():
            if isinstance(item, Recording):
                yield file.name, _without_nulls(validator.check(item.value, may_be_merged=True).value)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        return {name: _without_nulls(item) for name, item in members.items() if item is not None}
    return [_without_nulls(item) for item in cast("list[object]", value)] if isinstance(value, list) else value
