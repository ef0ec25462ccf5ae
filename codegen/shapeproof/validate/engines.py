"""Two JSON Schema engines behind one Protocol. They say where a response breaks its schema; nothing else knows which ran.

jsonschema-rs is the fast one; jsonschema, slower by two to three orders, is the reference it is held against.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal, NamedTuple, Protocol

from shapeproof.contract import Pointer, Schema
from shapeproof.errors import MissingExtraError, UsageError

__all__ = ["ENGINES", "Engine", "EngineName", "Violation", "compile_schema", "in_order"]

EngineName = Literal["jsonschema-rs", "jsonschema"]
ENGINES: Final[tuple[EngineName, ...]] = ("jsonschema-rs", "jsonschema")


class Violation(NamedTuple):
    """One keyword that a value breaks.

    `pointer` names the value itself: an unknown or absent member, a map entry with a bad key. `keyword` is the
    schema's keyword; for a key, `propertyNames/` and the keyword that the key breaks.
    """

    pointer: Pointer
    keyword: str


class Engine(Protocol):
    """A compiled schema."""

    def is_valid(self, response: Any, /) -> bool:
        """Whether the response (plain JSON values) keeps the schema."""
        ...

    def violations(self, response: Any, /) -> list[Violation]:
        """Every keyword broken, each once, in the order of pointer and keyword."""
        ...


def compile_schema(schema: Schema, engine: EngineName = "jsonschema-rs") -> Engine:
    """A schema that `capture` built, ready to hold responses against.

    Raises MissingExtraError if the engine isn't installed, UsageError for a name that is no engine.
    """
    if engine == "jsonschema-rs":
        from shapeproof.validate.rust_engine import RustEngine

        return RustEngine(schema)
    if engine == "jsonschema":
        try:
            from shapeproof.validate.reference_engine import ReferenceEngine
        except ModuleNotFoundError:
            raise MissingExtraError("the engine jsonschema", extra="reference") from None
        return ReferenceEngine(schema)
    raise UsageError(f"there is no engine {engine!r}", mend=f"engines: {', '.join(ENGINES)}")


def in_order(violations: Iterable[Violation]) -> list[Violation]:
    """What an engine found, each once, in the order of pointer and keyword.

    A wrong type breaks whatever else is said of the value: it hides the rest, but for what is said of the key.
    """
    found = set(violations)
    mistyped = {one.pointer for one in found if one.keyword == "type"}
    kept = [
        one
        for one in found
        if one.pointer not in mistyped or one.keyword == "type" or one.keyword.startswith("propertyNames/")
    ]
    return sorted(kept, key=lambda one: ([(isinstance(key, str), key) for key in one.pointer], one.keyword))
