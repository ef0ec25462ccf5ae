"""The protocol of JSON Schema engines, and the choice between them.

jsonschema-rs is the fast one. jsonschema, slower by two to three orders of magnitude, is the reference that tests compare
it with. No other module knows which of them runs.
"""

from __future__ import annotations

from typing import Any, Final, Literal, Protocol

from shapeproof.contract import Schema, require_option
from shapeproof.errors import needs_extra
from shapeproof.validation.engines.violations import Violation

__all__ = ["ENGINES", "Engine", "EngineName", "compile_schema"]

EngineName = Literal["jsonschema-rs", "jsonschema"]
ENGINES: Final[tuple[EngineName, ...]] = ("jsonschema-rs", "jsonschema")


class Engine(Protocol):
    """A compiled schema. Responses are plain JSON values in the `cli` representation."""

    def is_valid(self, response: Any, /) -> bool:
        """Whether the response is valid."""
        ...

    def violations(self, response: Any, /) -> list[Violation]:
        """The violated keywords, without duplicates, in the order of pointer and keyword."""
        ...


def compile_schema(schema: Schema, engine: EngineName = "jsonschema-rs") -> Engine:
    """Compile a schema.

    Args:
        schema: a schema of the subset that `capture` writes.
        engine: the engine to compile it with.

    Raises:
        CaptureError: the engine can't compile the schema, for a pattern that it doesn't know, for instance.
        MissingExtraError: the engine is not installed.
        UsageError: there is no engine of that name.
    """
    require_option("engine", engine, ENGINES)
    if engine == "jsonschema-rs":
        from shapeproof.validation.engines.rust_engine import RustEngine

        return RustEngine(schema)
    with needs_extra("the engine jsonschema", extra="reference"):
        from shapeproof.validation.engines.reference_engine import ReferenceEngine
    return ReferenceEngine(schema)
