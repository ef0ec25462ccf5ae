"""What makes pages a sequence: each but the last one leads to the next, the last one ends it, and counts agree."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

from shapeproof.contract import Contract, Schema
from shapeproof.contract.json_values import copy_json
from shapeproof.contract.routes import has_path
from shapeproof.fuzz.core.choices import ABSENT, PRESENT
from shapeproof.fuzz.drawing.agreement import agree_counts, agree_stated_counts, lists_and_counts, member_owner
from shapeproof.fuzz.drawing.coherence import Coherence, coherence_of
from shapeproof.fuzz.planning.page_pins import PagePins

__all__ = ["PageSequence"]


class PageSequence:
    """The sequences of pages of an operation that boto3 has a paginator for. Pages are in `cli`.

    Attributes:
        is_json: whether the service sends JSON.
    """

    def __init__(
        self,
        contract: Contract,
        root: Schema,
        pins: PagePins,
        pinned: Collection[str] = (),
        *,
        is_coherent: bool = False,
    ) -> None:
        """Create it.

        Args:
            contract: the contract of the operation.
            root: the schema of a page.
            pins: the pins of the pages.
            pinned: the members that the user pinned, and which stay as they are.
            is_coherent: whether each page keeps the rules of the contract.
        """
        self._contract = contract
        self._is_coherent = is_coherent
        self.is_json = contract.json_protocol is not None
        self._root = root
        self._pinned = pinned
        paginator = contract.paginator
        self._tokens = [path for path in paginator.output_tokens if has_path(root, path)] if paginator else []
        self._flag = paginator.more_results if paginator else None
        self._last = {path: pin for path, pin in pins.last.items() if path not in pinned and pin is not PRESENT}
        lists, counts = lists_and_counts(root, paginator.result_keys if paginator else ())
        self._list = lists[0] if lists else ""
        self._counts = [path for path in counts if path not in pinned] if lists else []

    def coherence(self, pins: Mapping[str, Any]) -> Coherence | None:
        """What makes pages with these pins coherent; None if they needn't be."""
        return coherence_of(self._contract, "response", pins, self._root) if self._is_coherent else None

    def counted(self, page: Any) -> Any:
        """A page, changed so that its counts agree."""
        return agree_counts(page, self._list, self._counts) if self._counts else page

    def completed(self, pages: Sequence[Any]) -> list[Any]:
        """A copy of pages in which the last one ends the sequence, and counts agree."""
        stated = (agree_stated_counts(self._root, copy_json(page), self._pinned) for page in pages)
        copies = [self.counted(page) for page in stated]
        for path, pin in self._last.items() if copies else ():
            owner, member = member_owner(copies[-1], path)
            if owner is None or member not in owner:
                continue
            if pin is ABSENT:
                del owner[member]
            else:
                owner[member] = pin
        return copies

    def is_followed(self, pages: Sequence[Any]) -> bool:
        """Whether boto3's paginator reads all of these pages, and no further one."""
        tokens = [self._next(page) for page in pages]
        before = tokens[:-1]
        return bool(tokens) and all(before) and not tokens[-1] and not any(a == b for a, b in pairwise(before))

    def _next(self, page: Any) -> Mapping[str, Any]:
        """What the request of the next page holds; empty if there is none."""
        if self._flag is not None and not _value(page, self._flag):
            return {}
        values = {path: _value(page, path) for path in self._tokens} if self._tokens else {"": True}
        return {path: value for path, value in values.items() if value}


def _value(page: Any, path: str) -> Any:
    owner, member = member_owner(page, path)
    return None if owner is None else owner.get(member)
