"""Parametrizes tests over the README and the pages in docs/."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `page` once for README.md and for every page in docs/: a survey for its module's LONG_PAGES."""
    if "page" in metafunc.fixturenames:
        names = ["README.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))]
        test: Any = metafunc.function
        long_pages: set[str] = test.__globals__.get("LONG_PAGES", set())
        long = {name for name in names if Path(name).name in long_pages}
        metafunc.parametrize(
            "page",
            [pytest.param(ROOT / name, id=name, marks=[pytest.mark.survey] if name in long else []) for name in names],
        )
