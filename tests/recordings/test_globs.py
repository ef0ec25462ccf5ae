"""Globs match what people expect of them."""

from __future__ import annotations

import pytest

from shapeproof.errors import UsageError
from shapeproof.recordings.discovery.globs import matches


@pytest.mark.parametrize(
    ("glob", "name", "is_match"),
    [
        ("*.json", "a.json", True),
        ("*.json", "deep/er/a.json", True),
        ("tests/*.json", "tests/a.json", True),
        ("tests/*.json", "tests/deep/a.json", False),
        ("tests/*.json", "other/tests/a.json", False),
        ("./tests/*.json", "tests/a.json", True),
        ("tests/**", "tests/deep/a.json", True),
        ("tests/**", "tests", False),
        ("tests/**/a.json", "tests/a.json", True),
        ("tests/**/a.json", "tests/x/y/a.json", True),
        ("tests/**/a.json", "tests/xa.json", False),
        ("**/a.json", "a.json", True),
        ("tests/", "tests/x/a.json", True),
        ("recordings/", "tests/recordings/a.json", True),
        ("/recordings/", "tests/recordings/a.json", False),
        ("a?.json", "ab.json", True),
        ("a?b", "a/b", False),
        ("[a-c].json", "b.json", True),
        ("[a-c].json", "d.json", False),
        ("[!a-c].json", "d.json", True),
        ("[!a]b", "/b", False),
        ("a.json", "aXjson", False),
        ("x[.json", "x[.json", True),
        ("a.json", "a.json\n", False),
    ],
)
def test_matches(glob: str, name: str, is_match: bool) -> None:
    assert matches(glob, name) is is_match


def test_an_invalid_glob() -> None:
    with pytest.raises(UsageError, match="is not a valid glob: bad character range"):
        matches("[z-a].json", "b.json")
