"""Answers written down as they come, one recording line each. The room's only IO."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, cast

from shapeproof.contract import Schema, is_stream, pointer_text
from shapeproof.errors import UsageError
from shapeproof.live.events import Subscription, events_of, handlers
from shapeproof.live.redaction import redacted
from shapeproof.live.response_events import LiveResponse
from shapeproof.live.watching import LOG, live_contracts
from shapeproof.registry import ContractRegistry
from shapeproof.representations.conversion import to_cli
from shapeproof.representations.detection import Recognised
from shapeproof.representations.response_metadata import strip_metadata

__all__ = ["Recorder", "record"]


class Recorder(Subscription):
    """A recording that goes on; over with `stop`, or at the end of a `with`. `count` is how many answers it holds."""

    def __init__(self, target: Any, path: Path) -> None:
        """Raises UsageError for a target without events, or a path that can't be written."""
        self.count = 0
        self._lock = Lock()
        contracts = live_contracts(ContractRegistry())
        events_of(target)  # refused before a file is written anew
        try:
            self._file = path.open("w", encoding="ascii")
        except OSError as error:
            raise UsageError(f"this can't be written: {error.strerror}", where=str(path)) from None
        super().__init__(target, handlers(contracts, self._write, LOG.warning))

    def _write(self, response: LiveResponse) -> None:
        if response.refusal is not None:
            raise response.refusal
        line = json.dumps(recorded(response))
        with self._lock:  # clients may be called from many threads
            self._file.write(line + "\n")
            self._file.flush()
            self.count += 1

    def stop(self) -> None:
        """Record no further, and close the file."""
        super().stop()
        self._file.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def record(client: Any, path: str | Path) -> Recorder:
    """Write every answer that a client gets to a file of recording lines, which `shapeproof validate` reads back.

    `client` is a client or a session of boto3 or botocore; of a session, the clients made afterwards are recorded. A
    file that is there is written anew. Bodies of services that speak JSON are kept as they were sent (`wire`), others
    as the AWS CLI would print them (`cli`). What the model marks as sensitive isn't written: a valid value stands in
    for it, and `redacted` lists the places. Raises UsageError, and MissingExtraError without botocore.
    """
    if not isinstance(cast("object", path), str | Path):  # callers may have no types
        raise UsageError("the path of a file belongs here", where=f"record(…, {path!r})")
    return Recorder(client, Path(path))


def recorded(response: LiveResponse) -> dict[str, object]:
    """The recording line of an answer."""
    contract, representation, value = response.contract, response.representation, response.value
    if representation == "sdk":
        value = _without_streams(strip_metadata(value), contract.members(response.part))
        value = to_cli(contract.schema(response.part), value, Recognised("sdk")).value
        representation = "cli"
    value, places = redacted(contract, response.part, value, representation)
    line: dict[str, object] = {
        "shapeproof": 1,
        # Whoever reads this back may have another botocore; the operation is what stays the same.
        "contract": f"{contract.operation_name}@installed",
        "representation": representation,
        "response": value,
    }
    if response.part == "error":
        line["part"] = "error"
        if response.error_name is not None:
            line["error_name"] = response.error_name  # a header's: it stands nowhere in the body
    return {**line, "redacted": [pointer_text(one) for one in places]} if places else line


def _without_streams(response: object, members: Mapping[str, Schema]) -> object:
    if not isinstance(response, dict):
        return response
    held = cast("dict[str, object]", response)
    return {name: value for name, value in held.items() if not is_stream(members.get(name, {}))}
