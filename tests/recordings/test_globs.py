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
        ("[]", "[]", True),
        ("[!]", "[!]", True),
        ("[a&&b~~]", "&", True),
        ("*a*a*a*a*a*a*a*a*b", "a" * 4_000, False),
        ("*a*a*a*a*a*a*a*a*b", "a" * 4_000 + "b", True),
        ("**/**/*x*x*x*x*y", "x/" * 500 + "x" * 2_000, False),
        ("**a**a**a**a**a**b", "a/" * 2_000, False),
    ],
)
def test_matches(glob: str, name: str, is_match: bool) -> None:
    assert matches(glob, name) is is_match


def test_an_invalid_glob() -> None:
    with pytest.raises(UsageError, match="is not a valid glob: bad character range"):
        matches("[z-a].json", "b.json")


@pytest.mark.parametrize("glob", ["*a" * 4_000, "a" * 20_000, "*" * 100_000])
def test_an_endless_glob_is_an_error_that_is_not(glob: str) -> None:
    with pytest.raises(UsageError, match="too long, or has too many wildcards") as raised:
        matches(glob, "b.json")
    assert len(str(raised.value)) < 300
