"""The changelog's sections become notes, and a release dates what was unreleased."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasing.changelog import UNRELEASED, ChangelogError, Section, notes, released, sections

TEXT = """\
# Changelog
Words before.

## [Unreleased]
### Added
- One thing that is
  told on two lines, see [the guide](docs/guide/ci.md#a) and [that](https://example.com/x).
- Another:
  ```sh
  first
    second
  ```
  and more.

A paragraph
of two lines.

## [0.2.0rc1] - 2026-02-01
### Fixed
- Old.

## [0.1.0] - 2026-01-01
- Oldest.
"""


def test_sections_are_read_newest_first() -> None:
    found = sections(TEXT)
    assert [(section.name, section.day) for section in found] == [
        (UNRELEASED, None),
        ("0.2.0rc1", "2026-02-01"),
        ("0.1.0", "2026-01-01"),
    ]
    assert found[-1] == Section("0.1.0", "2026-01-01", "- Oldest.")


def test_notes_have_a_line_for_each_item_and_links_that_lead_somewhere() -> None:
    assert notes(TEXT, UNRELEASED, base="https://example.com/blob/v1/") == (
        "### Added\n"
        "- One thing that is told on two lines, see [the guide](https://example.com/blob/v1/docs/guide/ci.md#a) "
        "and [that](https://example.com/x).\n"
        "- Another:\n"
        "  ```sh\n"
        "  first\n"
        "    second\n"
        "  ```\n"
        "  and more.\n"
        "\n"
        "A paragraph of two lines.\n"
    )
    assert "(docs/guide/ci.md#a)" in notes(TEXT, UNRELEASED)


def test_a_release_dates_what_was_unreleased() -> None:
    text = released(TEXT, "0.2.0", "2026-03-04")
    assert [section.name for section in sections(text)] == [UNRELEASED, "0.2.0", "0.2.0rc1", "0.1.0"]
    assert sections(text)[0].text == ""
    assert notes(text, "0.2.0") == notes(TEXT, UNRELEASED)
    assert text.replace("\n## [0.2.0] - 2026-03-04\n", "", 1) == TEXT


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        (TEXT, "0.3.0", "no section [0.3.0]"),
        ("## [1.0.0] - 2026-01-01\n\n## [0.9.0] - 2025-01-01\n- a\n", "1.0.0", "the section [1.0.0] is empty"),
        ("# C\n\n## 1.0.0\n- a\n", "1.0.0", "line 3: expected `## [VERSION] - YYYY-MM-DD` or `## [Unreleased]`"),
        ("## [1.0.0]\n- a\n## [1.0.0]\n- b\n", "1.0.0", "more than one section [1.0.0]"),
    ],
)
def test_what_is_wrong_is_told(text: str, name: str, message: str) -> None:
    with pytest.raises(ChangelogError) as error:
        notes(text, name)
    assert str(error.value) == message


@pytest.mark.parametrize("version", ["0.1.0", "0.2.0rc1"])
def test_a_version_is_released_once(version: str) -> None:
    with pytest.raises(ChangelogError, match="exists"):
        released(TEXT, version, "2026-03-04")


def test_nothing_is_not_released() -> None:
    with pytest.raises(ChangelogError, match="is empty"):
        released(released(TEXT, "0.2.0", "2026-03-04"), "0.3.0", "2026-03-05")


WORD = st.text("ab`*[]()#-1.|>", min_size=1, max_size=6)
LINE = st.lists(WORD, max_size=4).map(" ".join)


@given(st.lists(st.builds("{}{}".format, st.sampled_from(["", "  ", "- ", "### "]), LINE), max_size=12))
def test_notes_keep_every_word_in_its_order(lines: list[str]) -> None:
    text = "## [1.0.0] - 2026-01-01\n### Added\n" + "\n".join(line for line in lines if not line.startswith("## "))
    assert notes(text, "1.0.0").split() == text.partition("\n")[2].split()
