"""A file has one path relative to its project, wherever a command runs."""

from __future__ import annotations

import os.path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.recordings.discovery.base_directory import BaseDirectory


@pytest.mark.parametrize(
    ("path", "relative"),
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
def test_relative(path: str, relative: str) -> None:
    assert BaseDirectory("/home/p", "/home/p/sub").relative(path) == relative


steps = st.lists(st.sampled_from(["a", "b", "..", "."]), max_size=5).map("/".join)


@given(steps, steps, steps)
def test_it_agrees_with_the_standard_library(directory: str, working_directory: str, path: str) -> None:
    root, start = os.path.normpath(f"/{directory}"), os.path.normpath(f"/{working_directory}")
    assert BaseDirectory(root, start).relative(path) == os.path.relpath(os.path.join(start, path), root)
