"""Every command, in every environment that lacks extras: it does what it does with all of them, or names the one it needs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cbor2
import click
import pytest
from tests.program.extras import EXTRAS, environment_without, modules_of_extra, modules_without
from tests.program.forks import environment
from tests.recordings.recorders import Call, as_har

from shapeproof.cli import main_group
from shapeproof.errors import MODULES_OF_EXTRAS

ROOT: Final = Path(__file__).parents[2]
FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
XML: Final = Call(
    "https://sts.amazonaws.com/",
    b"<GetCallerIdentityResponse><GetCallerIdentityResult><UserId>AIDA</UserId><Account>111122223333</Account>"
    b"<Arn>arn:aws:iam::111122223333:user/alice</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
    request=b"Action=GetCallerIdentity&Version=2011-06-15",
)
CBOR: Final = Call(
    "https://monitoring.us-east-1.amazonaws.com/service/GraniteServiceVersion20100801/operation/GetMetricStatistics",
    cbor2.dumps({"Label": "cpu", "Datapoints": []}),
    request_headers={"smithy-protocol": "rpc-v2-cbor"},
    headers={"Content-Type": "application/cbor"},
)
FILES: Final[Mapping[str, str]] = {
    "xml.har": as_har([XML]),
    "cbor.har": as_har([CBOR]),
    "sts.GetCallerIdentity_1.json": json.dumps({"status_code": 200, "data": {"Account": "111122223333"}}),
    "kept.json": json.dumps({"response": {}, "operation": FLAGSHIP}),
}
WORDS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "validate": (
        ("good",),
        ("bad",),
        ("good", "--coverage"),
        ("good", "--jobs", "2"),
        ("good", "--column", "body"),
        ("good", "--report", "html=report.html", "--report", "junit=report.xml"),
        ("bad/unknown_member_on_the_wire.yaml",),
        ("xml.har",),
        ("cbor.har",),
        ("sts.GetCallerIdentity_1.json",),
        ("good", "--contract", "s3.list_buckets"),
        ("bad", "--baseline", "baseline.json", "--write-baseline"),
    ),
    "init": (("--dry-run",),),
    "list": ((), ("sts",), ("sagemaker", "--installed"), ("--installed",)),
    "show": ((FLAGSHIP,), ("sts.get_caller_identity",), ("sts.get_caller_identity@installed", "--json")),
    "explain": (("SP302",), ("HPT004",), ("HPT004", "--contract", "sts.get_caller_identity")),
    "rules": ((FLAGSHIP,), ("sts.get_caller_identity",)),
    "capture": (("sts.get_caller_identity", "--output", "captured"),),
    "overlay suggest": (("good",), ("xml.har",)),
    "diff": ((f"{FLAGSHIP}@1.29.145", f"{FLAGSHIP}@installed"),),
    "history": (("sts.get_caller_identity", "--wheels", "."),),
    "upgrade": (("good", "--from", "1.34.0", "--to", "1.34.0", "--wheels", "."),),
    "mutants": ((FLAGSHIP,), ("sts.get_caller_identity",)),
    "generate models": ((FLAGSHIP,), ("sts.get_caller_identity",), (FLAGSHIP, "--enforcement")),
    "generate docs": ((FLAGSHIP,), ("sts.get_caller_identity",)),
    "fuzz run": (
        (FLAGSHIP, "--exec", "true", "-n", "1"),
        (FLAGSHIP, "--exec-lines", "cat", "-n", "1"),
        (FLAGSHIP, "--exec", "true", "-n", "1", "--histories"),
        ("sqs.list_queues", "--exec", "true", "-n", "1", "--pages"),
    ),
    "fuzz replay": (("kept.json", "--exec", "true"),),
    "fuzz corpus": (
        (FLAGSHIP, "-n", "2"),
        ("sts.get_caller_identity", "-n", "2"),
        (FLAGSHIP, "-n", "1", "--histories"),
    ),
    "fuzz cover": (("sts.get_caller_identity",),),
    "fuzz fill": (("coverage.json",),),
    "completion": (("bash",), ()),
    "doctor": ((),),
}
"""What each command is given. Each value of an option with choices is tried as well, with the first of these."""
MISSING: Final = re.compile(
    r"^shapeproof: [^\n]+ needs the extra '(?P<extra>\w+)', which isn't installed\n"
    r'  pip install "shapeproof\[(?P=extra)\]"\n\Z'
)
NAMED: Final = re.compile(r"shapeproof\[(\w+)\]")


def commands(command: click.Command = main_group, words: str = "") -> Iterator[tuple[str, click.Command]]:
    """Each command that isn't a group, by its words."""
    if not isinstance(command, click.Group):
        yield words, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        child = command.get_command(context, name)
        assert child
        yield from commands(child, f"{words} {name}".strip())


def runs() -> Iterator[tuple[str, ...]]:
    """The arguments of every run."""
    for words, command in commands():
        given = WORDS[words]
        yield from ((*words.split(), *arguments) for arguments in given)
        for parameter in command.params:
            if isinstance(parameter, click.Option) and isinstance(parameter.type, click.Choice):
                for choice in parameter.type.choices:
                    yield *words.split(), *given[0], parameter.opts[0], str(choice)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended, and what it printed."""

    exit_code: int
    output: str
    errors: str

    def faults(self, usual: Outcome, missing: Collection[str]) -> Iterator[str]:
        """What is wrong with it.

        Args:
            usual: how the run ends where nothing is missing.
            missing: the extras that are.
        """
        printed = self.output + self.errors
        if self.exit_code not in {0, 1, 2}:
            yield f"exit code {self.exit_code}"
        yield from (word for word in ("Traceback", "internal error", "No module named") if word in self.errors)
        named = set(NAMED.findall(printed))
        if named - {*missing}:
            yield f"names {sorted(named - {*missing})}, which is there"
        if self != usual and not named:
            yield "does less than usual, and doesn't say why"
        if usual.exit_code != 2 and self.exit_code == 2 and not self.output and not MISSING.match(self.errors):
            yield "doesn't name the extra in the usual way"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("files")
    shutil.copytree(ROOT / "examples" / "recordings", directory, dirs_exist_ok=True)
    for name, text in FILES.items():
        (directory / name).write_text(text, encoding="utf-8")
    coverage = subprocess.run(
        [sys.executable, "-m", "shapeproof", "validate", "good", "--coverage", "--format", "json"],
        cwd=directory, env=environment(), capture_output=True, check=True,
    )  # fmt: skip
    (directory / "coverage.json").write_bytes(coverage.stdout)
    return directory


def outcomes(
    files: Path, scratch: Path, variables: Mapping[str, str], program: Path | None = None
) -> dict[tuple[str, ...], Outcome]:
    """How every run ends."""

    def outcome(numbered: tuple[int, tuple[str, ...]]) -> tuple[tuple[str, ...], Outcome]:
        number, arguments = numbered
        directory = shutil.copytree(files, scratch / str(number))
        start = [str(program)] if program else [sys.executable, "-m", "shapeproof"]
        done = subprocess.run(
            [*start, *arguments], cwd=directory, env=dict(variables), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        shutil.rmtree(directory)
        return arguments, Outcome(done.returncode, done.stdout, done.stderr)

    with ThreadPoolExecutor(2) as pool:
        return dict(pool.map(outcome, enumerate(dict.fromkeys(runs()))))


def lacking(missing: Collection[str], directory: Path) -> dict[str, str]:
    """The variables of an environment without some extras."""
    refusing = directory / "refusing"
    refusing.mkdir()
    return environment_without(modules_without(missing), refusing, environment())


@pytest.fixture(scope="module")
def usual(files: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], Outcome]:
    """How every run ends with all extras."""
    return outcomes(files, tmp_path_factory.mktemp("usual"), environment())


def test_each_command_is_tried() -> None:
    assert {words for words, _ in commands()} == set(WORDS)


ENVIRONMENTS: Final = {
    "core": EXTRAS,
    **{f"without {extra}": (extra,) for extra in EXTRAS if modules_without({extra})},
    # Two of them bring what others need, too: with one, the other lacks only some of its modules.
    **{f"only {extra}": tuple(other for other in EXTRAS if other != extra) for extra in ("html", "vcr")},
}
"""The extras that are missing, by the name of the environment."""


@pytest.mark.survey
@pytest.mark.parametrize("missing", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_commands_name_the_missing_extra(
    missing: tuple[str, ...], usual: Mapping[tuple[str, ...], Outcome], files: Path, tmp_path: Path
) -> None:
    found = outcomes(files, tmp_path, lacking(missing, tmp_path))
    faults = [
        f"{' '.join(arguments)}: {fault}\n{outcome.output[:300]}{outcome.errors[:500]}"
        for arguments, outcome in found.items()
        for fault in outcome.faults(usual[arguments], missing)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.survey
def test_refused_modules_are_like_those_that_are_not_installed(
    wheel_environment: Path, files: Path, tmp_path: Path
) -> None:
    """In an environment that has the wheel and nothing of any extra, every command prints the same."""
    refused, installed = tmp_path / "refused", tmp_path / "installed"
    found = outcomes(files, installed, environment(), wheel_environment / "shapeproof")
    expected = outcomes(files, refused, lacking(EXTRAS, tmp_path))
    for ends in (found, expected):  # it says what is installed where
        ends.pop(("doctor",))
        ends.pop(("doctor", "--format", "text"))
        ends.pop(("doctor", "--format", "json"))
    assert found == expected


def test_table_of_modules_is_that_of_the_extras() -> None:
    assert set(MODULES_OF_EXTRAS) == set(EXTRAS)
    for extra, modules in MODULES_OF_EXTRAS.items():
        brought = modules_of_extra(extra)
        if brought:  # the platform may have no wheels of it
            assert {name.partition(".")[0] for name in modules} - {"pydantic_core"} <= brought
