"""How much a response resembles a contract, by its top-level members. All who choose between contracts ask here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final, cast

from shapeproof.contract import Contract, resolve
from shapeproof.recordings.identification.common_members import is_distinctive
from shapeproof.representations.response_metadata import METADATA_NAMES, RESPONSE_METADATA
from shapeproof.representations.wire_names import payload_member, wire_names

__all__ = [
    "count_known",
    "has_most_members",
    "is_from_boto3",
    "is_recognised",
    "known_names",
    "most_alike",
    "own_members",
]

_MIN_DISTINCTIVE: Final = 2
"""One member of a rare name may be a coincidence."""
_MIN_ALL: Final = 3
"""That all members of a contract occur together, and no others, is no coincidence if there are this many."""


def own_members(value: object) -> list[str]:
    """The names of a response's top-level members, without what an SDK adds; none if it isn't an object."""
    members = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    return [name for name in members if name not in METADATA_NAMES]


def known_names(contract: Contract) -> frozenset[str]:
    """The names that a contract knows at the top level of a response, on the wire too."""
    return contract.derived(_known_names)


def count_known(contract: Contract, members: Collection[str]) -> int:
    """How many of a response's own members a contract knows."""
    return len(known_names(contract).intersection(members))


def has_most_members(contract: Contract, members: Collection[str]) -> bool:
    """Whether a contract knows more than half of a response's own members."""
    return count_known(contract, members) * 2 > len(members)


def is_recognised(known: frozenset[str], members: Collection[str]) -> bool:
    """Whether the members of a response alone say that it belongs to a contract.

    Args:
        known: the names that the contract knows.
        members: the response's own members.

    Returns:
        Whether the contract knows more than half of the members, and several that few other services have; or whether
        they are exactly those that it knows.
    """
    both = known.intersection(members)
    if len(members) >= _MIN_ALL and len(both) == len(members) == len(known):
        return True
    return len(both) * 2 > len(members) and sum(map(is_distinctive, both)) >= _MIN_DISTINCTIVE


def most_alike(known: Mapping[str, frozenset[str]], members: Collection[str]) -> list[str]:
    """The contracts that a response resembles most.

    Args:
        known: the names that each contract knows, by the name of the contract.
        members: the response's own members.

    Returns:
        The names of those that are recognised and know the most of its members. Of several, those that know the fewest
        others.
    """
    ranks = {
        name: (-len(names.intersection(members)), len(names))
        for name, names in known.items()
        if is_recognised(names, members)
    }
    best = min(ranks.values(), default=None)
    return sorted(name for name, rank in ranks.items() if rank == best)


def is_from_boto3(value: object) -> bool:
    """Whether boto3 handed a response over, by its metadata, or by a datetime among its members."""
    members = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    return RESPONSE_METADATA in members or any(isinstance(member, datetime) for member in members.values())


def _known_names(contract: Contract) -> frozenset[str]:
    root = contract.schema()
    names = {*contract.members(), *wire_names(resolve(root, root))}
    if payload := payload_member(root):  # its members are those of the body
        body = resolve(root, payload[1])
        names |= wire_names(body).keys() if "properties" in body else frozenset()
    return frozenset(names)
