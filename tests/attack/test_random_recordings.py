"""Recordings of every form, mutated at random from a seed: no traceback, one verdict, locations that exist.

A failing batch is kept by pytest in its temporary directory; its number is the seed.
"""

from __future__ import annotations

import base64
import gzip
import json
import random
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, cast

import pytest

ROOT: Final = Path(__file__).parents[2]
SHAPEPROOF: Final = str(Path(sys.executable).parent / "shapeproof")
FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
BATCH: Final = 140
"""More files than one process is given at a time."""

TOKENS: Final = [
    *(b'"', b"'", b"\\", b"{", b"}", b"[", b"]", b",", b":", b"\n", b"\r", b"\r\n", b"\t", b"#", b"//", b"&a ", b"*a ", b"- ", b"? "),
    *(b"\xff", b"\0", b"\x1b", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xc2\x85", b"\xf0\x9f\x98\x80", b"\\ud800", b"\x1f\x8b"),
    *(b"NaN", b"-Infinity", b"1e400", b"0x" + b"f" * 4200, b"9" * 4301, b"-0x" + b"f" * 4200, b"1" + b":1" * 200 + b".5"),
    *(b"[" * 300, b"{'a':" * 300, b"- " * 300, b"<a>" * 300, b"!!binary x ", b"!!python/object:os.system x ", b"|\n", b">\n"),
    *(b"datetime.datetime(1, 1, 1)", b"Decimal('1E+9999')", b"<x.Y object at 0x7f>", b"tzinfo=tzlocal()", b"None", b"null"),
    *(b"<!DOCTYPE a>", b"&amp;", b"&x;", b"&#0;", b"interactions:\n", b'"status_code": 200,', b'"shapeproof": 1,'),
]  # fmt: skip
VALUES: Final[list[Any]] = [
    None, True, 0, -1, 1.5, 10**400, float("inf"), "", "x" * 5_000, "\ud800", "2020-01-01T00:00:00Z", [], {}, [[]], {"": {}},
    {"__class__": "datetime", "year": 10**6}, {"__class__": "bytes", "body": "#"}, "\N{RIGHT-TO-LEFT OVERRIDE}", "1e400",
]  # fmt: skip


def seeds() -> dict[str, bytes]:
    """A recording of every form, by a name that has its extension."""
    examples = ROOT / "examples" / "recordings"
    files = {f"{path.parent.name}-{path.name}": path.read_bytes() for path in sorted(examples.glob("*/*.*"))}
    response = json.loads((examples / "good" / "churn_completed.json").read_bytes())
    headers = [{"name": "X-Amz-Target", "value": "SageMaker.DescribeHyperParameterTuningJob"}]
    request = {"method": "POST", "url": "https://api.sagemaker.us-east-1.amazonaws.com/", "headers": headers}
    packed = base64.b64encode(gzip.compress(json.dumps(response).encode(), mtime=0)).decode()
    bodies: list[tuple[list[dict[str, str]], dict[str, str]]] = [
        ([], {"text": json.dumps(response)}),
        ([{"name": "Content-Encoding", "value": "gzip"}], {"text": packed, "encoding": "base64"}),
    ]
    entries = [
        {"request": request, "response": {"status": 200, "headers": names, "content": body}} for names, body in bodies
    ]
    files["traffic.har"] = json.dumps({"log": {"entries": entries}}).encode()
    example = {"DescribeHyperParameterTuningJob": [{"id": "x", "output": {**response, "Surplus": 1}}]}
    files["examples-1.json"] = json.dumps({"version": "1.0", "examples": example}).encode()
    xml = (
        "<ListUsersResponse><ListUsersResult><IsTruncated>false</IsTruncated><Users><member><Path>/</Path></member></Users>"
        "</ListUsersResult></ListUsersResponse>"
    )
    files["users.yaml"] = (
        "interactions:\n- request: {method: POST, uri: 'https://iam.amazonaws.com/', headers: {}, "
        "body: Action=ListUsers&Version=2010-05-08}\n  response:\n    status: {code: 200}\n    headers: {}\n"
        f"    body: {{string: '{xml}'}}\n"
    ).encode()
    line = {"shapeproof": 1, "contract": FLAGSHIP, "representation": "cli", "response": {**response, "Surplus": 1}}
    files["lines.jsonl"] = (json.dumps(line) + "\n").encode() * 3
    files["packed.json.gz"] = gzip.compress(json.dumps([response, 5]).encode(), mtime=0)
    return files


def change_bytes(data: bytes, source: random.Random) -> bytes:
    for _ in range(source.choice((1, 1, 2, 5))):
        start = source.randrange(len(data) + 1)
        end = min(len(data), start + source.choice((0, 0, 1, 3, 30)))
        repeated = data[start:end] * source.choice((1, 2, 50))
        data = (
            data[:start]
            + source.choice((b"", source.choice(TOKENS), bytes([source.randrange(256)]), repeated))
            + data[end:]
        )
    return data[: source.randrange(len(data))] if data and source.random() < 0.1 else data


def change_value(value: Any, source: random.Random) -> Any:
    """A JSON value with one hostile value or name somewhere in it."""
    if isinstance(value, dict) and value and source.random() < 0.9:
        members = cast("dict[str, Any]", value)
        name = source.choice(sorted(members))
        changed_name = f"{name}\n\x1b\0" if source.random() < 0.05 else name
        return {
            (changed_name if key == name else key): change_value(item, source) if key == name else item
            for key, item in members.items()
        }
    if isinstance(value, list) and value and source.random() < 0.9:
        items = cast("list[Any]", cast("object", value))
        index = source.randrange(len(items))
        return [*items[:index], change_value(items[index], source), *items[index + 1 :]]
    return source.choice(VALUES)


def change_structure(data: bytes, source: random.Random) -> bytes:
    try:
        value = json.loads(data)
    except ValueError:
        return change_bytes(data, source)
    indent = source.choice((None, 1))
    return json.dumps(change_value(value, source), indent=indent, ensure_ascii=True).encode()


def mutated(seed: int) -> dict[str, bytes]:
    source = random.Random(seed)
    originals = seeds()
    names = sorted(originals)
    change: Callable[[bytes, random.Random], bytes]
    files: dict[str, bytes] = {}
    for number in range(BATCH):
        name = names[number % len(names)]
        change = source.choice((change_bytes, change_structure))
        data = originals[name]
        is_packed = name.endswith(".gz") and source.random() < 0.7
        data = gzip.compress(change(gzip.decompress(data), source), mtime=0) if is_packed else change(data, source)
        files[f"{number}-{name}"] = data
    return files


def check(directory: Path, names: list[str], *options: str) -> tuple[int, Any]:
    command = [SHAPEPROOF, "validate", *names, "--format", "json", *options]
    result = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False, timeout=300)
    assert (result.returncode in {1, 2}, result.stderr) == (True, "")
    return result.returncode, json.loads(result.stdout)


def assert_location_exists(data: bytes | None, finding: dict[str, Any]) -> None:
    line, column = cast("tuple[int | None, int | None]", (finding["line"], finding["column"]))
    if data is None or line is None:
        return
    lines = data.split(b"\n")
    assert 1 <= line <= len(lines), finding
    assert column is None or 1 <= column <= len(lines[line - 1].decode("utf-8", "replace")) + 1, finding


def unpack(data: bytes) -> bytes | None:
    try:
        return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    except (OSError, EOFError, zlib.error):
        return None


def attack(seed: int, directory: Path) -> None:
    files = mutated(seed)
    for name, data in files.items():
        (directory / name).write_bytes(data)
    contract = ["--contract", FLAGSHIP] if seed % 2 else []  # without it, responses are identified by what they hold
    code, document = check(directory, list(files), *contract)
    for finding in document["findings"]:
        assert_location_exists(unpack(files[finding["file"]]), finding)
    assert check(directory, list(files), *contract, "--jobs", "2") == (code, document)
    assert check(directory, list(files), *contract, "--engine", "jsonschema") == (code, document)


def test_a_batch_of_random_recordings(tmp_path: Path) -> None:
    attack(1, tmp_path)


@pytest.mark.survey
@pytest.mark.parametrize("seed", range(2, 32))
def test_thousands_of_random_recordings(tmp_path: Path, seed: int) -> None:
    attack(seed, tmp_path)
