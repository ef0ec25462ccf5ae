"""Starts the program that runs models, with what it needs and nothing else."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shapeproof.errors import InternalError, MissingExtraError

__all__ = ["BrokenModelsError", "ResponseBatch", "loaded_responses"]

_PROGRAM: Final = Path(__file__).with_name("program.py")
_BYTES: Final = 4 * 2**30
"""Of address space. MediaLive's models and their 1,905 responses take 0.13 GiB of memory."""
_SECONDS: Final = 60
"""To run the module, and to load one response. MediaLive's take 0.005 s each, one of QuickSight, of 1.4 MB, 0.2 to 0.5 s."""
_TOOK_TOO_LONG: Final = -getattr(signal, "SIGPROF", 0)
"""What the process ends with then, on systems with such a timer."""
_ENVIRONMENT: Final = ("LD_LIBRARY_PATH", "SYSTEMROOT")
"""Variables without which a Python interpreter may not start; no other is passed on, since it may be a secret."""


class BrokenModelsError(InternalError):
    """Generated models refuse a valid response, or fail with an error that isn't one of validation: a generator bug."""


@dataclass(frozen=True, slots=True)
class ResponseBatch:
    """Responses to load as one class.

    Attributes:
        class_name: the class.
        subject: the class as a message calls it.
        mutants: pairs of a valid response, which must be loaded, and the one that was made of it; JSON values in the
            `cli` representation.
    """

    class_name: str
    subject: str
    mutants: Sequence[tuple[Any, Any]]


def loaded_responses(
    source: str, batches: Sequence[ResponseBatch], library: str | None, purpose: str
) -> list[list[bool]]:
    """Run a module of models in a process of its own, and have it load responses.

    The process has no network, no environment of ours, writes no files and starts no processes. Its memory is limited, and
    its time for each response.

    Args:
        source: the source of the module.
        batches: the responses.
        library: the package that the module needs, whose `ValidationError` means that a response was refused.
        purpose: what the library is for, in the message about a missing one.

    Returns:
        For each batch, whether each of its responses was loaded.

    Raises:
        MissingExtraError: the library isn't installed.
        BrokenModelsError: the models refuse a valid response, raise an error that isn't one of validation, or exceed a
            limit.
    """
    request = {
        "batches": [_fields(batch) for batch in batches],
        "bytes": _BYTES,
        "library": library,
        "path": sys.path,
        "seconds": _SECONDS,
        "source": source,
    }
    # The process ends itself where one step needs too much of the processor. This is for systems on which it can't, and
    # longer, since other programs run, too.
    count = sum(len(batch.mutants) for batch in batches)
    report = _run_program(pickle.dumps(request), 4 * _SECONDS * (count + 1))
    if "missing" in report and report["missing"] == library:
        raise MissingExtraError(purpose, extra="generate")
    if "loaded" not in report:
        message = report.get("broken") or f"the module {report.get('missing')} isn't installed"
        raise BrokenModelsError(str(message), details=str(report.get("details", "")))
    loaded: list[list[bool]] = report["loaded"]
    return loaded


def _fields(batch: ResponseBatch) -> dict[str, Any]:
    # Not `asdict`: it copies responses, which share most of their values.
    return {"class_name": batch.class_name, "subject": batch.subject, "mutants": batch.mutants}


def _run_program(request: bytes, seconds: int) -> dict[str, Any]:
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-I", "-S", "-B", str(_PROGRAM)],
            input=request,
            capture_output=True,
            check=False,
            env=environment,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise BrokenModelsError(f"the generated models took more than {seconds} s to load responses") from error
    if done.returncode == _TOOK_TOO_LONG:
        raise BrokenModelsError(f"the generated models took more than {_SECONDS} s for one response")
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        message = f"the process that runs generated models ended with {done.returncode}"
        raise BrokenModelsError(message, details=done.stderr.decode(errors="replace")) from error
    return report
