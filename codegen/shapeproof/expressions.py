"""Regular expressions that are compiled when they are first used: compiling takes longer than importing a module."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

__all__ = ["Expression"]


class Expression(NamedTuple):
    """A regular expression that most programs never use.

    Attributes:
        pattern: the expression, in the syntax of `re`.
        flags: the flags of `re`.
    """

    pattern: str
    flags: int = 0

    @property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression, compiled once."""
        return _compiled(self.pattern, self.flags)


@cache
def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    return re.compile(pattern, flags)
