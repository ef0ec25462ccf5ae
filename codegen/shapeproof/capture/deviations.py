"""Deviations: what real services send although their own models forbid it, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from shapeproof.capture.expectations import (
    NUMBER,
    SIZE,
    STRING,
    STRINGS,
    Expectation,
    array_items,
    check_members,
    name_of,
    one_of,
)
from shapeproof.capture.patterns.contract_patterns import ContractPatterns
from shapeproof.capture.versions import version_key
from shapeproof.contract import Pointer
from shapeproof.errors import CaptureError

__all__ = ["DEVIATIONS_TRAIT", "SENDS", "Deviation", "check_deviations", "deviations_of", "read_deviations"]

SENDS: Final[Mapping[str, Expectation]] = {
    "additionalProperties": STRINGS,
    "enum": STRINGS,
    "maxItems": SIZE,
    "maxLength": SIZE,
    "maximum": NUMBER,
    "minItems": SIZE,
    "minLength": SIZE,
    "minimum": NUMBER,
    "pattern": STRING,
    "required": STRINGS,
    "type": one_of("null"),
}
"""What `sends` must be, by keyword: a wider value of it; for `required`, the members that are left out, and for
`additionalProperties`, those that the model doesn't know."""

_EVIDENCE: Final = {"seen": SIZE, "where": STRING}
_ENTRY: Final = {
    "shape": name_of("shape"),
    "keyword": one_of(*SENDS),
    "sends": Expectation("what is sent in place of what the keyword allows", lambda value: value is not None),
    "reason": STRING,
    "evidence": Expectation("an object", lambda value: isinstance(value, dict)),
    "since": name_of("edition"),
    "through": name_of("edition"),
}
_REQUIRED: Final = ("shape", "keyword", "sends", "reason", "evidence")
_STATED: Final = {"sends": _ENTRY["sends"], "reason": STRING}
DEVIATIONS_TRAIT: Final = "deviations"
"""The trait of a shape, beside those of its model, that holds its deviations by keyword."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """What real services send although the model forbids it.

    Attributes:
        shape: the name of the shape.
        keyword: the JSON Schema keyword that is violated.
        sends: a wider value of the keyword, which fits what is sent (see `SENDS`).
        reason: what the services do, as a phrase.
        seen: how often it was seen.
        where: where it was seen.
        since: the first edition that it holds for; None for all until `through`.
        through: the last edition that it holds for; None for all since `since`.
    """

    shape: str
    keyword: str
    sends: object
    reason: str
    seen: int
    where: str
    since: str | None = None
    through: str | None = None

    def holds_for(self, edition: str) -> bool:
        """Whether it holds for an edition."""
        key = version_key(edition)
        return (self.since is None or version_key(self.since) <= key) and (
            self.through is None or key <= version_key(self.through)
        )


def read_deviations(document: object, *, where: str) -> tuple[Deviation, ...]:
    """Read the deviations of an overlay.

    Args:
        document: the parsed JSON: an array.
        where: the file, for messages.

    Raises:
        CaptureError: an entry is invalid.
    """
    entries = array_items(document, where=where, pointer=("deviations",))
    return tuple(_deviation(entry, ("deviations", index), where) for index, entry in enumerate(entries))


def _deviation(entry: object, pointer: Pointer, where: str) -> Deviation:
    check_members(entry, _ENTRY, required=_REQUIRED, is_closed=True, where=where, pointer=pointer)
    members = cast("Mapping[str, Any]", entry)
    _check_sends(members["keyword"], members, pointer, where)
    evidence = members["evidence"]
    place = (*pointer, "evidence")
    check_members(evidence, _EVIDENCE, required=tuple(_EVIDENCE), is_closed=True, where=where, pointer=place)
    return Deviation(
        members["shape"],
        members["keyword"],
        members["sends"],
        members["reason"],
        evidence["seen"],
        evidence["where"],
        members.get("since"),
        members.get("through"),
    )


def deviations_of(shape: Mapping[str, Any], patterns: ContractPatterns) -> dict[str, Any]:
    """The keywords to add to the schema of a shape: `x-deviations`, if it has any.

    Raises:
        CaptureError: a pattern can't be translated.
    """
    deviations: Mapping[str, Deviation] = shape.get(DEVIATIONS_TRAIT, {})
    if not deviations:
        return {}
    return {
        "x-deviations": {
            keyword: {"sends": _portable(deviation, patterns), "reason": deviation.reason}
            for keyword, deviation in deviations.items()
        }
    }


def _portable(deviation: Deviation, patterns: ContractPatterns) -> object:
    if deviation.keyword != "pattern":
        return deviation.sends
    from shapeproof.capture.patterns.syntax_tree import Untranslatable  # many contracts have no pattern

    try:
        return patterns.translate(str(deviation.sends)).regex
    except Untranslatable as error:
        raise CaptureError(
            f"the pattern that {deviation.shape} deviates to can't be translated: {error.reason}", where="overlay.json"
        ) from error


def check_deviations(value: Mapping[str, Any], patterns: ContractPatterns, *, where: str, pointer: Pointer) -> None:
    """Check the value of `x-deviations` in a schema that others wrote. Raises CaptureError."""
    for keyword, stated in value.items():
        place = (*pointer, "x-deviations", keyword)
        if keyword not in SENDS:
            check_members(value, SENDS, is_closed=True, where=where, pointer=place[:-1])
        check_members(stated, _STATED, required=tuple(_STATED), is_closed=True, where=where, pointer=place)
        _check_sends(keyword, stated, place, where)
        if keyword == "pattern" and (reason := patterns.check(stated["sends"])):
            raise CaptureError(f"{'/'.join(('', *map(str, place)))}: not a usable pattern: {reason}", where=where)


def _check_sends(keyword: str, members: Mapping[str, Any], pointer: Pointer, where: str) -> None:
    check_members({"sends": members["sends"]}, {"sends": SENDS[keyword]}, where=where, pointer=pointer)
