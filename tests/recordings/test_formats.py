"""Every form of the same response, plain or gzipped, gives the same findings at the same locations."""

from __future__ import annotations

import codecs
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from shapeproof.contract import Contract
from shapeproof.representations.conversion import from_cli
from shapeproof.sample.responses import fullest

EXPECTED = [("SP302", "/HyperParameterTuningJobStatus"), ("SP301", "/Surplus")]


@pytest.fixture(scope="session")
def bad(flagship: Contract) -> dict[str, Any]:
    return {**fullest(flagship.response), "HyperParameterTuningJobStatus": "complete", "Surplus": 1}


def printed(flagship: Contract, response: object) -> str:
    return repr(from_cli(flagship.response, response, "sdk")).replace(
        "tzinfo=datetime.timezone.utc", "tzinfo=tzlocal()"
    )


def row(response: object, representation: str = "cli", **more: object) -> str:
    contract = "sagemaker.describe_hyper_parameter_tuning_job"
    return json.dumps(
        {"shapeproof": 1, "contract": contract, "representation": representation, "response": response, **more}
    )


def forms(flagship: Contract, bad: dict[str, Any]) -> dict[str, str]:
    """File name -> text: the bad response alone in each form."""
    wire = from_cli(flagship.response, bad, "wire")
    return {
        "one.json": json.dumps(bad),
        "indented.json": json.dumps(bad, indent=2),
        "windows.json": json.dumps(bad, indent=2).replace("\n", "\r\n"),
        "wire.json": json.dumps(wire),
        "printed_with_str.json": json.dumps(from_cli(flagship.response, bad, "sdk"), default=str),
        "listed.json": json.dumps([bad]),
        "one.jsonl": json.dumps(bad) + "\n",
        "unended.ndjson": json.dumps(bad),
        "line.jsonl": row(bad),
        "line.json": row(bad, mutant={"keyword": "enum"}),
        "wire_line.jsonl": row(wire, "wire"),
        "one.txt": printed(flagship, bad),
        "assigned.py": f"# a notebook's\nresponse = {printed(flagship, bad)}\n",
        "json.txt": json.dumps(bad),
        "sagemaker.DescribeHyperParameterTuningJob_1.json": json.dumps(bad),
    }


@pytest.mark.survey
@pytest.mark.parametrize("zipped", [False, True], ids=["plain", "gzipped"])
@pytest.mark.parametrize("walked", [False, True], ids=["named", "walked"])
def test_every_form_gives_the_same_findings(
    flagship: Contract, bad: dict[str, Any], tmp_path: Path, check: Any, zipped: bool, walked: bool
) -> None:
    for name, text in forms(flagship, bad).items():
        file = tmp_path / name.replace(".", "_") / (name + ".gz" * zipped)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(gzip.compress(text.encode()) if zipped else text.encode())
        findings = check(file.parent if walked else file)
        assert sorted((located.finding.code, located.finding.pointer) for located in findings) == sorted(EXPECTED), name
        for located in findings:
            key: str = located.finding.pointer.removeprefix("/")
            line, column = int(located.line), int(located.column)
            at = text.replace("\r\n", "\n").split("\n")[line - 1][column - 1 :]
            assert at.startswith((f'"{key}"', f"'{key}'")), name


def test_responses_are_counted_from_0_and_lines_from_1(bad: dict[str, Any], tmp_path: Path, check: Any) -> None:
    good = {key: value for key, value in bad.items() if key != "Surplus"} | {"HyperParameterTuningJobStatus": "Failed"}
    rows = [json.dumps(good), "", json.dumps(bad), "   ", '{"HyperParameterTuningJobName": ', "7", json.dumps(bad)]
    expected = [("SP302", 1, 3), ("SP301", 1, 3), ("SP901", 2, 5), ("SP914", 3, 6), ("SP302", 4, 7), ("SP301", 4, 7)]
    for name in ("lines.jsonl", "lines.json", "lines.txt"):
        (tmp_path / name).write_text("\n".join(rows))
        assert [(located.finding.code, located.index, located.line) for located in check(tmp_path / name)] == expected
    (tmp_path / "listed.json").write_text("[\n" + ",\n".join(json.dumps(item) for item in (good, bad, 7, bad)) + "\n]")
    findings = check(tmp_path / "listed.json")
    assert [(located.finding.code, located.index, located.line) for located in findings] == [
        ("SP302", 1, 3), ("SP301", 1, 3), ("SP914", 2, 4), ("SP302", 3, 5), ("SP301", 3, 5)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"shapeproof": 1, "response": {}}, "has no `contract`"),
        ({"shapeproof": 1, "contract": "a.b"}, "has no `representation`"),
        ({"shapeproof": 1, "contract": "a.b", "representation": "cli"}, "has no `response`"),
        ({"shapeproof": 2, "contract": "a.b", "representation": "cli", "response": {}}, "must be 1"),
        ({"shapeproof": True, "contract": "a.b", "representation": "cli", "response": {}}, "must be 1"),
        ({"shapeproof": 1, "contract": None, "representation": "cli", "response": {}}, "the name of a contract"),
        ({"shapeproof": 1, "contract": "a.b", "representation": "xml", "response": {}}, "must be wire, cli or sdk"),
        ({"shapeproof": 1, "contract": "a.b", "representation": ["cli"], "response": {}}, "must be wire, cli or sdk"),
        (json.loads(row({}, part="request")), "must be response or error"),
        (json.loads(row({}, part=["error"])), "must be response or error"),
        (json.loads(row({}, error_name="X")), "requires `part` to be error"),
        (json.loads(row({}, part="error", error_name=5)), "must be a string"),
    ],
)
def test_an_invalid_recording_line(tmp_path: Path, check: Any, given: dict[str, object], words: str) -> None:
    (tmp_path / "x.jsonl").write_text("\n" + json.dumps(given) + "\n")
    (located,) = check(tmp_path / "x.jsonl")
    assert (located.finding.code, located.index, located.line, located.column) == ("SP912", 0, 2, 1)
    assert words in located.finding.message


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (row({"message": "m"}, "wire", part="error"), []),
        (row({"message": 5}, "wire", part="error"), [("SP102", "/message")]),
        (row({"message": "m"}, "wire", part="error", error_name="Odd"), [("SP303", "")]),
        (row({"message": "m"}, "wire", part="error", error_name="ResourceNotFound:x"), []),
        (row({"__type": "Odd"}, "wire", part="error"), [("SP303", "/__type")]),
        (row({"Error": {"Code": "ResourceNotFound"}}, part="error"), []),
        (row({}, part="error"), [("SP101", "/Error")]),
    ],
)
def test_a_recording_line_may_declare_an_error(
    tmp_path: Path, check: Any, line: str, expected: list[tuple[str, str]]
) -> None:
    (tmp_path / "x.jsonl").write_text(line)
    assert [(located.finding.code, located.finding.pointer) for located in check(tmp_path / "x.jsonl")] == expected


def test_a_recording_line_that_declares_a_response_is_not_an_error(tmp_path: Path, check: Any) -> None:
    response = {"__type": "ResourceNotFound"}
    (tmp_path / "x.jsonl").write_text(row(response, part="response") + "\n" + row(response))
    findings = check(tmp_path / "x.jsonl")
    assert {located.index for located in findings} == {0}
    assert "SP101" in {located.finding.code for located in findings}


def test_a_recording_line_of_an_unknown_contract(tmp_path: Path, check: Any) -> None:
    (tmp_path / "x.jsonl").write_text(row({}).replace("sagemaker.", "nosuch."))
    (located,) = check(tmp_path / "x.jsonl")
    assert (located.finding.code, located.line) == ("SP992", 1)


@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x.txt", "x.jsonl.gz"])
def test_a_byte_order_mark_is_a_warning_and_the_rest_is_checked(
    flagship: Contract, bad: dict[str, Any], tmp_path: Path, check: Any, name: str
) -> None:
    text = codecs.BOM_UTF8 + json.dumps(bad).encode()
    (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    findings = check(tmp_path / name)
    assert (findings[0].finding.code, findings[0].finding.severity) == ("SP904", "warning")
    assert sorted((located.finding.code, located.finding.pointer) for located in findings[1:]) == sorted(EXPECTED)
    assert [located.index for located in findings] == [0, 0, 0]


@pytest.mark.parametrize("text", ["[1, 2]", "[]", "42", "null", '"text"'])
def test_what_is_not_an_object_is_a_finding_if_it_is_named_and_skipped_in_a_directory(
    tmp_path: Path, check: Any, text: str
) -> None:
    (tmp_path / "x.json").write_text(text)
    assert {located.finding.code for located in check(tmp_path / "x.json")} == {"SP914"}
    assert check(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("x.json", '{\n"a": 1}\n{"b": 2}\n\n{\n"c": [\n', 6),
        ("x.jsonl", '{"a": 1}\n{"b": 2}\n{"c": [', 3),
    ],
)
def test_what_a_message_says_of_a_truncated_document_is_true_of_the_file(
    tmp_path: Path, check: Any, name: str, text: str, line: int
) -> None:
    (tmp_path / name).write_text(text)
    message = check(tmp_path / name)[-1].finding.message
    assert f"opened at line {line}, column {len(text.split(chr(10))[line - 1])};" in message
