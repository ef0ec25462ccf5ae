"""An interrupt ends what waits and reckons, and not what is to be done whole."""

from __future__ import annotations

import signal

import pytest

from shapeproof.cli.workers.signals import DeferredInterrupt


def test_it_comes_at_once() -> None:
    before = signal.getsignal(signal.SIGINT)
    with DeferredInterrupt(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_what_is_done_whole_is_done_to_its_end() -> None:
    done: list[int] = []

    def sentence() -> None:
        with interrupt.deferred():
            done.append(1)
            signal.raise_signal(signal.SIGINT)
            done.append(2)

    with DeferredInterrupt() as interrupt:
        with pytest.raises(KeyboardInterrupt):
            sentence()
        with interrupt.deferred():  # and it is over with that
            done.append(3)
    assert done == [1, 2, 3]


def test_the_second_is_meant() -> None:
    done: list[int] = []

    def sentence() -> None:
        with interrupt.deferred():
            signal.raise_signal(signal.SIGINT)
            done.append(1)
            signal.raise_signal(signal.SIGINT)
            done.append(2)

    with DeferredInterrupt() as interrupt, pytest.raises(KeyboardInterrupt):
        sentence()
    assert done == [1]


def test_a_process_that_is_to_ignore_interrupts_does() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with DeferredInterrupt():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
