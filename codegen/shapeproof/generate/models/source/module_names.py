"""The names that a module's own code uses, so that no class or alias of a contract may have them."""

from __future__ import annotations

import symtable
from collections.abc import Iterator
from typing import Final

from shapeproof.generate.shared.naming import ALIASED_SUFFIX

__all__ = ["BASE", "ENUMS", "GENERATOR_IMPORTS", "SHARED", "global_names"]

BASE: Final = "base"
"""The module of a package that loads and writes models."""
ENUMS: Final = "enums"
SHARED: Final = "shared"
"""The modules of a package with the enums, and with the other models, that several operations share."""

GENERATOR_IMPORTS: Final = frozenset({
    ("dataclasses", "dataclass"), ("dataclasses", "field"), ("datetime", f"datetime as datetime{ALIASED_SUFFIX}"),
    ("enum", "StrEnum"), ("msgspec", "field"), ("pydantic", "AwareDatetime"), ("pydantic", "StrictBool"), ("typing", "Annotated"),
    ("typing", f"Any as Any{ALIASED_SUFFIX}"), ("typing", "Literal"), ("typing", "NotRequired"),
    ("typing", "TypeAlias"), ("typing", "TypedDict"), ("typing_extensions", "ReadOnly"),
})  # fmt: skip
"""What the classes of datamodel-code-generator import beside what the templates do: a module, and a name in it."""

_FUTURE: Final = "from __future__ import annotations\n"


def global_names(source: str) -> frozenset[str]:
    """Every name that a module binds, or that its code reads from there or from the builtins; annotations included.

    Names that are local to a function aren't among them.
    """
    # Python's compiler skips annotations that are never evaluated.
    return frozenset(_global_names(symtable.symtable(source.replace(_FUTURE, ""), "<module>", "exec")))


def _global_names(scope: symtable.SymbolTable) -> Iterator[str]:
    is_module = scope.get_type() == "module"
    yield from (symbol.get_name() for symbol in scope.get_symbols() if is_module or symbol.is_global())
    for inner in scope.get_children():
        yield from _global_names(inner)
