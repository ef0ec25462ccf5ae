"""Tells objects that `--query` made of a response from responses: they are like nothing that the operation returns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from shapeproof.contract import Contract
from shapeproof.errors import nearest
from shapeproof.recordings.formats.read_result import PART, may_be_queried
from shapeproof.recordings.identification.resemblance import known_names, own_members
from shapeproof.recordings.model import Recording

__all__ = ["why_part"]

_MAX_COMPARED: Final = 20
"""How many members are looked at for one that is misspelt."""


def why_part(
    recording: Recording, candidates: Sequence[Contract], resembled: Callable[[], Sequence[str]]
) -> str | None:
    """Why an object is probably a part of a response; None if nothing says so.

    Args:
        recording: the object, which is not an error.
        candidates: the contracts that it may belong to.
        resembled: finds the operations that it resembles.
    """
    members = own_members(recording.value)
    known = frozenset[str]().union(*map(known_names, candidates))
    if not (members and known and may_be_queried(recording)) or known.intersection(members):
        return None
    if not any(_has_structure(contract, members) for contract in candidates):
        is_misspelt = any(nearest(member, known) for member in members[:_MAX_COMPARED])
        if is_misspelt or resembled():  # perhaps another operation's response
            return None
    return f"{candidates[0].operation_name} returns none of its top-level members; {PART}"


def _has_structure(contract: Contract, members: Sequence[str]) -> bool:
    """Whether all members are those of one structure inside of the operation's responses."""
    return any(
        structure.get("properties", {}).keys() >= set(members) for structure in contract.schema()["$defs"].values()
    )
