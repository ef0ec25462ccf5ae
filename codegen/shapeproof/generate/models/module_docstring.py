"""The docstring of a module of models: what it is, how it is made anew and used, what it doesn't enforce."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from shapeproof.contract import Contract, View
from shapeproof.generate.models.enforcement import Enforcement
from shapeproof.generate.models.flavours import FlavourName
from shapeproof.generate.models.source import wrapped

__all__ = ["module_head"]

_MOST_PATHS: Final = 6
_LOOSE: Final[Mapping[FlavourName, str]] = {
    "pydantic": "Types and required members are enforced. Unknown enum values pass as plain strings, unknown members are kept, values may break any other constraint.",
    "msgspec": "Types and required members are enforced. Enum members are plain strings, to be compared with the enums; unknown members are passed over, values may break any other constraint.",
    "dataclass": "Types and required members are enforced by `from_dict`. Unknown enum values pass as plain strings, unknown members are passed over, values may break any other constraint.",
    "typeddict": "These are types for a type checker; at run time nothing is enforced but that times and bytes are some.",
}


def module_head(
    contracts: Sequence[Contract], flavour: FlavourName, view: View, losses: Enforcement | None, response: str
) -> str:
    """The text of the docstring. `losses` are None where nothing was measured; `response` is a class to show."""
    return "\n".join(_lines(contracts, flavour, view, losses, response)).rstrip()


def _lines(
    contracts: Sequence[Contract], flavour: FlavourName, view: View, losses: Enforcement | None, response: str
) -> Iterator[str]:
    names = [contract.name for contract in contracts]
    subject = names[0] if len(names) == 1 else f"{len(names)} operations of {contracts[0].service}"
    yield f"Models of {subject}: {flavour}, {view} view."
    yield ""
    yield "Written by Shapeproof, and made anew with:"
    yield ""
    yield from _command(names, flavour, view)
    yield ""
    call = f"client.{contracts[0].method}(…)"
    if flavour == "typeddict":
        yield f"    answer: {response} = from_dict({response}, {call})"
        yield f'    to_dict({response}, answer, "cli")    # or "sdk", "wire"'
    else:
        yield f"    answer = from_dict({response}, {call})"
        yield '    to_dict(answer, "cli")    # or "sdk", "wire"'
    yield ""
    if losses is None or flavour == "typeddict":
        yield from wrapped(_LOOSE[flavour])
    else:
        yield from _enforced(losses)


def _command(names: Sequence[str], flavour: FlavourName, view: View) -> Iterator[str]:
    options = f"--flavour {flavour} --view {view}"
    if len(names) == 1:
        yield f"    shapeproof generate models {names[0]} {options}"
        return
    yield f"    shapeproof generate models {options} \\\\"
    for name in names[:-1]:
        yield f"        {name} \\\\"
    yield f"        {names[-1]}"


def _enforced(losses: Enforcement) -> Iterator[str]:
    if losses.unmeasured:
        yield from wrapped(f"Not measured, for no valid response exists: {', '.join(losses.unmeasured)}.")
    refused = losses.total - len(losses.lost)
    yield from wrapped(
        f"Enforced: {refused} of {losses.total} constraints, measured with a mutant of each that breaks it alone."
    )
    if losses.lost:
        yield "Not enforced:"
        yield ""
    for keyword, paths in losses.by_keyword().items():
        if len(paths) == losses.tried[keyword]:
            yield f"- {keyword}: nowhere ({len(paths)})"
        else:
            more = f" and {len(paths) - _MOST_PATHS} more" if len(paths) > _MOST_PATHS else ""
            yield from wrapped(f"- {keyword}: at {', '.join(paths[:_MOST_PATHS])}{more}")
