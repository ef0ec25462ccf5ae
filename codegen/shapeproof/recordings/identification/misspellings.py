"""Members that are a contract's own, misspelt: they must not be taken for those of another contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shapeproof.contract import Contract, resolve
from shapeproof.errors import nearest
from shapeproof.recordings.identification.resemblance import known_names

__all__ = ["count_intended"]

_MAX_MEMBERS: Final = 50
"""How many members are looked at: comparing spellings is slow."""
_CONTAINERS: Final[Mapping[type, str]] = {dict: "object", list: "array"}


def count_intended(contract: Contract, response: Mapping[str, object], members: list[str]) -> int:
    """How many of a response's members a contract knows, or would but for a slip: one character, or the case.

    Args:
        contract: the contract.
        response: the response.
        members: the response's own members.
    """
    known = known_names(contract)
    others = [name for name in members if name not in known]
    slips = (name for name in others[:_MAX_MEMBERS] if _is_slip(contract, name, response[name], known))
    return len(members) - len(others) + sum(1 for _ in slips)


def _is_slip(contract: Contract, name: str, value: object, known: frozenset[str]) -> bool:
    """Whether a name differs by one character, and has a value that may be that member's: `Job` for `Jobs` has not."""
    return any(
        _differ_by_one(name, intended) and _may_be(contract, intended, value) for intended in nearest(name, known)
    )


def _differ_by_one(name: str, other: str) -> bool:
    from difflib import SequenceMatcher  # only a wrong name needs it

    left, right = (text.replace("_", "").casefold() for text in (name, other))
    same = sum(block.size for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks())
    return same >= max(len(left), len(right)) - 1


def _may_be(contract: Contract, member: str, value: object) -> bool:
    root = contract.schema()
    schema: Mapping[str, Any] | None = contract.members().get(member)
    expected = resolve(root, schema).get("type") if schema else None
    container = _CONTAINERS.get(type(value))
    return expected not in _CONTAINERS.values() or container is None or container == expected
