"""Parametrizes tests over the README and the pages in docs/."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `page` once for README.md and for every page in docs/."""
    if "page" in metafunc.fixturenames:
        names = ["README.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))]
        metafunc.parametrize("page", [ROOT / name for name in names], ids=names)
