"""A server that runs the command line many times: each run is a fork of it, with all that is slow to import.

It reads one JSON object a line: `arguments` of the program, or the `module` to run; the `directory` to run it in; the
file names of `output` and `errors`. It answers with the exit code of each, 124 for a run that took too long.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
import time
import traceback
from importlib import import_module
from typing import Any, Final

_SECONDS: Final = 30
_TIMEOUT: Final = 124
_SLOW_IMPORTS: Final = (
    "botocore.session", "datamodel_code_generator", "isort", "jinja2", "jsonschema_rs", "msgspec", "pydantic", "yaml",
    "shapeproof.cli.commands.capture", "shapeproof.cli.commands.generate", "shapeproof.cli.commands.mutants",
    "shapeproof.cli.commands.validate", "shapeproof.cli.fuzz.corpus", "shapeproof.generate.docs.rendering",
    "shapeproof.generate.models.module", "shapeproof.recordings.formats.yaml_reader",
)  # fmt: skip


def serve() -> None:
    for name in _SLOW_IMPORTS:
        try:
            import_module(name)
        except ModuleNotFoundError as error:  # renamed modules only cost time
            sys.stderr.write(f"{error}\n")
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if not child:
            os._exit(_run(request))
        sys.stdout.write(f"{_exit_code(child)}\n")
        sys.stdout.flush()


def _exit_code(child: int) -> int:
    deadline = time.monotonic() + _SECONDS
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
    for descriptor, name, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, request["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, request["errors"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        os.dup2(os.open(name, flags, 0o600), descriptor)
    sys.stdin, sys.stdout, sys.stderr = (open(number, mode, encoding="utf-8") for number, mode in enumerate("rww"))  # noqa: SIM115
    try:
        if "module" in request:
            runpy.run_path(request["module"], run_name="hostile_module")
            return 0
        sys.argv = ["shapeproof", *map(os.fsdecode, request["arguments"])]
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
