"""Two JSON Schema engines behind one Protocol. They say where a response breaks its schema; nothing else knows which ran.

jsonschema-rs is the fast one; jsonschema, slower by two to three orders, is the reference it is held against.
"""

from __future__ import annotations

from typing import Any, Final, Literal, Protocol

from shapeproof.contract import Schema
from shapeproof.errors import UsageError, needs_extra
from shapeproof.validation.engines.violations import Violation

__all__ = ["ENGINES", "Engine", "EngineName", "compile_schema"]

EngineName = Literal["jsonschema-rs", "jsonschema"]
ENGINES: Final[tuple[EngineName, ...]] = ("jsonschema-rs", "jsonschema")


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
        from shapeproof.validation.engines.rust_engine import RustEngine

        return RustEngine(schema)
    if engine == "jsonschema":
        with needs_extra("the engine jsonschema", extra="reference", modules={"jsonschema"}):
            from shapeproof.validation.engines.reference_engine import ReferenceEngine
        return ReferenceEngine(schema)
    raise UsageError(f"there is no engine {engine!r}", hint=f"engines: {', '.join(ENGINES)}")
