"""Globs of --include and --exclude."""

from __future__ import annotations

import pytest

from shapeproof.errors import UsageError
from shapeproof.recordings.discovery.globs import Below
from shapeproof.recordings.discovery.selection import Selection


@pytest.mark.parametrize(
    ("glob", "matched", "others"),
    [
        ("*.yaml", ["a.yaml", "x/y/b.yaml", ".yaml"], ["a.yml", "a.yaml/b"]),
        ("/*.yaml", ["a.yaml"], ["x/a.yaml"]),
        ("x/*.yaml", ["x/a.yaml"], ["x/y/a.yaml", "z/x/a.yaml"]),
        ("x/**", ["x/a", "x/y/a"], ["x", "y/x/a"]),
        ("**/x/*", ["x/a", "y/x/a", "y/z/x/a"], ["x/y/a"]),
        ("x/**/a", ["x/a", "x/y/a", "x/y/z/a"], ["x/ya"]),
        ("a?c.[jy]*", ["abc.json", "x/a-c.yml"], ["a/c.json", "abc.har"]),
        ("[!a]", ["b", "x/b"], ["a"]),
        ("[]a^\\-]x", ["]x", "ax", "^x", "\\x", "-x"], ["bx"]),
        ("./x/a", ["x/a"], ["a"]),
        ("cassettes/", ["cassettes", "x/cassettes"], ["cassettes2"]),
        ("a[", ["a["], ["a"]),
        ("a.b", ["a.b"], ["aXb"]),
    ],
)
def test_a_glob_means_paths_below_the_folder(glob: str, matched: list[str], others: list[str]) -> None:
    selection = Selection(exclude=(glob,))
    assert [one for one in matched if not selection.why_closed(f"t/{one}", one)] == []
    assert [one for one in others if selection.why_closed(f"t/{one}", one)] == []


def test_what_is_left_out_wins_over_what_is_taken_in() -> None:
    selection = Selection(include=("*.yaml",), exclude=("old/*",))
    assert selection.why_not("t/a.yaml", "a.yaml") is None
    assert selection.why_not("t/old/a.yaml", "old/a.yaml") == "left out by --exclude"
    assert selection.why_not("t/a.json", "a.json") == "not among what --include names"
    assert Selection().why_not("t/anything", "anything") is None


def test_the_folder_that_was_named_may_be_part_of_the_glob() -> None:
    assert Selection(exclude=("./t/old/**",)).why_not("./t/old/a.json", "old/a.json") == "left out by --exclude"


def test_a_project_s_globs_start_from_its_own_folder() -> None:
    selection = Selection(exclude=("tests/old/*",), below=Below("/p", "/p/tests"), spelling="tool.shapeproof.{}")
    assert selection.why_not("old/a.json", "a.json") == "left out by tool.shapeproof.exclude"
    assert selection.why_not("new/a.json", "a.json") is None


def test_what_is_no_glob_is_told_at_once() -> None:
    with pytest.raises(UsageError, match="'\\[z-a\\]' is no glob"):
        Selection(include=("[z-a]",))
