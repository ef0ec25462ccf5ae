"""The version of this project: written in pyproject.toml, and repeated where nothing can read it from there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["CITATION", "METADATA", "VERSION", "Statement", "statements", "version_key", "with_day", "with_version"]

METADATA: Final = "pyproject.toml"
CITATION: Final = "CITATION.cff"
VERSION: Final = re.compile(r"(?P<numbers>\d+\.\d+\.\d+)(?:(?P<stage>a|b|rc)(?P<number>\d+))?")

_VERSION: Final = r"(?P<version>\d[\w.]*\w)"
_IN_METADATA: Final = (re.compile(rf'^version = "{_VERSION}"$', re.MULTILINE),)
_IN_CITATION: Final = (re.compile(rf"^version: {_VERSION}$", re.MULTILINE),)
_IN_PAGES: Final = (
    re.compile(rf"\bshapeproof(?:\[[\w,]+\])?=={_VERSION}"),  # what pip is told to install
    re.compile(rf"/shapeproof@v{_VERSION}"),  # the GitHub Action
    re.compile(rf"^  shapeproof +{_VERSION}$", re.MULTILINE),  # what `shapeproof doctor` prints
    re.compile(rf"^ *rev: v{_VERSION}$", re.MULTILINE),  # the pre-commit hook
)
_DAY: Final = re.compile(r"^date-released: .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Statement:
    """A place that says the version."""

    file: str
    line: int
    version: str


def _patterns(file: str) -> Iterable[re.Pattern[str]]:
    return {METADATA: _IN_METADATA, CITATION: _IN_CITATION}.get(file, _IN_PAGES)


def statements(files: Mapping[str, str]) -> list[Statement]:
    """All places that say the version, in the order of the files.

    Args:
        files: the texts of pyproject.toml, CITATION.cff and pages, by their paths below the root.
    """
    return [
        Statement(file, text.count("\n", 0, match.start("version")) + 1, match["version"])
        for file, text in files.items()
        for match in sorted(
            (match for pattern in _patterns(file) for match in pattern.finditer(text)), key=lambda match: match.start()
        )
    ]


def with_version(file: str, text: str, version: str) -> str:
    """The text of a file in which each of its places says `version`."""
    for pattern in _patterns(file):
        text = pattern.sub(
            lambda match: (
                match.group()[: match.start("version") - match.start()]
                + version
                + match.group()[match.end("version") - match.start() :]
            ),
            text,
        )
    return text


def with_day(citation: str, day: str) -> str:
    """The text of CITATION.cff with the day of its version."""
    line = f"date-released: {day}"
    return _DAY.sub(line, citation) if _DAY.search(citation) else f"{citation.rstrip()}\n{line}\n"


def version_key(version: str) -> tuple[tuple[int, ...], str, int]:
    """What versions are ordered by: 0.2.0a1 < 0.2.0rc1 < 0.2.0 < 0.10.0. Raises ValueError for anything else."""
    match = VERSION.fullmatch(version)
    if match is None:
        raise ValueError(f"{version!r} is no version: expected 1.2.3, or 1.2.3rc1 before it")
    numbers = tuple(map(int, match["numbers"].split(".")))
    return (numbers, match["stage"] or "z", int(match["number"] or 0))
