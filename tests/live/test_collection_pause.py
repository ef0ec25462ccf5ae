"""Checking a response doesn't make Python look for garbage among the objects of the program under test."""

from __future__ import annotations

import gc
import inspect
from collections.abc import Callable, Generator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import shapeproof

ROOMS = Path(str(shapeproof.__file__)).parent
CHECKING = tuple(str(ROOMS / name) for name in ("live/responses.py", "validation/validator.py", "validation/engines"))
BUCKETS = {"Buckets": [{"Name": f"bucket-{number}"} for number in range(500)]}


@pytest.fixture
def collecting_often() -> Generator[None]:
    thresholds = gc.get_threshold()
    gc.set_threshold(20, 5, 5)
    yield
    gc.set_threshold(*thresholds)
    gc.enable()


@pytest.fixture
def watched(client: Callable[[str], Any]) -> Callable[[], bool]:
    """Calls a watched client; returns whether the collector is on when its findings are passed on."""
    stubber: Any = pytest.importorskip("botocore.stub").Stubber
    s3, states = client("s3"), list[bool]()

    def call() -> bool:
        with (
            shapeproof.watch(s3, on_finding=lambda _finding, _response: states.append(gc.isenabled())),
            stubber(s3) as stub,
        ):
            stub.add_response("list_buckets", BUCKETS)
            stub.add_response("get_bucket_location", {"LocationConstraint": "nowhere"})
            s3.list_buckets()
            s3.get_bucket_location(Bucket="bucket-1")
        return states.pop()

    return call


def is_checking(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith(CHECKING):
            return True
        frame = frame.f_back
    return False


@pytest.mark.usefixtures("collecting_often")
def test_nothing_is_collected_while_a_response_is_checked(watched: Callable[[], bool]) -> None:
    watched()  # imports what it needs
    places: list[bool] = []

    def on_collection(phase: str, _: Any) -> None:
        if phase == "start":
            places.append(is_checking(inspect.currentframe()))

    gc.callbacks.append(on_collection)
    try:
        assert watched()
    finally:
        gc.callbacks.remove(on_collection)
    assert places
    assert not any(places)
    assert gc.isenabled()


@pytest.mark.usefixtures("collecting_often")
def test_a_collector_that_is_off_stays_off(watched: Callable[[], bool]) -> None:
    gc.disable()
    assert not watched()
    assert not gc.isenabled()
