"""The fast path for the usual case: JSON that holds one response without findings.

Anything else is left to the full check, which starts again from the bytes; so the fast path may always decline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, cast

from shapeproof.contract import Representation
from shapeproof.errors import CaptureError
from shapeproof.recordings.checking.unit_result import ResponseKind, UnitResult
from shapeproof.recordings.identification.identifier import Identifier
from shapeproof.recordings.model import FormName
from shapeproof.recordings.syntax.json_parser import parse_json
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.representations.response_metadata import METADATA_NAMES
from shapeproof.validation.engines.compilation import EngineName
from shapeproof.validation.schema_validator import SchemaValidator, compile_validator

if TYPE_CHECKING:  # few contracts have rules
    from shapeproof.validation.contract_rules import CompiledRules

__all__ = ["FastPath"]

# Keys of anything other than a plain response: a wrapper, an error, an SDK's metadata.
_SPECIAL_KEYS: Final = frozenset({"shapeproof", "status_code", "Error", "__type", *METADATA_NAMES})

_MAX_CACHED: Final = 1_000


class _Target(NamedTuple):
    """The validator and the rules, if there are any, of responses with the same members, and their kind."""

    validator: SchemaValidator
    rules: CompiledRules | None
    kind: ResponseKind


class FastPath:
    """Caches the validator for each set of top-level members."""

    def __init__(
        self,
        identifier: Identifier,
        engine: EngineName,
        representation: Representation | None,
        *,
        coverage: bool = False,
        derived_rules: bool = False,
    ) -> None:
        """Create a fast path.

        Args:
            identifier: identifies contracts.
            engine: the JSON Schema engine.
            representation: the representation of all responses; None to detect it.
            coverage: whether to count what responses cover.
            derived_rules: whether to check rules that the names of members suggest, too.
        """
        self._identifier = identifier
        self._engine: EngineName = engine
        self._coverage = coverage
        self._derived_rules = derived_rules
        self._is_applicable = representation in {None, "cli"}
        self._targets: dict[tuple[str, tuple[str, ...]], _Target | None] = {}

    def is_clean(self, data: bytes, index: int, form: FormName, result: UnitResult) -> bool:
        """Whether JSON is a response without findings; if so, the response is counted.

        Args:
            data: a JSON text.
            index: the number of the response in its unit, from 0.
            form: the form of the file.
            result: the result of the unit, in which the response is counted.
        """
        if not self._is_applicable:
            return False
        try:
            value = parse_json(data)
        except ParseError:
            return False
        if not isinstance(value, dict):
            return False
        members = cast("dict[str, object]", value)
        key = (form, tuple(members))
        try:
            target = self._targets[key]
        except KeyError:
            if len(self._targets) >= _MAX_CACHED:  # members named by numbers, for example: memory must stay bounded
                self._targets.clear()
            target = self._targets[key] = self._find_target(members, form)
        if target is None or not target.validator.is_valid(members):
            return False
        if target.rules is not None and not target.rules.are_kept(members):
            return False
        result.count(target.kind, index, clean=True)
        if self._coverage:
            result.count_coverage(target.validator.contract, members, is_valid=True)
        return True

    def _find_target(self, members: dict[str, object], form: FormName) -> _Target | None:
        """The validator for responses with these members, if the members alone identify it."""
        if not _SPECIAL_KEYS.isdisjoint(members):
            return None
        forced = self._identifier.forced
        candidates = (forced,) if forced else self._identifier.by_members(members)
        if len(candidates) != 1 or self._identifier.may_be_of_a_day(candidates[0]):
            return None
        try:
            validator = candidates[0].derived(compile_validator, "response", self._engine)
        except CaptureError:  # it is reported where the response is checked
            return None
        if validator.is_open:
            return None
        rules = validator.rules(derived=self._derived_rules)
        return _Target(validator, rules, ResponseKind(form, candidates[0].name, "response", "cli"))
