"""What reports are made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from shapeproof import schemas
from shapeproof.recordings.files import units
from shapeproof.recordings.work import Checker, Options
from shapeproof.report.html_report import HtmlReport
from shapeproof.report.tally import Tally

EXAMPLES: Final = Path(__file__).parents[2] / "examples" / "recordings"


@pytest.fixture(scope="session")
def page_of() -> Callable[..., str]:
    """The HTML report of recordings."""

    def page(*paths: Path, options: Options | None = None) -> str:
        checker, report, tally = Checker(options or Options(coverage=True)), HtmlReport(), Tally()
        for planned in units([str(path) for path in paths]):
            partial = checker.check(planned)
            tally.add(partial)
            assert not list(report.add(partial))
        return "".join(report.end(tally, schemas.load))

    return page


@pytest.fixture(scope="session")
def examples() -> Path:
    return EXAMPLES
