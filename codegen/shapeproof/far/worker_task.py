"""What a Dask worker runs: checks one unit with the run that was sent."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from hashlib import sha256
from threading import local
from typing import Final, NamedTuple, cast

from shapeproof.digest.digest import Digest
from shapeproof.errors import ShapeproofError
from shapeproof.far.shipped_contracts import PreparedRun, run_from_bytes
from shapeproof.far.shipped_models import ModelPath
from shapeproof.far.unit_check import check_far_unit
from shapeproof.far.units import FarUnit

__all__ = ["TaskReply", "check_in_worker", "content_key", "same"]

_MOST_PREPARED: Final = 2
_prepared = local()
"""The runs that a thread has prepared, by the hash of what was sent: a checker is for one thread."""


class TaskReply(NamedTuple):
    """What came of a unit: one of these.

    Attributes:
        digest: its digest.
        wanted: service models that are needed to check it, and were not sent.
        error: why nothing can be checked here.
    """

    digest: Digest | None = None
    wanted: frozenset[ModelPath] = frozenset()
    error: ShapeproofError | None = None


def content_key(content: bytes) -> str:
    """The hash that names what is sent."""
    return sha256(content).hexdigest()[:32]


def same(content: bytes) -> bytes:
    """The content itself: a task of its own, so that Dask sends it to each worker once, and again if one is lost."""
    return content


def check_in_worker(unit: bytes, run: bytes) -> TaskReply:
    """Check a unit.

    Args:
        unit: a pickled `FarUnit`.
        run: a `ShippedRun`, as bytes.
    """
    try:
        prepared = _prepare(run)
    except ShapeproofError as error:
        return TaskReply(error=error)
    try:
        digest = check_far_unit(cast("FarUnit", pickle.loads(unit)), prepared.options, prepared.checker)  # noqa: S301
        reply = TaskReply(digest)
    except ShapeproofError as error:
        reply = TaskReply(error=error)
    if wanted := prepared.wanted:
        _runs().pop(content_key(run), None)  # what it has learnt without them is wrong
        return TaskReply(wanted=wanted)
    return reply


def _runs() -> OrderedDict[str, PreparedRun]:
    runs: OrderedDict[str, PreparedRun] | None = getattr(_prepared, "runs", None)
    if runs is None:
        runs = OrderedDict[str, PreparedRun]()
        _prepared.runs = runs
    return runs


def _prepare(content: bytes) -> PreparedRun:
    runs, key = _runs(), content_key(content)
    if key not in runs:
        while len(runs) >= _MOST_PREPARED:
            runs.popitem(last=False)
        runs[key] = run_from_bytes(content).prepare()
    return runs[key]
