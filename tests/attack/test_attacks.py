"""Hostile strings in every string position of everything that is read: no run crashes, executes, prints or writes them.

By default, a fixed sample of all combinations of attack, position, string and command is run; `pytest --survey -s
--attacks 1500` runs many more, and prints how many.
"""

# ruff: noqa: T201 - the survey prints its figures

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from tests.attack.attacks import (
    ATTACKS,
    CONTRACT_FILES,
    MODEL,
    NAME,
    OVERLAY,
    RESPONSE,
    Attack,
    as_json,
    contract_attack,
)
from tests.attack.faults import faults
from tests.attack.hostile_strings import HostileString, hostile_strings
from tests.attack.positions import Position, positions, with_string
from tests.program.forks import Program

SAMPLE: Final = 5
OUT: Final = "out"
ARGUMENTS: Final = (
    "validate {}", "validate --contract {} job.json", "validate --format {} job.json", "validate --ignore {} job.json",
    "validate --ignore SP302@{} job.json", "validate --ignore SP302@./{} -v .", "validate --ignore SP302@s3.*:{} -v job.json",
    "validate --include {} .", "validate --baseline {} job.json", "validate --schemas {} job.json", "show {}",
    "generate models {}", "generate docs {} --output out", "capture {} --output out", "capture s3.list_buckets --botocore {}",
    "mutants {}", "fuzz corpus {} -n 1", "fuzz corpus s3.list_buckets -n 1 --pin {}", "fuzz replay {}", "list --schemas {}",
    "{}",
)  # fmt: skip
CASES: Final = [pytest.param("sample"), pytest.param("survey", marks=pytest.mark.survey)]


@pytest.fixture(params=CASES)
def count(request: pytest.FixtureRequest) -> int:
    """How many combinations of each attack run."""
    attacks: Any = request.config.getoption("--attacks")
    return SAMPLE if request.param == "sample" else int(attacks)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    environment = {"PATH": os.environ["PATH"], "PYTHONWARNINGS": "error", "COLUMNS": "100", "GITHUB_ACTIONS": "true"}
    with Program(tmp_path_factory.mktemp("program"), environment) as program:
        yield program


@pytest.fixture(scope="module")
def captured(program: Program, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files of a contract, captured from the model of the attack on models, with an overlay."""
    directory = tmp_path_factory.mktemp("captured")
    write_files(directory, {**ATTACKS[0].files, ATTACKS[0].file: as_json(MODEL)})
    done = program.run(directory, f"capture {NAME} --botocore botocore --output schemas".split())
    assert done.exit_code == 0, done.errors
    files = {path.relative_to(directory).as_posix(): path.read_text() for path in directory.glob("schemas/**/*.json")}
    return {**files, "schemas/example/get_thing/overlay.json": as_json(OVERLAY)}


def write_files(directory: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")


class Campaign:
    """Runs attacks in a directory, and remembers what went wrong."""

    def __init__(self, program: Program, directory: Path) -> None:
        self.program = program
        self.directory = directory
        self.project = directory / "project"
        self.canary = directory / "canary"
        self.runs = 0
        self.faults: list[str] = []

    def prepare(self, files: dict[str, str]) -> None:
        shutil.rmtree(self.project, ignore_errors=True)
        (self.project / OUT).mkdir(parents=True)
        write_files(self.project, files)

    def run(self, arguments: list[str], what: str) -> int:
        before = self.files()
        outcome = self.program.run(self.project, arguments)
        self.runs += 1
        found = [*faults(outcome), *(f"wrote {path}" for path in sorted(self.files() - before))]
        module = self.project / OUT / "models.py"
        if module.exists():
            imported = self.program.run_module(self.project, module)
            found += [f"its module: {fault}" for fault in faults(imported)]
            found += ["its module can't be imported"] if imported.exit_code else []
            module.unlink()
        self.faults += (f"{what}: shapeproof {' '.join(map(ascii, arguments))}: {fault}"[:400] for fault in found)
        return outcome.exit_code

    def files(self) -> set[str]:
        """Everything in the directory and in the project, but for what a run may write."""
        paths = (path.relative_to(self.directory) for path in self.directory.rglob("*"))
        return {ascii(str(path)) for path in paths if path.parts[:2] != ("project", OUT)} - self._settings()

    def _settings(self) -> set[str]:
        return {"'project/pyproject.toml'"}  # `init` writes it

    def verify(self, capsys: pytest.CaptureFixture[str], name: str) -> None:
        with capsys.disabled():
            if self.runs > 100:
                print(f"\n{name}: {self.runs} runs, {len(self.faults)} faults")
        assert self.runs > 0
        assert not self.faults, "\n".join(self.faults[:20])


@pytest.fixture
def campaign(program: Program, tmp_path: Path) -> Campaign:
    return Campaign(program, tmp_path)


def combinations(attack: Attack, canary: Path, count: int) -> Iterator[tuple[Position, HostileString, str]]:
    """A fixed sample of all combinations, in which each position, each string and each command has its turn."""
    choose = random.Random(attack.name)
    everywhere, strings = list(positions(attack.document)), hostile_strings(canary, longest=5000)
    commands = attack.commands
    shuffled = choose.sample(strings, len(strings))
    places = choose.sample(everywhere, len(everywhere))
    for index in range(min(count, len(everywhere) * len(strings) * len(commands))):
        # Three strides that share no divisor with each other, so that pairs repeat late.
        yield (
            places[index % len(places)],
            shuffled[(index + index // len(places)) % len(shuffled)],
            commands[(index // 2 + index // len(commands)) % len(commands)],
        )


def attacked(campaign: Campaign, attack: Attack, count: int) -> None:
    for position, string, command in combinations(attack, campaign.canary, count):
        text = attack.write(with_string(attack.document, position, string.text))
        campaign.prepare({**attack.files, attack.file: text})
        what = f"{position} = {string}"
        captures = attack.name == "model" and command != attack.commands[0]
        if not (captures and campaign.run(attack.commands[0].split(), what)):  # else there is no contract to read
            campaign.run(command.split(), what)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_documents_are_data(campaign: Campaign, attack: Attack, count: int, capsys: pytest.CaptureFixture[str]) -> None:
    attacked(campaign, attack, count)
    campaign.verify(capsys, attack.name)


@pytest.mark.parametrize("name", [*CONTRACT_FILES, "overlay.json"])
def test_contracts_are_data(
    campaign: Campaign, captured: dict[str, str], name: str, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    (file,) = (path for path in captured if path.endswith(f"/{name}"))
    attacked(campaign, contract_attack(file, json.loads(captured[file]), captured), count)
    campaign.verify(capsys, name)


def test_file_names_are_data(campaign: Campaign, count: int, capsys: pytest.CaptureFixture[str]) -> None:
    names = [string for string in hostile_strings(campaign.canary, longest=5000) if is_file_name(string.text)]
    content = as_json(RESPONSE)
    commands = [command for command in ATTACKS[1].commands if "--write-baseline" not in command]
    for index, string in enumerate(random.Random(0).sample(names, len(names))[: count // 2]):
        campaign.prepare({})
        directory = campaign.project / string.text
        directory.mkdir()
        (directory / f"{string.text[:200]}.json").write_text(content)
        command = commands[index % len(commands)].replace("job.json --contract", ". --contract")
        campaign.run(command.split(), f"file name {string}")
    campaign.verify(capsys, "file names")


def is_file_name(text: str) -> bool:
    try:
        length = len(f"{text}.json".encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return False
    return length < 250 and not {"/", "\0"} & set(text) and text not in {"", ".", ".."}


def test_arguments_are_data(campaign: Campaign, count: int, capsys: pytest.CaptureFixture[str]) -> None:
    strings = [string for string in hostile_strings(campaign.canary, longest=5000) if is_argument(string.text)]
    choose = random.Random(0)
    campaign.prepare({"job.json": as_json(RESPONSE)})
    for index in range(count):
        command, string = ARGUMENTS[index % len(ARGUMENTS)], choose.choice(strings)
        arguments = [string.text if word == "{}" else word for word in command.split()]
        campaign.run(arguments, f"argument {string}")
    campaign.verify(capsys, "arguments")


def is_argument(text: str) -> bool:
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return "\0" not in text
