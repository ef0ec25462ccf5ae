"""Checking files and directories as the command line does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.recordings.recorders import WITHOUT_RULES

from shapeproof.contract import View
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import Located
from shapeproof.recordings.discovery.planner import plan_units

Check = Callable[..., list[Located]]


@pytest.fixture(scope="session")
def check() -> Check:
    """All findings in files and directories, as the command line reports them; those about rules where asked for."""

    def checked(
        *paths: Path,
        contract: str | None = None,
        view: View = "strict",
        directory: Path | None = None,
        with_rules: bool = False,
    ) -> list[Located]:
        chosen = {} if with_rules else WITHOUT_RULES
        checker = Checker(CheckOptions(contract=contract, view=view, directory=directory, chosen=chosen))
        units = plan_units([str(path) for path in paths])
        return [located for planned in units for result in checker.check(planned) for located in result.findings]

    return checked
