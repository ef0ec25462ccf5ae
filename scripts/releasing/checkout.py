"""A checkout that is released: what is wrong with it for a tag, and the files that a release changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from releasing.changelog import UNRELEASED, ChangelogError, notes, released, sections
from releasing.versions import CITATION, METADATA, statements, version_key, with_day, with_version

__all__ = ["CHANGELOG", "prepared", "problems", "release_notes", "texts", "version"]

CHANGELOG: Final = "CHANGELOG.md"


def texts(root: Path) -> dict[str, str]:
    """The files that say the version, by their paths below the root: pyproject.toml, CITATION.cff, README and guides."""
    pages = sorted(path.relative_to(root).as_posix() for path in (root / "docs").rglob("*.md"))
    return {name: (root / name).read_text(encoding="utf-8") for name in (METADATA, CITATION, "README.md", *pages)}


def version(root: Path) -> str:
    """The version that pyproject.toml says."""
    (statement,) = statements({METADATA: (root / METADATA).read_text(encoding="utf-8")})
    return statement.version


def release_notes(root: Path, name: str, base: str | None) -> str:
    """The notes of a version, see `notes`. Raises ChangelogError if there are none."""
    return notes((root / CHANGELOG).read_text(encoding="utf-8"), name, base=base)


def problems(root: Path, tag: str) -> Iterator[str]:
    """Why a tag must not be published from this checkout: a line for each reason."""
    files = texts(root)
    wanted = tag.removeprefix("v")
    if tag == wanted:
        yield f"the tag {tag} does not start with v"
    for found in statements(files):
        if found.version != wanted:
            yield f"{found.file}:{found.line}: version {found.version}, but the tag is {tag}"
    try:
        by_name = {section.name: section for section in sections((root / CHANGELOG).read_text(encoding="utf-8"))}
    except ChangelogError as error:
        yield f"{CHANGELOG}: {error}"
        return
    section = by_name.get(wanted)
    if section is None or not section.text:
        yield f"{CHANGELOG}: nothing under [{wanted}]"
        return
    if UNRELEASED in by_name and by_name[UNRELEASED].text:
        yield f"{CHANGELOG}: [{UNRELEASED}] is not empty: it would not be in the notes"
    if section.day is None:
        yield f"{CHANGELOG}: [{wanted}] has no date"
    day = re.search(r"^date-released: (\S+)$", files[CITATION], re.MULTILINE)
    if section.day != (day and day[1]):
        yield f"{CITATION}: date-released is {day and day[1]}, but {CHANGELOG} says {section.day}"


def prepared(root: Path, name: str, day: str) -> dict[str, str]:
    """The changed files of a release, by their paths below the root.

    Raises:
        ChangelogError: nothing is unreleased, or the version is not newer than all that were released.
        ValueError: the version or the day is none.
    """
    wanted = version_key(name)
    if not _is_day(day):
        raise ValueError(f"{day!r} is no day: expected YYYY-MM-DD")
    changelog = (root / CHANGELOG).read_text(encoding="utf-8")
    for section in sections(changelog):
        if section.name != UNRELEASED and version_key(section.name) >= wanted:
            raise ChangelogError(f"{name} is not newer than [{section.name}]")
    before = texts(root)
    after = {file: with_version(file, text, name) for file, text in before.items()}
    after[CITATION] = with_day(after[CITATION], day)
    changed = {file: text for file, text in after.items() if text != before[file]}
    return {**changed, CHANGELOG: released(changelog, name, day)}


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
