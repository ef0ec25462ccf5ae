"""Records the responses of clients as recording lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Final, cast

from shapeproof.contract import Schema, is_stream, pointer_text
from shapeproof.errors import UsageError, one_line
from shapeproof.live.contracts import LiveContracts
from shapeproof.live.events import LOG, Subscription, event_emitter, event_handlers
from shapeproof.live.line_file import LineFile
from shapeproof.live.redaction import PLACEHOLDER, Redaction, redact
from shapeproof.live.responses import LiveResponse
from shapeproof.registry import ContractRegistry
from shapeproof.representations.conversion import to_cli
from shapeproof.representations.detection import Detected
from shapeproof.representations.plain_values import plain_values
from shapeproof.representations.response_metadata import strip_metadata
from shapeproof.validation.secret_forms import has_secret_form
from shapeproof.validation.secret_names import SecretNames

__all__ = ["Recorder"]

_MAX_SHOWN: Final = 8
_MAX_PATH: Final = 100
_MAX_PATHS: Final = 1000
_MAX_WARNINGS: Final = 10


class Recorder(Subscription):
    """A running recording, until `stop` or the end of a `with` block.

    Nothing that goes wrong with the recording reaches the code that calls the client: it is logged.

    Attributes:
        count: the number of responses recorded so far.
        redacted: the number of values replaced so far, because they may be secret.
        lost: the number of responses that could not be recorded so far.
    """

    def __init__(self, target: Any, path: Path, names: Iterable[str] = ()) -> None:
        """Start the recording.

        Args:
            target: a client or session of boto3 or botocore.
            path: the file to append to.
            names: names of members whose values are secret, beside the known ones.

        Raises:
            UsageError: the target has no events, the file can't be written, or a name is not valid.
            MissingExtraError: botocore is not installed.
        """
        self.count = self.redacted = self.lost = 0
        self._path = path
        self._names = SecretNames.with_names(names)
        self._redacted_paths: Counter[str] = Counter()
        self._warnings: set[str] = set()
        self._lock = Lock()
        contracts = LiveContracts.of_installed_botocore(ContractRegistry())
        event_emitter(target)  # fails before a file is created
        try:
            self._file = LineFile(path)
        except (OSError, ValueError) as error:  # a path with a NUL character is a ValueError
            raise UsageError(
                f"this file can't be written: {getattr(error, 'strerror', None) or error}", where=str(path)
            ) from error
        super().__init__(target, event_handlers(contracts, self._write, self._lose))

    def _write(self, response: LiveResponse) -> None:
        if response.read_error is not None:
            raise response.read_error
        line, redactions = recording_line(response, self._names)
        try:
            self._file.append(json.dumps(line, allow_nan=False))
        except OSError as error:
            raise UsageError(f"this file can't be written: {error.strerror or error}", where=str(self._path)) from error
        with self._lock:  # clients may be called from many threads
            self.count += 1
            self.redacted += len(redactions)
            for redaction in redactions:
                path = redaction.path[:_MAX_PATH]
                if path in self._redacted_paths or len(self._redacted_paths) < _MAX_PATHS:
                    self._redacted_paths[path] += 1

    def _lose(self, message: str) -> None:
        with self._lock:
            self.lost += 1
            is_new = message not in self._warnings and len(self._warnings) < _MAX_WARNINGS
            if is_new:
                self._warnings.add(message)
        if is_new:  # a full disk is told once
            LOG.warning("%s: a response was not recorded: %s", one_line(str(self._path)), message)

    def stop(self) -> None:
        """Stop the recording, close the file, and log what was recorded if anything in it was replaced or is missing."""
        if self._is_stopped:
            return
        super().stop()
        try:
            self._file.close()
        except OSError as error:
            LOG.warning("%s: this file may be incomplete: %s", one_line(str(self._path)), error.strerror)
        if self.redacted or self.lost:
            LOG.warning("%s", self._report())

    def _report(self) -> str:
        parts = [f"{one_line(str(self._path))}: recorded responses: {self.count:,}"]
        if self.redacted:
            paths = [f"{one_line(path) or 'the whole response'}" for path, _ in self._redacted_paths.most_common()]
            more = f" and {len(paths) - _MAX_SHOWN:,} more places" if len(paths) > _MAX_SHOWN else ""
            shown = ", ".join(paths[:_MAX_SHOWN])
            parts.append(f"values replaced because they may be secret: {self.redacted:,} ({shown}{more})")
        if self.lost:
            parts.append(f"responses not recorded: {self.lost:,}")
        return "; ".join(parts)


def recording_line(response: LiveResponse, names: SecretNames) -> tuple[dict[str, object], list[Redaction]]:
    """Return the recording line of a response, and which of its values were replaced.

    Args:
        response: a response that could be read.
        names: the names of members whose values are secret.
    """
    contract, representation, value = response.contract, response.representation, response.value
    if representation == "sdk":
        value = _without_streams(strip_metadata(value), contract.members(response.part))
        value = to_cli(contract.schema(response.part), plain_values(value), Detected("sdk")).value
        representation = "cli"
    elif response.is_cbor:
        value = to_cli(contract.schema(response.part), value, Detected("wire", is_cbor=True)).value
        representation = "wire" if response.part == "error" else "cli"  # what is left of it is JSON
    value, redactions = redact(contract, response.part, value, representation, names)
    line: dict[str, object] = {
        "shapeproof": 1,
        # The reader may have another botocore, so the edition is left open.
        "contract": f"{contract.operation_name}@installed",
        "representation": representation,
        "response": value,
    }
    if response.part == "error":
        line["part"] = "error"
        if (name := response.error_name) is not None:  # it came in a header, and is not in the body
            line["error_name"] = PLACEHOLDER if has_secret_form(name) else name
    if redactions:
        line["redacted"] = [pointer_text(redaction.pointer) for redaction in redactions]
    return line, redactions


def _without_streams(response: object, members: Mapping[str, Schema]) -> object:
    if not isinstance(response, dict):
        return response
    values = cast("dict[str, object]", response)
    return {name: value for name, value in values.items() if not is_stream(members.get(name, {}))}
