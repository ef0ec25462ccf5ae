"""The sections of CHANGELOG.md: which there are, the notes of one, and the one that a release makes of "Unreleased"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

__all__ = ["UNRELEASED", "ChangelogError", "Section", "notes", "released", "sections"]

UNRELEASED: Final = "Unreleased"
_HEADING: Final = re.compile(r"^## \[(?P<name>[^\]\n]+)\](?: - (?P<day>\d{4}-\d\d-\d\d))?[ \t]*$", re.MULTILINE)
_ANY_HEADING: Final = re.compile(r"^## .*$", re.MULTILINE)
_STARTS_ANEW: Final = re.compile(r"#|[-*+] |\d+\. |>|\|")
_RELATIVE_LINK: Final = re.compile(r"(?<=\]\()(?![a-z][a-z0-9+.-]*:|[#/])(?=[^()\s]+\))")


class ChangelogError(Exception):
    """The changelog lacks what was asked for, or isn't written as expected."""


@dataclass(frozen=True, slots=True)
class Section:
    """What changed in one version.

    Attributes:
        name: the version, or "Unreleased".
        day: when it was released, as written; None if it wasn't.
        text: everything below the heading, without blank lines around it.
    """

    name: str
    day: str | None
    text: str


def sections(changelog: str) -> list[Section]:
    """The sections, as they stand: the newest first.

    Raises:
        ChangelogError: a heading of the second level is not `## [VERSION] - DATE` or `## [Unreleased]`, or a version has
            two sections.
    """
    for match in _ANY_HEADING.finditer(changelog):
        if not _HEADING.fullmatch(match.group()):
            line = changelog.count("\n", 0, match.start()) + 1
            raise ChangelogError(f"line {line}: expected `## [VERSION] - YYYY-MM-DD` or `## [{UNRELEASED}]`")
    headings = list(_HEADING.finditer(changelog))
    ends = [following.start() for _, following in pairwise(headings)] + [len(changelog)]
    found = [
        Section(heading["name"], heading["day"], changelog[heading.end() : end].strip())
        for heading, end in zip(headings, ends, strict=True)
    ]
    names = [section.name for section in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ChangelogError(f"more than one section [{twice[0]}]")
    return found


def _section(changelog: str, name: str) -> Section:
    found = next((section for section in sections(changelog) if section.name == name), None)
    if found is None:
        raise ChangelogError(f"no section [{name}]")
    if not found.text:
        raise ChangelogError(f"the section [{name}] is empty")
    return found


def notes(changelog: str, name: str, *, base: str | None = None) -> str:
    """One section, as the notes of a release: GitHub shows each line break of them, so that lines are joined again.

    Args:
        changelog: the text of CHANGELOG.md.
        name: the version, or "Unreleased".
        base: the URL that relative links are relative to; they stay as they are without one.

    Raises:
        ChangelogError: there is no such section, or nothing in it.
    """
    text = "\n".join(_joined(_section(changelog, name).text.splitlines())) + "\n"
    return text if base is None else _RELATIVE_LINK.sub(lambda _: f"{base.rstrip('/')}/", text)


def _joined(lines: list[str]) -> Iterator[str]:
    """The lines, with each that only continues the one before appended to it."""
    pending: str | None = None
    fenced = False
    for line in lines:
        text = line.strip()
        fence = text.startswith("```")
        if fenced or fence or not text or _STARTS_ANEW.match(text) or not pending or pending.startswith("#"):
            if pending is not None:
                yield pending
            pending = line.rstrip()
        else:
            pending = f"{pending} {text}"
        if fence:
            fenced = not fenced
        if fenced or fence:
            yield pending
            pending = None
    if pending is not None:
        yield pending


def released(changelog: str, version: str, day: str) -> str:
    """The changelog in which all that was unreleased is in `version`, and nothing is unreleased.

    Raises:
        ChangelogError: nothing is unreleased, or the version has a section already.
    """
    _section(changelog, UNRELEASED)
    if any(section.name == version for section in sections(changelog)):
        raise ChangelogError(f"the section [{version}] exists")
    heading = f"## [{UNRELEASED}]\n"
    return changelog.replace(heading, f"{heading}\n## [{version}] - {day}\n", 1)
