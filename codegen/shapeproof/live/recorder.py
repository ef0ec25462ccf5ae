"""Records the responses of clients as recording lines. The only module of this room that writes files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, cast

from shapeproof.contract import Schema, is_stream, pointer_text
from shapeproof.errors import UsageError
from shapeproof.live.contracts import LiveContracts
from shapeproof.live.events import Subscription, event_emitter, event_handlers
from shapeproof.live.redaction import redact
from shapeproof.live.responses import LiveResponse
from shapeproof.live.watching import LOG
from shapeproof.registry import ContractRegistry
from shapeproof.representations.conversion import to_cli
from shapeproof.representations.detection import Detected
from shapeproof.representations.response_metadata import strip_metadata

__all__ = ["Recorder", "record"]


class Recorder(Subscription):
    """A running recording, until `stop` or the end of a `with` block.

    Attributes:
        count: the number of responses recorded so far.
    """

    def __init__(self, target: Any, path: Path) -> None:
        """Start the recording.

        Args:
            target: a client or session of boto3 or botocore.
            path: the file to write.

        Raises:
            UsageError: the target has no events, or the file can't be written.
            MissingExtraError: botocore is not installed.
        """
        self.count = 0
        self._lock = Lock()
        contracts = LiveContracts.of_installed_botocore(ContractRegistry())
        event_emitter(target)  # fails before a file is overwritten
        try:
            self._file = path.open("w", encoding="ascii")
        except OSError as error:
            raise UsageError(f"this file can't be written: {error.strerror}", where=str(path)) from error
        super().__init__(target, event_handlers(contracts, self._write, LOG.warning))

    def _write(self, response: LiveResponse) -> None:
        if response.read_error is not None:
            raise response.read_error
        line = json.dumps(recording_line(response))
        with self._lock:  # clients may be called from many threads
            self._file.write(line + "\n")
            self._file.flush()
            self.count += 1

    def stop(self) -> None:
        """Stop the recording, and close the file."""
        super().stop()
        self._file.close()


def record(client: Any, path: str | Path) -> Recorder:
    """Write every response of a client to a file of recording lines, which `shapeproof validate` reads.

    Bodies of services that speak JSON are written as they were sent (`wire`), others as the AWS CLI would print them
    (`cli`). Values that the model marks as sensitive are replaced by other valid values; the member `redacted` of a line
    lists their pointers. Use the result in a `with` block, or call its `stop()` to end the recording.

    Args:
        client: a client or session of boto3 or botocore. Of a session, the clients that it creates from now on are
            recorded.
        path: the file to write. An existing file is overwritten.

    Returns:
        The running recording.

    Raises:
        UsageError: the client has no events, or the file can't be written.
        MissingExtraError: botocore is not installed.
    """
    if not isinstance(cast("object", path), str | Path):  # callers may have no types
        raise UsageError(f"expected the path of a file, got {path!r}", where="record(client, path)")
    return Recorder(client, Path(path))


def recording_line(response: LiveResponse) -> dict[str, object]:
    """Return the recording line of a response."""
    contract, representation, value = response.contract, response.representation, response.value
    if representation == "sdk":
        value = _without_streams(strip_metadata(value), contract.members(response.part))
        value = to_cli(contract.schema(response.part), value, Detected("sdk")).value
        representation = "cli"
    value, redacted_pointers = redact(contract, response.part, value, representation)
    line: dict[str, object] = {
        "shapeproof": 1,
        # The reader may have another botocore, so the edition is left open.
        "contract": f"{contract.operation_name}@installed",
        "representation": representation,
        "response": value,
    }
    if response.part == "error":
        line["part"] = "error"
        if response.error_name is not None:
            line["error_name"] = response.error_name  # it came in a header, and is not in the body
    if redacted_pointers:
        line["redacted"] = [pointer_text(pointer) for pointer in redacted_pointers]
    return line


def _without_streams(response: object, members: Mapping[str, Schema]) -> object:
    if not isinstance(response, dict):
        return response
    values = cast("dict[str, object]", response)
    return {name: value for name, value in values.items() if not is_stream(members.get(name, {}))}
