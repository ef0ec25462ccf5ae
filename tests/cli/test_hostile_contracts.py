"""Committed contracts that others wrote: one error each, nothing is fetched, and the others still work."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from socket import create_server, socket
from typing import Any

import pytest
from tests.cli.conftest import Run

from shapeproof.capture.model import OperationModel
from shapeproof.registry.captured_files import write_edition

SHAPES = {
    "Thing": {"type": "structure", "members": {"A": {"shape": "Text"}}},
    "Text": {"type": "string", "pattern": "a+"},
}
NAME = "example.get_thing"
RECORDING = "example.GetThing_1.json"
COMMANDS = [
    ("validate", RECORDING),
    ("validate", RECORDING, "--engine", "jsonschema"),
    ("validate", "--contract", NAME, RECORDING),
    ("show", NAME),
    ("generate", "models", NAME),
    ("generate", "docs", NAME),
    ("mutants", NAME),
    ("fuzz", "corpus", NAME, "-n", "1"),
]


@pytest.fixture
def listener() -> Iterator[socket]:
    with create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        yield server


@pytest.fixture
def edition(tmp_path: Path, handmade: Callable[..., OperationModel]) -> Path:
    (tmp_path / RECORDING).write_text('{"A": "a"}')
    (tmp_path / "sagemaker.DescribeHyperParameterTuningJob_1.json").write_text("{}")
    return write_edition(tmp_path / "schemas", handmade(SHAPES))


def change(file: Path, **members: Any) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | members))


@pytest.mark.parametrize("keyword", ["$schema", "$dynamicRef"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_fetches_anything(
    run: Run, edition: Path, listener: socket, command: tuple[str, ...], keyword: str
) -> None:
    if keyword == "$dynamicRef" and command[0] != "validate":
        pytest.skip("the same error as for $schema")
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
    change(edition / "response.schema.json", **{keyword: url})
    done = run(*command)
    assert done.returncode in {1, 2}
    assert f"{edition / 'response.schema.json'}" in (done.stdout + done.stderr).replace("\n", "")
    with pytest.raises(TimeoutError):
        listener.accept()


def test_a_contract_that_cannot_be_read_is_a_finding_where_it_is_needed_and_a_warning_elsewhere(
    run: Run, tmp_path: Path, edition: Path
) -> None:
    change(edition / "response.schema.json", **{"$ref": "#/$defs/Gone"})
    needed = run("validate", RECORDING)
    assert (needed.returncode, "SP9" in needed.stdout) == (2, True)
    assert "/$ref: expected a reference to a definition of this file" in needed.stdout
    for jobs in ("1", "2"):
        elsewhere = run("validate", "sagemaker.DescribeHyperParameterTuningJob_1.json", "--jobs", jobs)
        assert "SP101" in elsewhere.stdout
        assert elsewhere.stderr.count("shapeproof: warning: ") == 1
        assert "expected a reference to a definition of this file" in elsewhere.stderr
    listed = run("list")
    assert (listed.returncode, f"{NAME}@1.0" in listed.stdout) == (0, True)


@pytest.mark.parametrize(
    "content", ["[]", '{"default": 5}', '{"default": "9.9"}', "{" * 5_000, '{"default": "\\ud800"}']
)
def test_a_bad_overlay_does_not_stop_a_listing(run: Run, edition: Path, content: str) -> None:
    (edition.parent / "overlay.json").write_text(content)
    done = run("list")
    assert (done.returncode, f"{NAME}@1.0" in done.stdout) == (0, True)
    assert done.stderr.startswith(f"shapeproof: warning: {edition.parent / 'overlay.json'}: ")


@pytest.mark.parametrize("pattern", ["((", "(?=a)", "(?:a{5000}){5000}", "a**", "(" * 5_000])
@pytest.mark.parametrize("command", [COMMANDS[0], COMMANDS[1], COMMANDS[5], COMMANDS[7]], ids=" ".join)
def test_a_pattern_that_no_engine_knows_is_an_error(
    run: Run, edition: Path, command: tuple[str, ...], pattern: str
) -> None:
    schema = json.loads((edition / "response.schema.json").read_text())
    schema["$defs"]["Thing"]["properties"]["A"]["pattern"] = pattern
    change(edition / "response.schema.json", **schema)
    done = run(*command)
    assert done.returncode in {0, 1, 2}, done.stderr


def test_a_directory_of_an_edition_with_a_hostile_name_is_told(run: Run, edition: Path) -> None:
    with suppress(FileNotFoundError):
        edition.rename(edition.with_name("1.0\n::error::x"))
    done = run("list")
    assert done.returncode == 0
    assert "can't be the name of an edition" in done.stderr
    assert "\n::error" not in done.stderr
