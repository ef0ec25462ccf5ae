"""Walking directories: what is entered, what is skipped and why; long files in parts; what can't be read."""

from __future__ import annotations

import gzip
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.recordings.recorders import WITHOUT_RULES

from shapeproof.contract import Contract
from shapeproof.recordings.checking import checker as checker_module
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import Located
from shapeproof.recordings.discovery import planner, streams, unit_reader
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.recordings.discovery.units import Skipped, Unit, Unusable
from shapeproof.sample.responses import smallest


def names(path: Path, kind: type[Unit | Skipped | Unusable]) -> list[str]:
    return [os.path.relpath(planned.path, path) for planned in plan_units([str(path)]) if isinstance(planned, kind)]


def set_part_size(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Cut JSON Lines into parts of this many bytes."""
    monkeypatch.setattr(planner, "_PART_SIZE", size)
    monkeypatch.setattr(streams, "_BLOCK_SIZE", size)


def make(directory: Path, *paths: str) -> None:
    for path in paths:
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_text("{}")


def test_folders_are_walked_in_alphabetical_order_and_files_are_chosen_by_name(tmp_path: Path) -> None:
    make(
        tmp_path,
        "b.json",
        "a/z.jsonl",
        "a/b.txt",
        "B.ndjson",
        "c.py",
        "e.toml",
        "e.yaml",
        "h.har",
        "f",
        "g.pickle",
        "s3.ListBuckets_1.pickle",
    )
    (tmp_path / "d.json.gz").write_bytes(gzip.compress(b"{}"))
    assert names(tmp_path, Skipped) == ["e.toml", "f", "g.pickle"]
    findings = names(tmp_path, Unit)
    assert findings == [
        "B.ndjson",
        "a/b.txt",
        "a/z.jsonl",
        "b.json",
        "c.py",
        "d.json.gz",
        "e.yaml",
        "h.har",
        "s3.ListBuckets_1.pickle",
    ]


@pytest.mark.parametrize(
    "directory", [".git", ".venv", "node_modules", "lib/site-packages", "a/__pycache__", "a/b/.hidden"]
)
def test_hidden_folders_and_installed_packages_are_never_entered(tmp_path: Path, directory: str) -> None:
    make(tmp_path, f"{directory}/x.json", f"{directory}/deep/y.json", "seen.json")
    assert names(tmp_path, Unit) == ["seen.json"]
    assert names(tmp_path, Skipped) == [directory]


def test_a_virtual_environment_of_any_name_is_never_entered(tmp_path: Path) -> None:
    make(tmp_path, "mine/pyvenv.cfg", "mine/x.json", "seen.json", ".hidden.json", "env/x.json")
    assert names(tmp_path, Unit) == ["env/x.json", "seen.json"]
    assert names(tmp_path, Skipped) == [".hidden.json", "mine"]


def test_a_directory_that_is_named_itself_is_always_entered(tmp_path: Path) -> None:
    make(tmp_path, "node_modules/x.json")
    assert names(tmp_path / "node_modules", Unit) == ["x.json"]


def test_what_lies_below_several_paths_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_part_size(monkeypatch, 16)
    make(tmp_path, "a/b.json", "c.json")
    (tmp_path / "a" / "d.jsonl").write_text("{}\n" * 8)
    named = [tmp_path / "a", tmp_path, tmp_path / "a" / "b.json", tmp_path / "a" / "." / "b.json"]
    findings = [os.path.relpath(planned.path, tmp_path) for planned in plan_units(map(str, named))]
    assert findings == ["a/b.json", "a/d.jsonl", "a/d.jsonl", "c.json"]


def test_links_are_followed_but_no_folder_is_entered_twice(tmp_path: Path) -> None:
    make(tmp_path, "a/x.json", "elsewhere/y.json")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "itself").symlink_to(".")
    (tmp_path / "a" / "other").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "a" / "self.json").symlink_to("self.json")
    (tmp_path / "a" / "nowhere.json").symlink_to("nothing")
    assert names(tmp_path, Unit) == ["a/other/y.json", "a/x.json"]
    assert names(tmp_path, Skipped) == ["a/itself", "a/up", "elsewhere"]
    assert names(tmp_path, Unusable) == ["a/nowhere.json", "a/self.json"]


def test_links_that_lead_out_of_a_directory_are_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "a/x.json", "a/deep/y.json", "abroad/z.json")
    links = {
        "file.json": "../abroad/z.json",
        "directory": "../abroad",
        "up": "..",
        "nowhere.json": "../none",
        "chain.json": "file.json",
    }
    for name, target in links.items():
        (tmp_path / "a" / name).symlink_to(target)
    (tmp_path / "a" / "deep" / "file.json").symlink_to(tmp_path / "abroad" / "z.json")
    (tmp_path / "a" / "inside.json").symlink_to("deep/y.json")
    assert names(tmp_path / "a", Unit) == ["deep/y.json", "inside.json", "x.json"]
    assert names(tmp_path / "a", Skipped) == sorted([*links, "deep/file.json"])
    assert {planned.reason for planned in plan_units([str(tmp_path / "a")]) if isinstance(planned, Skipped)} == {
        "a link that leads out of the directory"
    }


def test_a_named_link_does_not_lead_out_of_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "project/x.json", "abroad/z.json")
    project = tmp_path / "project"
    (project / "inside.json").symlink_to("x.json")
    (project / "file.json").symlink_to("../abroad/z.json")
    (project / "directory").symlink_to("../abroad")
    (tmp_path / "link.json").symlink_to("abroad/z.json")
    monkeypatch.chdir(project)
    for path in ["file.json", "directory", "directory/z.json", str(project / "file.json")]:
        (planned,) = plan_units([path])
        assert isinstance(planned, Unusable), path
        assert planned.failure.message.startswith("the link leads out of the working directory")
    for path in ["inside.json", "../abroad/z.json", "../link.json", str(tmp_path / "link.json")]:
        (planned,) = plan_units([path])
        assert isinstance(planned, Unit), path


@pytest.fixture
def pipe_and_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    monkeypatch.chdir(tmp_path)  # the path of a socket has to be short
    os.mkfifo("pipe.json")
    os.mkfifo("pipe.jsonl.gz")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.json")
        yield ["pipe.json", "pipe.jsonl.gz", "socket.json"]


def test_a_pipe_or_a_socket_is_not_waited_for(pipe_and_socket: list[str]) -> None:
    assert names(Path(), Skipped) == pipe_and_socket
    for path in [*pipe_and_socket, "/dev/zero"]:
        (planned,) = plan_units([path])
        assert isinstance(planned, Unusable)
        assert planned.failure.code.number == "SP990"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read whatever its mode says")
def test_a_path_without_permission_is_a_finding(tmp_path: Path, check: Any) -> None:
    make(tmp_path, "file.json", "packed.json.gz", "directory/x.json")
    for path in ("file.json", "packed.json.gz", "directory"):
        (tmp_path / path).chmod(0)
    findings = check(tmp_path)
    (tmp_path / "directory").chmod(0o700)
    assert [(located.finding.code, os.path.basename(located.file)) for located in findings] == [
        ("SP990", "file.json"), ("SP990", "directory"), ("SP990", "packed.json.gz")
    ]  # fmt: skip


def test_a_file_that_disappears_during_the_walk_is_a_finding(tmp_path: Path) -> None:
    make(tmp_path, "x.json")
    checker = Checker(CheckOptions())
    findings: list[str] = []
    for unit in plan_units([str(tmp_path)]):
        (tmp_path / "x.json").unlink()
        findings += [located.finding.code for result in checker.check(unit) for located in result.findings]
    assert findings == ["SP990"]


def findings_in(paths: list[Path]) -> list[Located]:
    """The findings in files whose parts are put together as the command line does."""
    checker, findings = Checker(CheckOptions(chosen=WITHOUT_RULES)), list[Located]()
    path, responses, lines = "", 0, 0
    for planned in plan_units(map(str, paths)):
        (result,) = checker.check(planned)
        if result.path != path:
            path, responses, lines = result.path, 0, 0
        result = result.shifted(responses, lines)
        responses, lines = responses + result.responses + result.unknown, lines + result.lines
        findings += result.findings
    return findings


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kinds=st.lists(st.sampled_from(["good", "bad", "other", "broken", "blank", "number", "é"]), max_size=12),
    ended=st.booleans(),
    part_size=st.integers(1, 4000),
    walked=st.booleans(),
)
def test_json_lines_in_stretches_give_the_same_as_in_one(
    flagship: Contract,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kinds: list[str],
    ended: bool,
    part_size: int,
    walked: bool,
) -> None:
    good = smallest(flagship.response)
    rows = {
        "good": json.dumps(good), "bad": json.dumps({**good, "Surplus": 1}), "other": '{"name": 1}', "broken": '{"x',
        "blank": " ", "number": "5", "é": json.dumps({**good, "é": "é"}, ensure_ascii=False),
    }  # fmt: skip
    file = tmp_path / "x" / "lines.jsonl"
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(rows[kind] for kind in kinds) + "\n" * ended)
    paths = [file.parent if walked else file]
    whole = findings_in(paths)
    with monkeypatch.context() as patch:
        set_part_size(patch, part_size)
        assert findings_in(paths) == whole
    wrong = {number for number, kind in enumerate(kinds, start=1) if kind in {"bad", "é"}}
    assert wrong <= {located.line for located in whole}
    for located in whole:
        assert located.line is not None
        assert kinds[located.line - 1] not in {"good", "blank"}


def test_what_stands_before_the_break_of_compressed_lines_is_checked(
    flagship: Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_part_size(monkeypatch, 2**12)
    rows = [{**smallest(flagship.response), "FailureReason": os.urandom(100).hex(), "Surplus": 1} for _ in range(200)]
    packed = gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode())
    (tmp_path / "x.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    *findings, last = findings_in([tmp_path / "x.jsonl.gz"])
    assert last.finding.code == "SP913"
    assert [(located.finding.code, located.index, located.line) for located in findings] == [
        ("SP301", index, index + 1) for index in range(len(findings))
    ]
    assert 50 < len(findings) < 150


def test_one_line_longer_than_a_text_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check: Any) -> None:
    set_part_size(monkeypatch, 2**10)
    monkeypatch.setattr(unit_reader, "_TYPICAL_SIZE", 2**10)
    for module in (planner, streams, unit_reader, checker_module):
        monkeypatch.setattr(module, "MAX_DOCUMENT", 2**14)
    for longest, code in {2**14: "SP901", 2**14 + 1: "SP909", 2**16: "SP909"}.items():
        (tmp_path / "x.jsonl").write_text("5\n" + "x" * longest + "\n5\n")
        findings = findings_in([tmp_path / "x.jsonl"])
        assert [(located.finding.code, located.index, located.line) for located in findings] == [
            ("SP914", 0, 1), (code, 1, 2), ("SP914", 2, 3)
        ]  # fmt: skip
    (tmp_path / "x.json").write_text("x" * 2**16)
    assert [located.finding.code for located in check(tmp_path / "x.json")] == ["SP909"]
