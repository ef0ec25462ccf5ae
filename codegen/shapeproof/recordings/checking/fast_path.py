"""The usual case, fast: a JSON text of one response that keeps its contract, about which there is nothing to say.

Whatever isn't that plain is left to the thorough way, which starts over with the text; so this one may always say no.
"""

from __future__ import annotations

from typing import Final, cast

from shapeproof.contract import Representation
from shapeproof.recordings.checking.unit_result import ResponseKind, UnitResult
from shapeproof.recordings.identification.identifier import Identifier
from shapeproof.recordings.model import FormName
from shapeproof.recordings.syntax.json_text import parse
from shapeproof.recordings.syntax.unreadable import UnreadableText
from shapeproof.representations.response_metadata import RESPONSE_METADATA
from shapeproof.validation.engines.compilation import EngineName
from shapeproof.validation.schema_validator import SchemaValidator, compile_validator

__all__ = ["FastPath"]

# Keys that make a text more than a plain response: a wrapping, an error, boto3's metadata.
_TELLING: Final = frozenset({"shapeproof", "status_code", "Error", "__type", RESPONSE_METADATA})

_MOST_REMEMBERED: Final = 1_000


class FastPath:
    """Remembers, for each set of top-level members, which judge is responsible."""

    def __init__(
        self,
        identifier: Identifier,
        engine: EngineName,
        representation: Representation | None,
        *,
        covers: bool = False,
    ) -> None:
        self._identifier = identifier
        self._engine: EngineName = engine
        self._covers = covers
        self._is_plain = representation in {None, "cli"}
        self._judges: dict[tuple[str, tuple[str, ...]], tuple[SchemaValidator, ResponseKind] | None] = {}

    def is_clean(self, text: bytes, index: int, form: FormName, partial: UnitResult) -> bool:
        """Whether the text is a response without findings; if so, it is counted in `partial`, as the one of that number."""
        if not self._is_plain:
            return False
        try:
            value = parse(text)
        except UnreadableText:
            return False
        if not isinstance(value, dict):
            return False
        members = cast("dict[str, object]", value)
        key = (form, tuple(members))
        try:
            known = self._judges[key]
        except KeyError:
            if len(self._judges) >= _MOST_REMEMBERED:  # members named by numbers, say: memory must not grow with them
                self._judges.clear()
            known = self._judges[key] = self._known(members, form)
        if known is None or not known[0].is_valid(members):
            return False
        partial.count(known[1], index, clean=True)
        if self._covers:
            partial.cover(known[0].contract, members)
        return True

    def _known(self, members: dict[str, object], form: FormName) -> tuple[SchemaValidator, ResponseKind] | None:
        """The judge of responses with these members, if they alone tell it."""
        if not _TELLING.isdisjoint(members):
            return None
        forced = self._identifier.forced
        candidates = (forced,) if forced else self._identifier.by_members(members)
        if len(candidates) != 1:
            return None
        judge = candidates[0].derived(compile_validator, "response", self._engine)
        if judge.is_open:
            return None
        return judge, ResponseKind(form, candidates[0].name, "response", "cli")
