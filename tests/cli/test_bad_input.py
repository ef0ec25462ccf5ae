"""Bad input: one clear finding each, with its place; what lies beside it is checked all the same."""

from __future__ import annotations

import codecs
import gzip
import json
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

GOOD: Final = json.loads(
    Path(__file__).parents[2].joinpath("examples/recordings/good/churn_completed.json").read_bytes()
)
TEXT: Final = json.dumps(GOOD, indent=1).encode()
"""A good response: a member a line, `HyperParameterTuningJobName` in the second, at column 2."""
NAME: Final = b'"HyperParameterTuningJobName": '
VALUE: Final = NAME + json.dumps(GOOD["HyperParameterTuningJobName"]).encode()
FIFTY_MIB: Final = 50 * 2**20

BROKEN: Final[dict[str, tuple[bytes, tuple[str, int | None, int | None]]]] = {
    # file -> what is in it, (code, line, column) of the one finding
    "empty.json": (b"", ("SP902", 1, 1)),
    "blank.json": (b" \n\t\n", ("SP902", 1, 1)),
    "invalid.json": (TEXT.replace(VALUE, NAME + b"oops"), ("SP901", 2, 33)),
    "comma.json": (b'{\n "CreationTime": 1,\n}', ("SP901", 2, 19)),
    "cut.json": (TEXT[:40], ("SP901", 2, 33)),
    "cut.jsonl": (json.dumps(GOOD).encode() + b'\n{"CreationTime": 17', ("SP901", 2, 20)),
    "nan.json": (TEXT.replace(VALUE, NAME + b"NaN"), ("SP906", 2, 2)),
    "infinity.json": (TEXT.replace(VALUE, NAME + b"-Infinity"), ("SP906", 2, 2)),
    "huge.json": (TEXT.replace(VALUE, NAME + b"1e400"), ("SP906", 2, 2)),
    "twice.json": (TEXT.replace(VALUE, VALUE + b",\n " + VALUE), ("SP905", 3, 2)),
    "mark.json": (codecs.BOM_UTF8 + TEXT, ("SP904", 1, 1)),
    "utf_16.json": (TEXT.decode().encode("utf-16"), ("SP903", 1, 1)),
    "utf_16_be.json": (TEXT.decode().encode("utf-16-be"), ("SP903", 1, 1)),
    "latin_1.json": (TEXT.replace(VALUE, NAME + b'"\xe9"'), ("SP903", 2, 34)),
    "surrogate.json": (TEXT.replace(VALUE, NAME + rb'"a\ud800"'), ("SP907", 2, 35)),
    "binary.json": (bytes(range(1, 256)), ("SP903", 2, 118)),
    "nul.json": (TEXT.replace(VALUE, NAME + b'"\0"'), ("SP903", 2, 34)),
    "pickle.json": (pickle.dumps(GOOD), ("SP910", None, None)),
    "pickle.txt": (pickle.dumps(GOOD), ("SP910", None, None)),
    "s3.ListBuckets_1.pickle": (pickle.dumps(GOOD, 0), ("SP910", None, None)),
    "nested.json": (b"[" * 100_000 + b"]" * 100_000, ("SP908", 1, 201)),
    "nested_objects.json": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, ("SP908", 1, 1001)),
    "digits.json": (TEXT.replace(b'"Completed": 19', b'"Completed": ' + b"7" * 70), ("SP205", 114, 3)),
    "bomb.json.gz": (gzip.compress(bytes(2 * FIFTY_MIB)), ("SP909", None, None)),
    "bomb_in_a_line.jsonl.gz": (gzip.compress(b'{"a": "' + b"a" * 2 * FIFTY_MIB), ("SP909", None, None)),
    "broken.json.gz": (gzip.compress(TEXT)[:-12], ("SP913", None, None)),
    "no_gzip.json.gz": (b"\x1f\x8b" + TEXT, ("SP913", None, None)),
    "packed.json": (gzip.compress(TEXT), ("SP903", 1, 1)),
    "call.txt": (b"{'HyperParameterTuningJobName': __import__('os').system('touch ran'), 'FailureReason': null}", ("SP911", 1, 88)),
    "page.json": (b"<html><body>503</body></html>", ("SP901", 1, 1)),
}  # fmt: skip


def validate(run: Any, *paths: str | bytes, code: int) -> list[dict[str, Any]]:
    done = run("validate", *paths, "--format", "json")
    assert (done.returncode, done.stderr) == (code, "")
    findings: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return findings


def places(findings: list[dict[str, Any]]) -> list[tuple[str, str, int | None, int | None]]:
    return [(os.path.basename(one["file"]), one["code"], one["line"], one["column"]) for one in findings]


@pytest.fixture
def neighbours(tmp_path: Path) -> list[tuple[str, str, int, int]]:
    """A good and a bad response in the directory `all`, before and behind the others; what is to be said of the two."""
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "a_good.json").write_bytes(TEXT)
    (tmp_path / "all" / "zz_bad.json").write_bytes(TEXT.replace(b'"Completed",', b'"complete",', 1))
    line = TEXT.split(b"\n").index(b' "HyperParameterTuningJobStatus": "Completed",') + 1
    return [("zz_bad.json", "SP302", line, 2)]


def test_a_folder_of_all_of_it(run: Any, tmp_path: Path, neighbours: list[tuple[str, str, int, int]]) -> None:
    for name, (content, _) in BROKEN.items():
        (tmp_path / "all" / name).write_bytes(content)
    expected = [(name, *place) for name, (_, place) in sorted(BROKEN.items())]
    assert places(validate(run, "all", code=1)) == expected + neighbours
    assert not list(tmp_path.rglob("ran"))


@pytest.mark.parametrize("name", ["empty.json", "nan.json", "nested.json", "bomb.json.gz", "call.txt", "mark.json"])
def test_one_of_them_named(run: Any, tmp_path: Path, name: str) -> None:
    content, (code, line, column) = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    status = 0 if code == "SP904" else 1
    assert places(validate(run, name, code=status)) == [(name, code, line, column)]
    done = run("validate", name)
    assert done.returncode == status
    place = f"{name}:{line}:{column}" if line else name
    assert f"  {place}: {'warning' if code == 'SP904' else 'error'} {code}" in done.stdout


def test_paths_that_are_not_there_or_hold_nothing(
    run: Any, tmp_path: Path, neighbours: list[tuple[str, str, int, int]]
) -> None:
    (tmp_path / "nothing").mkdir()
    assert validate(run, "nothing", code=2) == []
    assert "Nothing was checked" in run("validate", "nothing").stdout
    found = validate(run, "nosuch.json", "nothing", "all", "nosuch/", code=2)
    assert places(found) == [("nosuch.json", "SP990", None, None), *neighbours, ("", "SP990", None, None)]


@pytest.fixture
def special(tmp_path: Path, neighbours: object) -> Iterator[list[str]]:
    directory = tmp_path / "all"
    os.mkfifo(directory / "pipe.json")
    os.mkfifo(directory / "pipe.jsonl.gz")
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(directory)  # the path of a socket has to be short
        one.bind("socket.json")
        os.chdir(here)
        yield ["pipe.json", "pipe.jsonl.gz", "socket.json"]


def test_pipes_sockets_and_devices_are_not_waited_for(
    run: Any, special: list[str], neighbours: list[tuple[str, str, int, int]]
) -> None:
    assert places(validate(run, "all", code=1)) == neighbours
    verbose = run("validate", "all", "-v").stdout
    for name in special:
        assert f"all/{name}: skipped, a pipe, a socket or a device\n" in verbose
        assert places(validate(run, f"all/{name}", code=2)) == [(name, "SP990", None, None)]
    assert places(validate(run, "/dev/zero", code=2)) == [("zero", "SP990", None, None)]


def test_links_that_lead_nowhere_or_in_a_circle(
    run: Any, tmp_path: Path, neighbours: list[tuple[str, str, int, int]]
) -> None:
    (tmp_path / "all" / "itself.json").symlink_to("itself.json")
    (tmp_path / "all" / "nowhere.json").symlink_to("nothing.json")
    (tmp_path / "all" / "parent").symlink_to("..")
    (tmp_path / "all" / "same").symlink_to(".")
    found = validate(run, "all", code=2)
    assert places(found) == [("itself.json", "SP990", None, None), ("nowhere.json", "SP990", None, None), *neighbours]
    listed = run("validate", "all", "-v").stdout
    assert "all/parent: skipped, a link that leads out of the directory" in listed
    assert "all/same: skipped, a link to a directory that was visited before" in listed


@pytest.mark.parametrize("name", [b"line\nbreak.json", b"not text \xff.json", "é→.json".encode(), b"-.json", b" .json"])
def test_names_of_any_bytes(run: Any, tmp_path: Path, name: bytes) -> None:
    with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
        file.write(TEXT.replace(b'"Completed",', b'"complete",', 1))
    (found,) = validate(run, ".", code=1)
    assert os.fsencode(found["file"]) == b"./" + name
    out = run("validate", "./" + os.fsdecode(name)).stdout
    assert out.count("\n") == run("validate", ".").stdout.count("\n")
    assert any(line.endswith("error SP302 /HyperParameterTuningJobStatus") for line in out.split("\n"))


def test_a_bomb_takes_little_memory(tmp_path: Path) -> None:
    (tmp_path / "bomb.json.gz").write_bytes(gzip.compress(bytes(20 * FIFTY_MIB), 1))
    measure = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    command = [str(Path(sys.executable).parent / "shapeproof"), "validate", "bomb.json.gz"]
    done = subprocess.run(
        [sys.executable, "-c", measure, *command], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 300  # MiB
