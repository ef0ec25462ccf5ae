"""The program that runs generated models, and reports which responses they load.

It is started with the path of this file, reads one pickled request from its parent, and prints one JSON object. It
imports nothing of Shapeproof, so that it starts fast. Before the models run, it gives up what they don't need: writing
files, processes, the network, and more memory and time than its limits.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import email.utils
import json
import os
import pickle
import re
import signal
import sys
import traceback
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any, Final

_MODULE: Final = "shapeproof_measured_models"
_IMPORTED_BEFOREHAND: Final = (base64, binascii, dataclasses, email.utils, re, typing)
_ALLOWED_EVENTS: Final = frozenset({
    "builtins.id", "code.__new__", "compile", "exec", "import", "marshal.loads", "object.__delattr__",
    "object.__getattr__", "object.__setattr__", "os.listdir", "os.scandir", "sys._getframe", "sys._getframemodulename",
})  # fmt: skip
"""The audit events of Python that models and their libraries cause; files may be opened to be read."""


class _BrokenModelsError(Exception):
    """The models refuse a valid response, or fail with an error that isn't one of validation."""


def _main() -> None:
    request: Mapping[str, Any] = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - from our parent alone
    sys.path[:] = request["path"]
    try:
        library = import_module(request["library"]) if request["library"] else None
    except ModuleNotFoundError as error:
        _print({"missing": error.name})
        return
    _give_up_rights(request["bytes"])
    limit = partial(_limit_time, request["seconds"])
    try:
        limit()
        module = _run(request["source"])
        refusals = tuple(error for error in (module.LoadError, getattr(library, "ValidationError", None)) if error)
        loaded = [list(_loaded(module, refusals, limit, **batch)) for batch in request["batches"]]
    except Exception as error:  # noqa: BLE001 - whatever the models raise is reported
        message = str(error) if isinstance(error, _BrokenModelsError) else f"{type(error).__name__}: {error}"
        _print({"broken": message, "details": traceback.format_exc()})
    else:
        _print({"loaded": loaded})


def _limit_time(seconds: int) -> None:
    """End this process after some seconds of work, whatever it does then, unless this is called again."""
    timer: Any = getattr(signal, "setitimer", None)
    if timer is not None:  # not on Windows, where the parent's timeout has to do
        timer(getattr(signal, "ITIMER_PROF"), seconds)  # noqa: B009 - not every system has it


def _give_up_rights(memory: int) -> None:
    try:
        resource: Any = import_module("resource")
    except ModuleNotFoundError:  # pragma: no cover - Windows has no such limits; the hook and the timeout remain
        pass
    else:
        limits = {"AS": memory, "FSIZE": 0, "CORE": 0, "NPROC": 0}
        for name, limit in limits.items():
            kind = getattr(resource, f"RLIMIT_{name}", None)
            if kind is not None:
                hard = resource.getrlimit(kind)[1]
                allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
                resource.setrlimit(kind, (allowed, allowed))
    unshare: Any = getattr(os, "unshare", None)  # Python 3.12 and newer, on Linux: a network without devices
    if unshare is not None:
        flags = sum(getattr(os, name) for name in ("CLONE_NEWUSER", "CLONE_NEWNET"))
        with suppress(OSError):  # where the system doesn't allow it to us, the hook below refuses sockets
            unshare(flags)
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _ALLOWED_EVENTS:
        return
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        if not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC) and mode in {None, "r", "rb"}:
            return
    raise PermissionError(f"models may not do this: {event}")


def _run(source: str) -> ModuleType:
    module = ModuleType(_MODULE)
    sys.modules[_MODULE] = module  # pydantic and msgspec look up names there
    exec(compile(source, f"<{_MODULE}>", "exec"), module.__dict__)  # noqa: S102 - the purpose of this process
    return module


def _loaded(
    module: ModuleType,
    refusals: tuple[type[Exception], ...],
    limit: Callable[[], None],
    class_name: str,
    subject: str,
    mutants: Sequence[tuple[Any, Any]],
) -> Iterator[bool]:
    """Whether each mutant is loaded, provided that the valid response that it was made of is."""
    model = getattr(module, class_name)

    def accepts(response: Any) -> bool:
        limit()
        try:
            module.from_dict(model, response, "cli")
        except refusals:
            return False
        except Exception as error:
            raise _BrokenModelsError(f"{subject} can't load a response: {type(error).__name__}: {error}") from error
        return True

    loaded_bases: set[int] = set()  # by id: mutants share their bases, and keep them alive
    for base, response in mutants:
        if id(base) not in loaded_bases and not accepts(base):
            raise _BrokenModelsError(f"{subject} refuses a valid response")
        loaded_bases.add(id(base))
        yield accepts(response)


def _print(report: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(report))


if __name__ == "__main__":
    _main()
