"""Histories in overlays and in captured files: the states that a resource goes through."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from shapeproof.capture.json_object import JsonObject
from shapeproof.contract import Schema
from shapeproof.contract.history import History
from shapeproof.contract.routes import has_path, shape_at
from shapeproof.errors import CaptureError

__all__ = ["HISTORY", "history_of_edition", "read_history", "write_history"]

HISTORY: Final = "history"
"""The member of overlays and captured files that has the history, if the operation describes a resource with states."""


def read_history(document: JsonObject, *, where: str) -> History | None:
    """The history in `overlay.json` or `contract.json`; None if it has none.

    Args:
        document: the document.
        where: the file, for messages.

    Raises:
        CaptureError: it isn't what it must be.
    """
    if HISTORY not in document.members:
        return None
    entry = document.object_at(HISTORY)
    known = ("state", "start", "final")
    if unknown := sorted(set(entry.members) - set(known)):
        raise CaptureError(
            f"/{HISTORY}: unknown key {unknown[0]!a}", where=where, hint=f"known keys: {', '.join(known)}"
        )
    history = History(entry.string("state"), entry.strings("start"), entry.strings("final"))
    if not history.start:
        raise CaptureError(f"/{HISTORY}/start: expected at least one state", where=where)
    return history


def write_history(history: History | None) -> dict[str, Any]:
    """The member that `read_history` reads, by its name; empty if there is no history."""
    return {} if history is None else {HISTORY: asdict(history)}


def history_of_edition(history: History | None, response: Schema, *, where: str) -> History | None:
    """The history, if responses of an edition have its state.

    Args:
        history: what the overlay says.
        response: the schema of the responses.
        where: the overlay, for messages.

    Raises:
        CaptureError: the member isn't one of named states, or doesn't have one of those.
    """
    if history is None or not has_path(response, history.state):
        return None
    states = shape_at(response, history.state).get("enum", ())
    for state in (*history.start, *history.final):
        if state not in states:
            raise CaptureError(
                f"/{HISTORY}: {history.state} has no state {state!a}",
                where=where,
                hint=f"it has {', '.join(states)}" if states else "it is not an enum",
            )
    return history
