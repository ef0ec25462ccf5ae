"""`scripts/bench models`: models of whole services: how long they take, how large they are, and what tools say of them."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.measure import Command, run, tool

__all__ = ["add_to"]

SERVICES = ["ec2", "s3", "dynamodb", "sqs", "iam", "lambda", "sagemaker", "cloudformation", "kms", "quicksight"]
FLAVOURS = ["pydantic", "msgspec", "dataclass", "typeddict"]
COLUMNS = "service, flavour, generated in s, files, lines, MB, import s, mypy --strict, pyright strict, ruff format, ruff check"
IMPORT_ROUNDS = 3


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser(
        "models",
        help="measure models of whole services, and check them with type checkers and linters",
        description="Generate models of whole services, measure them, and check them with mypy, pyright and ruff.",
    )
    parser.add_argument("--service", action="append", help=f"a service (default: {' '.join(SERVICES)})")
    parser.add_argument("--flavour", action="append", choices=FLAVOURS, help="a flavour (default: each)")
    parser.add_argument("--view", choices=["tolerant", "strict"], default="tolerant", help="default: %(default)s")
    parser.add_argument("--split", action="store_true", help="generate packages")
    parser.add_argument("--response-only", action="store_true", help="generate no models of requests and errors")
    parser.add_argument("--unchecked", action="store_true", help="run no type checkers and linters")
    parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    tools = ", ".join(
        f"{name} {version(name)}" for name in ("botocore", "mypy", "pyright", "ruff", "pydantic", "msgspec")
    )
    print(f"{tools}; Python {platform.python_version()}, {os.cpu_count()} cores; {options.view} view\n")
    columns = COLUMNS.split(", ")
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}", flush=True)
    for service in options.service or SERVICES:
        for flavour in options.flavour or FLAVOURS:
            with tempfile.TemporaryDirectory(prefix="shapeproof-bench-") as name:
                cells = [service, flavour, *_cells(Path(name), service, flavour, options)]
            print(f"| {' | '.join(cells)} |", flush=True)


def _cells(directory: Path, service: str, flavour: str, options: argparse.Namespace) -> Iterator[str]:
    flags = [flag for flag in ("--split", "--response-only") if getattr(options, flag[2:].replace("-", "_"))]
    selection = [f"{service}.*", "--edition", "installed", "--flavour", flavour, "--view", options.view]
    generated = run([tool("shapeproof"), "generate", "models", *selection, *flags, "--output", str(directory)])
    yield f"{generated.seconds:.1f}"
    files = sorted(directory.rglob("*.py"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    yield f"{len(files)}"
    yield f"{sum(len(text.splitlines()) for text in texts):,}"
    yield f"{sum(file.stat().st_size for file in files) / 1e6:.1f}"
    (module,) = {file.relative_to(directory).parts[0] for file in files}
    yield f"{_import_seconds(directory, module.removesuffix('.py')):.2f}"
    if options.unchecked:
        yield from ("",) * 4
        return
    (directory / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    target = str(directory / module)
    yield _verdict([tool("mypy"), "--strict", f"--cache-dir={directory}/.mypy", target])
    yield _verdict([tool("pyright"), "--project", str(directory), "--pythonpath", sys.executable])
    yield _verdict([tool("ruff"), "format", "--check", "--isolated", "--no-cache", target])
    yield _verdict([tool("ruff"), "check", "--isolated", "--no-cache", "--select=E,F,I", target])


def _import_seconds(directory: Path, module: str) -> float:
    """The median time of a process that imports all models, once their bytecode is there."""
    program = f"import sys; sys.path.insert(0, {str(directory)!r}); from {module} import *"
    command = ["env", "-u", "PYTHONDONTWRITEBYTECODE", sys.executable, "-c", program]
    run(command)
    seconds = statistics.median(run(command).seconds for _ in range(IMPORT_ROUNDS))
    for cache in directory.rglob("__pycache__"):
        shutil.rmtree(cache)
    return seconds


def _verdict(command: Command) -> str:
    """What a tool says, and how long it took."""
    ended = run(command, expected=None)
    return f"{'ok' if ended.status == 0 else 'FAILED'}, {ended.seconds:.1f} s"
