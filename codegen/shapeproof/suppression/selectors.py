"""The grammar of selectors, `CODE[@TARGET][:PATH]`, as options and settings have it; what reports print is one.

TARGET is a pattern of operations or, if it holds a slash, a glob of files. PATH is a pattern of paths in the contract; an
empty one is the whole response.
"""

from __future__ import annotations

import re
from typing import Final

from shapeproof.diff.catalog import CHANGE_CODES
from shapeproof.errors import UsageError
from shapeproof.suppression.model import FileGlob, Suppression, parse_operation
from shapeproof.suppression.wildcards import ESCAPED, Wildcard, unescape
from shapeproof.validation.catalog import matching_codes

__all__ = ["change_codes", "code_set", "concerns_changes", "parse_selector"]

_SELECTOR: Final = re.compile(r"([^@:]*)(@(?:[^\\:]|\\[\s\S])*)?(:[\s\S]*)?")
_ALL_CHANGES: Final = frozenset(["SP6xx", "change"])
"""What selects all codes of changes."""


def parse_selector(text: str, *, origin: str, directory: str, is_option: bool = False) -> Suppression:
    """Parse a selector.

    Args:
        text: the selector.
        origin: where it was written.
        directory: the directory that globs of files are relative to, an absolute path.
        is_option: whether it was given for one run alone.

    Raises:
        UsageError: it is invalid.
    """
    match = _SELECTOR.fullmatch(text)
    if match is None:
        raise UsageError("nothing follows the last backslash", hint=r"a backslash is written as \\")
    code, at_target, colon_path = match.groups("")
    target, path = at_target[1:], colon_path[1:]
    codes = code_set([code])
    if "@" in re.sub(ESCAPED, "", target):
        raise UsageError(
            f"expected one @, got {text!r}",
            hint=r"an operation is named without its edition; in the name of a file, write \@",
        )
    is_file = "/" in target
    return Suppression(
        text,
        codes,
        operation=parse_operation(target) if at_target and not is_file else None,
        path=Wildcard.parse(path) if colon_path else None,
        file=FileGlob.parse(unescape(target), directory) if is_file else None,
        origin=origin,
        is_option=is_option,
    )


def code_set(selectors: list[str]) -> frozenset[str]:
    """The codes, and ids of rules, that codes, groups, kinds and ids select.

    Raises:
        UsageError: one selects none, or what can't be suppressed.
    """
    for selector in selectors:
        if "," in selector:
            raise UsageError(f"expected one code, got {selector!r}", hint="write a selector for each code")
    return frozenset(code for selector in selectors for code in change_codes(selector) or matching_codes(selector))


def change_codes(selector: str) -> list[str]:
    """The codes of changes between editions that a code, a group or a kind selects; none for those of findings."""
    if selector in _ALL_CHANGES:
        return list(CHANGE_CODES)
    return [selector] if selector in CHANGE_CODES else []


def concerns_changes(suppression: Suppression) -> bool:
    """Whether a suppression is about changes between editions, and so about no finding."""
    return suppression.codes <= CHANGE_CODES.keys()
