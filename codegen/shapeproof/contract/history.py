"""The history of a resource: what successive responses about it tell, beyond what its rules say."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["History"]


@dataclass(frozen=True, slots=True)
class History:
    """The states of a resource, as responses of an operation tell them one after the other.

    Attributes:
        state: the path of the member that has the state.
        start: the states in which it may be when it is first seen.
        final: the states in which nothing changes any more.
    """

    state: str
    start: tuple[str, ...]
    final: tuple[str, ...]
