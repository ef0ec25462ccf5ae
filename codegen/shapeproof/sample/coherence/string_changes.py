"""Strings with another start or end, and strings that lack one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from typing import Final
from zlib import crc32

from shapeproof.capture.patterns.syntax_tree import Untranslatable
from shapeproof.capture.patterns.translation import translate
from shapeproof.sample import strings
from shapeproof.sample.errors import UnsatisfiableString

__all__ = ["strings_with", "strings_without"]

_SEPARATORS: Final = "/:.-_"
_SOME: Final = 12
_STEP: Final = 7


def strings_with(function: str, whole: str, part: str) -> Iterator[str]:
    """Strings like `whole` for which a test is true, the likeliest to be valid first.

    Args:
        function: `startsWith`, `endsWith`, `contains` or `matches`.
        whole: the string that is there.
        part: the argument of the test.
    """
    match function:
        case "endsWith":
            separator = part[:1]
            if separator in _SEPARATORS:  # the end after the same separator is what it stands for
                for cut in (whole.rfind(separator), whole.find(separator)):
                    if cut >= 0:
                        yield whole[:cut] + part
            yield whole + part
            yield whole[: max(0, len(whole) - len(part))] + part
        case "startsWith":
            separator = part[-1:]
            if separator in _SEPARATORS:
                for cut in (whole.find(separator), whole.rfind(separator)):
                    if cut >= 0:
                        yield part + whole[cut + 1 :]
            yield part + whole
            yield part + whole[len(part) :]
        case "contains":
            yield whole + part
            yield whole[: max(0, len(whole) - len(part))] + part
        case _:
            known = _matching(part)
            first = crc32(whole.encode("utf-8", "replace")) % max(1, len(known))  # different strings stay different
            yield from (*known[first:], *known[:first])
            return
    yield part


@lru_cache(maxsize=256)
def _matching(pattern: str) -> tuple[str, ...]:
    """A few strings that match, the plainest first."""
    with suppress(UnsatisfiableString, Untranslatable):
        portable = translate(pattern)
        bounds = portable.regex, portable.min_length or 0, portable.max_length
        return tuple(dict.fromkeys([strings.plain(*bounds), strings.shortest(*bounds), *_some(*bounds)]))
    return ()


def _some(pattern: str, min_length: int, max_length: int | None) -> Iterator[str]:
    return islice(strings.distinct(pattern, min_length, max_length), 0, _SOME * _STEP, _STEP)


def strings_without(function: str, whole: str, part: str) -> Iterator[str]:
    """Strings like `whole` for which a test is false; arguments as for `strings_with`."""
    match function:
        case "endsWith":
            yield whole[: len(whole) - len(part)]
        case "startsWith":
            yield whole[len(part) :]
        case "contains":
            yield whole.replace(part, "")
        case _:
            with suppress(UnsatisfiableString, Untranslatable):
                yield strings.non_matching(translate(part).regex)
    if whole:
        yield whole[:-1] + ("b" if whole[-1] != "b" else "c")
