"""Globs of --include and --exclude."""

from __future__ import annotations

import pytest

from shapeproof.errors import UsageError
from shapeproof.recordings.discovery.base_directory import BaseDirectory
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
def test_a_glob_matches_paths_below_the_directory(glob: str, matched: list[str], others: list[str]) -> None:
    selection = Selection(exclude=(glob,))
    assert [path for path in matched if not selection.reason_to_exclude(f"t/{path}", path)] == []
    assert [path for path in others if selection.reason_to_exclude(f"t/{path}", path)] == []


@pytest.mark.parametrize("glob", ["old", "old/", "./t/old", "x/old", "t/x/old/", "**/old", "x/ol?"])
@pytest.mark.parametrize("path", ["x/old/a.json", "x/old/y/z/b.json", "x/olds/a.json", "a.json", "x/old.json"])
def test_a_directory_is_included_as_it_is_excluded(glob: str, path: str) -> None:
    parents = ["/".join(path.split("/")[:depth]) for depth in range(1, path.count("/") + 2)]
    excluding, including = Selection(exclude=(glob,)), Selection(include=(glob,))
    is_excluded = any(excluding.reason_to_exclude(f"./t/{parent}", parent) for parent in parents)
    assert (including.reason_to_skip(f"./t/{path}", path) is None) is is_excluded


def test_what_is_above_the_named_directory_does_not_include_it() -> None:
    assert Selection(include=("srv",)).reason_to_skip("/srv/t/a.json", "a.json") == "not matched by --include"
    assert Selection(include=("t",)).reason_to_skip("/srv/t/a.json", "a.json") is None


def test_exclude_wins_over_include() -> None:
    selection = Selection(include=("*.yaml",), exclude=("old/*",))
    assert selection.reason_to_skip("t/a.yaml", "a.yaml") is None
    assert selection.reason_to_skip("t/old/a.yaml", "old/a.yaml") == "excluded by --exclude"
    assert selection.reason_to_skip("t/a.json", "a.json") == "not matched by --include"
    assert Selection().reason_to_skip("t/anything", "anything") is None


def test_the_named_directory_may_be_part_of_the_glob() -> None:
    assert Selection(exclude=("./t/old/**",)).reason_to_skip("./t/old/a.json", "old/a.json") == "excluded by --exclude"


def test_a_projects_globs_are_relative_to_its_directory() -> None:
    selection = Selection(
        exclude=("tests/old/*",), base=BaseDirectory("/p", "/p/tests"), option_format="tool.shapeproof.{}"
    )
    assert selection.reason_to_skip("old/a.json", "a.json") == "excluded by tool.shapeproof.exclude"
    assert selection.reason_to_skip("new/a.json", "a.json") is None


def test_an_invalid_glob_is_an_error_at_once() -> None:
    with pytest.raises(UsageError, match="'\\[z-a\\]' is not a valid glob"):
        Selection(include=("[z-a]",))
