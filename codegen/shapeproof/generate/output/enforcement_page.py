"""The page about which constraints each flavour's strict models enforce, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from shapeproof.contract import Contract
from shapeproof.generate.models.enforcement import Enforcement
from shapeproof.generate.models.flavours import FlavourName
from shapeproof.markup.markdown_text import as_code, as_code_cell

__all__ = ["enforcement_page"]

_MEANINGS: Final[Mapping[str, str]] = {
    "additionalProperties": "no unknown members",
    "enum": "no unknown enum values",
    "format": "valid timestamps",
    "maxItems": "longest list",
    "maxLength": "longest string",
    "maxProperties": "most entries of a map; one member of a union",
    "maximum": "largest number",
    "minItems": "shortest list",
    "minLength": "shortest string",
    "minProperties": "fewest entries of a map; one member of a union",
    "minimum": "smallest number",
    "pattern": "patterns of strings",
    "propertyNames/enum": "map keys that are enum values",
    "propertyNames/maxLength": "longest map key",
    "propertyNames/minLength": "shortest map key",
    "propertyNames/pattern": "patterns of map keys",
    "required": "required members",
    "type": "types; no null",
}
_MOST_PATHS: Final = 12


def enforcement_page(contracts: Sequence[Contract], flavours: Mapping[FlavourName, Enforcement]) -> str:
    """The page about the models of contracts of one service.

    Args:
        contracts: the contracts, of one service.
        flavours: what the strict models of each flavour enforce.
    """
    return "\n".join(_lines(contracts, flavours)) + "\n"


def _lines(contracts: Sequence[Contract], flavours: Mapping[FlavourName, Enforcement]) -> Iterator[str]:
    yield f"# What the models of {', '.join(as_code(contract.name) for contract in contracts)} enforce"
    yield ""
    yield "Each constraint of the response and the request was tested with a mutant: a valid response in which only this"
    yield "constraint is broken. A constraint counts as enforced if `from_dict` of the strict models loads the valid"
    yield "response and refuses the mutant. The table counts the constraints that are enforced."
    yield ""
    yield f"| constraint | meaning | tested | {' | '.join(flavours)} |"
    yield f"|---|---|--:|{'--:|' * len(flavours)}"
    first = next(iter(flavours.values()))
    for keyword, tested in first.tested.items():
        enforced = (tested - len(measured.unenforced_paths().get(keyword, ())) for measured in flavours.values())
        yield f"| {as_code_cell(keyword)} | {_MEANINGS.get(keyword, '')} | {tested} | {' | '.join(map(str, enforced))} |"
    enforced = (measured.total - len(measured.unenforced) for measured in flavours.values())
    yield f"| all | | {first.total} | {' | '.join(map(str, enforced))} |"
    shares = (
        f"{len(measured.unenforced) / measured.total:.1%}" if measured.total else "" for measured in flavours.values()
    )
    yield f"| not enforced | | | {' | '.join(shares)} |"
    yield ""
    yield "A TypedDict describes a dict for a type checker; its `from_dict` only checks timestamps and bytes."
    for flavour, enforcement in flavours.items():
        if flavour == "typeddict":
            continue
        for keyword, paths in enforcement.unenforced_paths().items():
            if len(paths) == enforcement.tested[keyword]:
                continue  # the table says that it is enforced nowhere
            more = f" and {len(paths) - _MOST_PATHS} more" if len(paths) > _MOST_PATHS else ""
            yield ""
            yield f"{flavour} doesn't enforce {as_code(keyword)} at {', '.join(map(as_code, paths[:_MOST_PATHS]))}{more}."
        if enforcement.slow_patterns:
            yield ""
            yield f"{flavour} leaves out the pattern of {', '.join(map(as_code, enforcement.slow_patterns))}:"
            yield "Python's `re`, which it uses, could take hours to match a hostile string."
