"""What each flavour's strict models enforce, as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from shapeproof.contract import Contract
from shapeproof.generate.models.enforcement import Enforcement
from shapeproof.generate.models.flavours import FlavourName

__all__ = ["losses_page"]

_WORDS: Final[Mapping[str, str]] = {
    "additionalProperties": "unknown members are refused",
    "enum": "enums are closed",
    "format": "timestamps are some",
    "maxItems": "longest list",
    "maxLength": "longest text",
    "maxProperties": "most entries of a map, one member of a union",
    "maximum": "largest number",
    "minItems": "shortest list",
    "minLength": "shortest text",
    "minProperties": "fewest entries of a map, one member of a union",
    "minimum": "smallest number",
    "pattern": "patterns of texts",
    "propertyNames/enum": "keys of maps from an enum",
    "propertyNames/maxLength": "longest key",
    "propertyNames/minLength": "shortest key",
    "propertyNames/pattern": "patterns of keys",
    "required": "required members",
    "type": "types, null among them",
}
_MOST_PATHS: Final = 12


def losses_page(contracts: Sequence[Contract], flavours: Mapping[FlavourName, Enforcement]) -> str:
    """The page: flavour -> what it lost, of contracts of one service."""
    return "\n".join(_lines(contracts, flavours)) + "\n"


def _lines(contracts: Sequence[Contract], flavours: Mapping[FlavourName, Enforcement]) -> Iterator[str]:
    yield f"# What the models of {', '.join(contract.name for contract in contracts)} enforce"
    yield ""
    yield "Each constraint of the response and the request was broken alone, by a mutant, and the mutant given to"
    yield "`from_dict` of the strict view's models. The table counts the mutants that were refused."
    yield ""
    some = next(iter(flavours.values()))
    yield f"| constraint | meaning | tried | {' | '.join(flavours)} |"
    yield f"|---|---|--:|{'--:|' * len(flavours)}"
    for keyword, tried in some.tried.items():
        refused = (tried - len(lost.by_keyword().get(keyword, ())) for lost in flavours.values())
        yield f"| `{keyword}` | {_WORDS.get(keyword, '')} | {tried} | {' | '.join(map(str, refused))} |"
    refused = (some.total - len(lost.lost) for lost in flavours.values())
    yield f"| all | | {some.total} | {' | '.join(map(str, refused))} |"
    shares = (f"{len(lost.lost) / lost.total:.1%}" if lost.total else "" for lost in flavours.values())
    yield f"| missed | | | {' | '.join(shares)} |"
    yield ""
    yield "TypedDict describes the dict itself, for a type checker; `from_dict` only looks at its times and bytes."
    for flavour, lost in flavours.items():
        if flavour == "typeddict":
            continue
        partly = {key: paths for key, paths in lost.by_keyword().items() if len(paths) < lost.tried[key]}
        for keyword, paths in partly.items():
            more = f" and {len(paths) - _MOST_PATHS} more" if len(paths) > _MOST_PATHS else ""
            places = ", ".join(f"`{path}`" for path in paths[:_MOST_PATHS])
            yield ""
            yield f"{flavour} doesn't enforce `{keyword}` at {places}{more}."
