"""A server that runs the command line many times: each run is a fork of it, with all that is slow to import.

It reads one JSON object a line: `arguments` of the program, or the `module` to run; the `directory` and the
`environment` to run it in; the file names of `input`, `output` and `errors`; the `seconds` that it may take. It answers
with the exit code of each, 124 for a run that took too long.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import runpy
import sys
import time
import traceback
from importlib import import_module
from typing import Any, Final

import shapeproof

_TIMEOUT: Final = 124
_IMPORTED_LATE: Final = (
    "botocore.session", "datamodel_code_generator.parser.jsonschema", "encodings.utf_8_sig", "hypothesis.strategies",
    "isort", "jinja2", "jsonschema", "jsonschema_rs", "msgspec", "pydantic", "yaml",
)  # fmt: skip
"""What the program imports in functions."""


def serve() -> None:
    sys.path.pop(0)  # the directory of this file, which the program's own path doesn't have
    modules = pkgutil.walk_packages(shapeproof.__path__, "shapeproof.")
    for name in (*_IMPORTED_LATE, *(module.name for module in modules if not module.name.endswith("__main__"))):
        import_module(name)
    gc.freeze()  # so that forks don't copy what they only read
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if not child:
            code = _run(request)
            atexit._run_exitfuncs()  # pyright: ignore[reportPrivateUsage] - there is no public way
            os._exit(code)  # an ordinary exit takes apart all that was imported, which is slow
        sys.stdout.write(f"{_exit_code(child, request['seconds'])}\n")
        sys.stdout.flush()


def _exit_code(child: int, seconds: float) -> int:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return _TIMEOUT


def _run(request: dict[str, Any]) -> int:
    os.chdir(request["directory"])
    os.environ.clear()
    os.environ.update(request["environment"])
    for descriptor, name, flags in (
        (0, request["input"], os.O_RDONLY),
        (1, request["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, request["errors"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        opened = os.open(name, flags, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - open as long as the process
        for number, mode in enumerate("rww")
    )
    try:
        if "module" in request:
            runpy.run_path(request["module"], run_name="hostile_module")
            return 0
        sys.argv = ["shapeproof", *request["arguments"]]
        from shapeproof.cli import main

        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    except BaseException:  # noqa: BLE001 - whatever it is, the test shall see it
        traceback.print_exc()
        return 70
    else:
        return 0
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()


if __name__ == "__main__":
    serve()
