"""When a run checks everything, so that it can tell what is unused."""

from __future__ import annotations

from pathlib import Path

import pytest

from shapeproof.suppression.run_extent import is_whole


@pytest.mark.parametrize(
    ("given", "usual", "expected"),
    [
        ([], [], True),
        ([], ["/p/tests"], True),
        (["/p/tests"], [], True),
        (["/p/tests/a.json"], [], False),
        (["/p/tests", "/p/tests/a.json"], [], False),
        (["/p"], ["/p/tests", "/p/examples"], True),
        (["/p/tests"], ["/p/tests", "/p/examples"], False),
        (["/p/tests", "/p/examples"], ["/p/tests", "/p/examples"], True),
        (["/p/tests/a.json"], ["/p/tests/a.json"], True),
        (["/p/tests/a.json"], ["/p/tests"], False),
    ],
)
def test_a_run_is_whole(given: list[str], usual: list[str], *, expected: bool) -> None:
    def is_directory(path: Path) -> bool:
        return not path.suffix

    assert is_whole([*map(Path, given)], [*map(Path, usual)], is_directory) is expected
