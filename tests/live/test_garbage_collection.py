"""Checking a response doesn't make Python look for garbage among the objects of the program under test."""

from __future__ import annotations

import gc
import inspect
import re
from collections.abc import Callable, Generator
from pathlib import Path
from types import FrameType
from typing import Any
from weakref import ref

import pytest
from tests.live.conftest import run

import shapeproof
from shapeproof.live.garbage_collection import existing_objects_exempt

ROOMS = Path(str(shapeproof.__file__)).parent
CHECKING = tuple(str(ROOMS / name) for name in ("live/responses.py", "validation/validator.py", "validation/engines"))
COUNTING = """
import atexit, gc

def tell():
    print("exempt:", gc.get_freeze_count())

tell()
atexit.register(tell)
"""
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


def garbage() -> Callable[[], object]:
    """Makes an object that only the collector can free; returns a weak reference to it."""

    class Node:
        def __init__(self) -> None:
            self.itself = self

    return ref(Node())


def test_only_what_existed_is_exempt_and_only_until_the_end() -> None:
    gc.collect()
    before = garbage()
    with existing_objects_exempt():
        later = garbage()
        gc.collect()
        assert before() is not None
        assert later() is None
    gc.collect()
    assert before() is None
    gc.freeze()  # as tests/conftest.py has it


def test_a_run_exempts_what_was_there_before_any_conftest(project: Callable[..., Path]) -> None:
    directory = project("def test_nothing():\n    pass\n")
    (directory / "conftest.py").write_text(COUNTING)
    unchecked, checked = (
        [int(count) for count in re.findall(r"exempt: (\d+)", run(directory, "-s", *options).output)]
        for options in ([], ["--shapeproof"])
    )
    assert checked[0] - unchecked[0] > 10_000  # objects
    assert checked[1] <= unchecked[1]  # after the run
