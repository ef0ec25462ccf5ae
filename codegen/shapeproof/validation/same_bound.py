"""One finding for a string whose length both its pattern and its bound refuse: the two say the same.

`[0-9a-f]{8}` with a maximum of 8 is broken twice by a longer string. If its length is all that is wrong, the finding about
the length stays, which says what to change. Otherwise the one about the pattern stays: no string that matches is too long,
so that mending the pattern mends both.

Findings are merged after severities, and only where both are there and equally severe: whoever ignores one of the two
codes gets the other one, as before. A suppression by place meets the finding that stays. Whoever suppresses a pattern
there has accepted strings outside it, and so of other lengths than it has; whoever suppresses the length, and nothing else
is wrong, has accepted the reason that the pattern isn't matched for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from shapeproof.contract import Contract, Pointer, Schema, resolve, shapes_along, value_at
from shapeproof.validation.classification import KEY_PREFIX
from shapeproof.validation.finding import Finding
from shapeproof.validation.known_deviations import KNOWN

__all__ = ["without_same_bound"]

_PATTERN: Final = "pattern"

_MAX_COMPARED: Final = 1_000
"""The longest strings that are compared with a pattern without its lengths. Of a longer one, the length is told."""


def without_same_bound(
    findings: Mapping[str, Finding], contract: Contract, schema: Schema, pointer: Pointer, response: object
) -> dict[str, Finding]:
    """The findings about one place, without one of two that say the same of a string, or of a key.

    Args:
        findings: the findings about the place, by the violated keyword.
        contract: the contract.
        schema: the schema of the part that was checked.
        pointer: the place.
        response: the response, in `cli`.
    """
    kept = dict(findings)
    for prefix in ("", KEY_PREFIX):
        if f"{prefix}{_PATTERN}" in findings:
            about = {
                keyword.removeprefix(prefix): finding
                for keyword, finding in findings.items()
                if keyword.startswith(KEY_PREFIX) is bool(prefix)
            }
            shape, value = _constrained(schema, pointer, response, is_key=bool(prefix))
            kept.pop(f"{prefix}{_superfluous(about, contract, shape, value)}", None)
    return kept


def _constrained(schema: Schema, pointer: Pointer, response: object, *, is_key: bool) -> tuple[Schema, object]:
    """The schema of a value and the value, or those of its key."""
    *_, owner, shape = (None, *shapes_along(schema, pointer))
    if is_key:
        return resolve(schema, (owner or {})["propertyNames"]), str(pointer[-1])
    return shape or {}, value_at(response, pointer)


def _superfluous(findings: Mapping[str, Finding], contract: Contract, shape: Schema, value: object) -> str | None:
    """The keyword of the finding about a value that another one makes superfluous; None if each says something of its own."""
    keyword = "minLength" if "minLength" in findings else "maxLength"
    pattern, length = findings.get(_PATTERN), findings.get(keyword)
    if pattern is None or length is None or not isinstance(value, str) or pattern.severity != length.severity:
        return None
    if any(finding.message.startswith(KNOWN) for finding in (pattern, length)):
        return None  # what services are known to send explains one of them, and not the other
    if not value:
        return _PATTERN  # all that is wrong is that it is empty, whatever the pattern is
    lengths = contract.derived(_pattern_lengths, shape[_PATTERN])
    if not lengths.imply(keyword, shape[keyword]):
        return None
    is_length_alone = len(value) > _MAX_COMPARED or lengths.is_match_of_any_length(value)
    return _PATTERN if is_length_alone else keyword


@dataclass(frozen=True, slots=True)
class _PatternLengths:
    """The lengths of the strings of a pattern, and whether a string would match if all lengths were allowed."""

    minimum: int
    maximum: int | None
    is_match_of_any_length: Callable[[str], bool]

    def imply(self, keyword: str, bound: int) -> bool:
        """Whether no string that breaks the bound matches the pattern."""
        if keyword == "minLength":
            return self.minimum >= bound
        return self.maximum is not None and self.maximum <= bound


def _pattern_lengths(_: Contract, pattern: str) -> _PatternLengths:
    from shapeproof.capture.patterns.matching import tree_matcher  # few responses need them
    from shapeproof.capture.patterns.parser import parse
    from shapeproof.capture.patterns.widths import width_of, without_lengths

    tree = parse(pattern)
    try:
        is_match = tree_matcher(without_lengths(tree))
    except ValueError:
        return _PatternLengths(*width_of(tree), lambda _: False)
    return _PatternLengths(*width_of(tree), is_match)
