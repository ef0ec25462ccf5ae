"""Searches for the regular expressions of `matches`, by the engine that validates patterns of schemas.

Its time grows with the string alone, whatever the expression.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

__all__ = ["searcher"]

_MAX_AUTOMATON: Final = 256 * 2**10
"""The most bytes of what the engine keeps of an expression as it matches."""


@lru_cache(maxsize=1024)
def searcher(portable: str) -> Callable[[Any], bool]:
    """What tells whether a portable expression matches somewhere in a string.

    It raises TypeError for what isn't a string, and UnicodeEncodeError for half of a surrogate pair.

    Raises:
        ValueError: the expression is too large, or not portable.
    """
    from jsonschema_rs import Draft202012Validator, RegexOptions  # checking expressions must not wait for it

    options = RegexOptions(dfa_size_limit=_MAX_AUTOMATON)
    is_valid = Draft202012Validator({"pattern": portable}, pattern_options=options).is_valid

    # As it is first called, jsonschema-rs looks up types among the builtins of its caller. Compiled expressions have none,
    # and the library would be broken for the whole process.
    def matches(text: Any) -> bool:
        if not isinstance(text, str):
            raise TypeError
        return is_valid(text)

    return matches
