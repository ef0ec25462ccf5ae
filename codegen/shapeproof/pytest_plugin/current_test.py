"""Which test a response belongs to, and how tests end."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest

from shapeproof.baseline.file_format import OUTSIDE_TESTS
from shapeproof.baseline.live import fixture_id

__all__ = ["CurrentTest", "test_id"]


class CurrentTest:
    """pytest's hooks that tell the current test, or the fixture that several tests share.

    Attributes:
        owner: the id of the test or shared fixture; `OUTSIDE_TESTS` outside of both.
    """

    def __init__(self, on_end: Callable[[str, bool], object], on_deselected: Callable[[], object]) -> None:
        """Track tests.

        Args:
            on_end: called with the id of each test that ran, and whether it passed.
            on_deselected: called when tests are deselected.
        """
        self._on_end = on_end
        self._on_deselected = on_deselected
        self._test = OUTSIDE_TESTS
        self._fixtures: list[str] = []
        self._outcomes: list[str] = []

    @property
    def owner(self) -> str:
        return self._fixtures[-1] if self._fixtures else self._test

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._test = test_id(item)
        self._outcomes = []
        try:
            return (yield)
        finally:
            # Setup, call and teardown. If a test fails and is run again, the last time counts.
            self._on_end(self._test, self._outcomes == ["passed"] * 3)
            self._test = OUTSIDE_TESTS
            self._fixtures.clear()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a phase ended. Reports of workers come outside of tests, and don't count here."""
        if report.when == "setup":
            self._outcomes = []
        self._outcomes.append("xfailed" if hasattr(report, "wasxfail") else report.outcome)

    def pytest_deselected(self) -> None:
        self._on_deselected()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
    ) -> Generator[None, object, object]:
        if fixturedef.scope == "function":
            return (yield)
        name = fixture_id(request.node.nodeid, fixturedef.argname)

        def enter() -> None:
            self._fixtures.append(name)

        def leave() -> None:
            if name in self._fixtures:
                self._fixtures.remove(name)

        # Finalizers are called in reverse order, so that what the fixture does at its end happens between these two.
        fixturedef.addfinalizer(leave)
        enter()
        try:
            return (yield)
        finally:
            leave()
            fixturedef.addfinalizer(enter)


def test_id(item: pytest.Item) -> str:
    """The id of a test, without the name of a group that pytest-xdist appends."""
    if item.parent is None:
        return item.nodeid
    without_group = f"{item.parent.nodeid}::{item.name}"
    return without_group if item.nodeid.startswith(f"{without_group}@") else item.nodeid
