"""The file of a run that can be stopped and go on later. Whoever can write it is not trusted with more than its counts."""

from __future__ import annotations

import json
import os
import time
from typing import Final, cast

from shapeproof.atomic_files import write_atomically
from shapeproof.digest.json_reader import DigestError, read_digest
from shapeproof.digest.json_text import digest_values, to_json
from shapeproof.digest.limits import DEFAULT_LIMITS, Limits
from shapeproof.digest.run_state import RunPlan, RunState
from shapeproof.errors import ShapeproofError, UsageError
from shapeproof.files import read_file

__all__ = ["ResumeFile"]

_VERSION: Final = 1
_MARK: Final = "shapeproof_resume"
_MAX_BYTES: Final = 2**28
"""A digest that keeps as much as it may, with texts as long as they may be, has 80 MB."""
_SAVE_SECONDS: Final = 30.0
_MAX_SHARE: Final = 0.1
"""The share of the time that may go into writing."""
_DIFFERENCES: Final = {
    "version": "by another version of Shapeproof",
    "options": "with other options",
    "contracts": "with other contracts",
    "files": "of other files, or these have changed since",
    "units": "of other files, or these have changed since",
}


class ResumeFile:
    """A file that holds how far a run is."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Create it. Nothing is read or written yet.

        Args:
            path: the file, as the user named it.
        """
        self.path = os.fspath(path)
        self._saved = time.monotonic()
        self._pause = _SAVE_SECONDS

    def load(self, plan: RunPlan, limits: Limits = DEFAULT_LIMITS) -> RunState:
        """Return how far the run of a plan is: at its start if there is no file.

        Raises:
            UsageError: the file can't be read, is something else, or is of another plan.
        """
        try:
            data = read_file(self.path, _MAX_BYTES)
        except FileNotFoundError:
            return RunState(plan, limits)
        except OSError as error:
            raise UsageError(
                f"this can't be read: {error.strerror}", where=self.path, hint="name another file: --resume FILE"
            ) from error
        members = self._members(data)
        stated = members.get("plan")
        expected = plan._asdict()
        if not isinstance(stated, dict) or set(cast("dict[str, object]", stated)) != set(expected):
            raise self._damaged("it names no plan")
        for name, value in expected.items():
            if cast("dict[str, object]", stated)[name] != value:
                raise UsageError(
                    f"this file is of a run {_DIFFERENCES[name]}",
                    where=self.path,
                    hint="run the same command again; or start anew: remove the file, or name another one",
                )
        try:
            return _state(members, plan, limits)
        except DigestError as error:
            raise self._damaged(str(error)) from error

    def save(self, state: RunState) -> None:
        """Write how far a run is. Raises ShapeproofError."""
        start = time.monotonic()
        values = {
            _MARK: _VERSION,
            "plan": state.plan._asdict(),
            "done": [[units.start, units.stop] for units in state.done],
            "digest": digest_values(state.digest()),
        }
        try:
            write_atomically(self.path, to_json(values) + "\n")
        except OSError as error:
            raise ShapeproofError(
                f"how far this run is can't be written: {error.strerror}",
                where=self.path,
                hint="make sure that its directory is writable and has space left; an earlier file is unchanged",
            ) from error
        self._saved = time.monotonic()
        self._pause = max(_SAVE_SECONDS, (self._saved - start) / _MAX_SHARE)

    def save_now_and_then(self, state: RunState) -> None:
        """Write how far a run is, if that was not done for half a minute, or longer if it takes long. Raises ShapeproofError."""
        if time.monotonic() - self._saved >= self._pause:
            self.save(state)

    def _members(self, data: bytes) -> dict[str, object]:
        try:
            document: object = json.loads(data)
        except (ValueError, RecursionError) as error:
            if _MARK.encode() in data:
                raise self._damaged("it is not valid JSON") from error
            document = None
        members = cast("dict[str, object]", document) if isinstance(document, dict) else {}
        if _MARK not in members:
            raise UsageError(
                "this file does not hold the state of a run, so it is not overwritten",
                where=self.path,
                hint="name another file: --resume FILE",
            )
        if members[_MARK] != _VERSION:
            raise self._damaged("it was written by another version of Shapeproof")
        return members

    def _damaged(self, reason: str) -> UsageError:
        hint = "remove the file to start anew, or name another one"
        return UsageError(f"this run can't go on: {reason}", where=self.path, hint=hint)


def _state(members: dict[str, object], plan: RunPlan, limits: Limits) -> RunState:
    """Raises DigestError."""
    done = members.get("done")
    digest = read_digest(members.get("digest"), limits)
    ranges: list[range] = []
    for row in cast("list[object]", done) if isinstance(done, list) else ():
        match row:
            case [int(start), int(stop)]:
                ranges.append(range(start, stop))
            case _:
                raise DigestError("it doesn't say which units are done")
    try:
        return RunState.restored(plan, ranges, digest)
    except ValueError as error:
        raise DigestError(str(error)) from error
