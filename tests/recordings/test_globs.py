"""Globs mean what people expect of them, and a file has one name below its project, wherever one stands."""

from __future__ import annotations

import os.path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.errors import UsageError
from shapeproof.recordings.discovery.globs import Below, matches
from shapeproof.recordings.identification.identifier import ByPath


@pytest.mark.parametrize(
    ("glob", "name", "is_meant"),
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
def test_what_a_glob_means(glob: str, name: str, is_meant: bool) -> None:
    assert matches(glob, name) is is_meant


def test_a_glob_that_is_none() -> None:
    with pytest.raises(UsageError, match="is no glob: bad character range"):
        matches("[z-a].json", "b.json")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.json", "sub/a.json"),
        ("./a.json", "sub/a.json"),
        ("../a.json", "a.json"),
        ("../../a.json", "../a.json"),
        ("/home/p/x//y/../a.json", "x/a.json"),
        ("/tmp/a.json", "../../tmp/a.json"),
        ("..", "."),
        ("-", "-"),
    ],
)
def test_the_name_below_a_folder(path: str, name: str) -> None:
    assert Below("/home/p", "/home/p/sub").name(path) == name


steps = st.lists(st.sampled_from(["a", "b", "..", "."]), max_size=5).map("/".join)


@given(steps, steps, steps)
def test_it_is_what_the_standard_library_says(folder: str, here: str, path: str) -> None:
    root, start = os.path.normpath(f"/{folder}"), os.path.normpath(f"/{here}")
    assert Below(root, start).name(path) == os.path.relpath(os.path.join(start, path), root)


def test_the_first_glob_that_means_a_file_names_its_contract() -> None:
    by_path = ByPath(Below("/p", "/p/tests"), (("tests/x/**", "a.b"), ("*.json", "c.d")))
    assert [by_path.contract(path) for path in ("x/1.json", "y.json", "y.txt")] == ["a.b", "c.d", None]
