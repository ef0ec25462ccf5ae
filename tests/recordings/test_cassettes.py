"""Cassettes give the same findings whichever recorder wrote them, at exact locations."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.recordings.recorders import (
    S3,
    WRITERS,
    Call,
    describe_job,
    needs_botocore,
    result_of,
    summary_of,
    vcrpy,
    wire_body,
)

from shapeproof.contract import Contract
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.representations.conversion import from_cli
from shapeproof.sample.responses import fullest, smallest

pytestmark = needs_botocore

RESPONSE_CHANGES: Final[dict[str, dict[str, Any]]] = {
    "good": {},
    "status": {"HyperParameterTuningJobStatus": "complete"},
    "unknown": {"Surplus": {"é\u2028": "'\"  two\n\n\tlines: # no comment, \\\\ and more" * 3}},
    "type": {"TrainingJobStatusCounters": 'a "text"'},
    "missing": {"HyperParameterTuningJobName": None},
}


@pytest.mark.survey
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(kinds=st.lists(st.sampled_from(sorted(RESPONSE_CHANGES)), min_size=1, max_size=4), packed=st.booleans())
def test_every_recorder_gives_the_same_findings(
    flagship: Contract, tmp_path: Path, kinds: list[str], packed: bool
) -> None:
    calls: list[Call] = []
    for kind in kinds:
        body = wire_body(flagship, {**smallest(flagship.response), **RESPONSE_CHANGES[kind]})
        calls.append(
            describe_job(gzip.compress(body), headers={"Content-Encoding": "gzip"}) if packed else describe_job(body)
        )
    calls.append(Call("https://api.example.com/", b"<html>"))
    results: dict[str, tuple[list[tuple[str, int, str]], int, int]] = {}
    for name, write in WRITERS.items():
        if packed and name == "vcrpy.json":
            continue
        (tmp_path / name).write_text(write(calls), encoding="utf-8")
        result = result_of(tmp_path / name)
        results[name] = (summary_of(result.findings), result.responses, result.clean)
        assert sum(result.ignored.values()) == 1, name
    first = results["vcrpy.yaml"]
    assert first[1] == len(kinds)
    assert first[2] == kinds.count("good")
    assert all(result == first for result in results.values()), results


@pytest.mark.parametrize("name", WRITERS)
def test_finding_is_located_at_its_member_or_body_string(flagship: Contract, tmp_path: Path, name: str) -> None:
    odd = {"Surplus": 1, "Sur'plus": 2, "Sür\\plus": 3}
    body = wire_body(flagship, {**fullest(flagship.response), **odd})
    (tmp_path / name).write_text(WRITERS[name]([describe_job(body), describe_job(body)]), encoding="utf-8")
    result = result_of(tmp_path / name)
    lines = (tmp_path / name).read_text(encoding="utf-8").split("\n")
    assert len(result.findings) == 2 * len(odd)
    for located in result.findings:
        assert located.line is not None
        assert located.column is not None
        at = lines[located.line - 1][located.column - 1 :]
        if name.endswith((".json", ".har")):
            assert at.startswith(('"string": "{', '"text": "{'))
        else:  # in the quotes and escapes of YAML
            assert at.replace("\\\\", "\\").replace("''", "'").lstrip('\\"').startswith(("Sur", "S\\xFC", "Sü")), at


@pytest.mark.parametrize("style", ["|", ">", "'", '"', None])
def test_finding_is_located_in_every_yaml_style(flagship: Contract, tmp_path: Path, style: str | None) -> None:
    response = {**smallest(flagship.response), "Surplus": {"deep": [1, 2]}}
    body = json.dumps(from_cli(flagship.response, response, "wire"), indent=2 if style in {"|", None} else None)

    class Styled(yaml.SafeDumper):
        pass

    def written(dumper: Any, text: str) -> Any:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style if text == body else None)

    Styled.add_representer(str, written)
    cassette = {"interactions": [vcrpy(describe_job(body.encode()))], "version": 1}
    text = str(yaml.dump(cassette, Dumper=Styled, width=60))
    (tmp_path / "x.yaml").write_text(text)
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.line is not None
    assert located.column is not None
    at = text.split("\n")[located.line - 1][located.column - 1 :]
    assert at.startswith(
        ">" if style == ">" else ('"Surplus"', '\\"Surplus')
    )  # the lines of folded blocks can't be followed


def test_finding_in_parsed_body_is_located(flagship: Contract, tmp_path: Path) -> None:
    exchange = vcrpy(describe_job(b""))
    wire = from_cli(flagship.response, {**smallest(flagship.response), "Surplus": 1}, "wire")
    exchange["response"] = {key: value for key, value in exchange["response"].items() if key != "body"} | {
        "parsed_body": wire
    }
    text = yaml.safe_dump({"interactions": [exchange]})
    (tmp_path / "x.yaml").write_text(text)
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.line is not None
    assert text.split("\n")[located.line - 1].strip() == "Surplus: 1"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("interactions: []", "SP902"),
        ("interactions: [1]", "SP914"),
        ("interactions:\n- request: {method: GET, uri: http://x}\n  response: {}", "SP914"),
        ("interactions:\n- request: {uri: 'https://s3.amazonaws.com/', method: GET}\n  response: {status: 200, body: {base64_string: '#'}}", "SP901"),
        ("interactions: 5", "SP902"),
        ("name: a workflow", "SP991"),
        ("a workflow", "SP914"),
        ("interactions:\n- {request: {a: 1, a: 2}}", "SP905"),
        ("interactions:\n\t- tab", "SP901"),
        ("interactions: [*nothing]", "SP901"),
        ("interactions: &all [*all]", "SP908"),
        ("interactions: " + "[" * 5000, "SP908"),
    ],
)  # fmt: skip
def test_invalid_cassette_is_reported_with_location(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "x.yaml").write_text(text)
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.finding.code == code
    assert located.line is not None


def test_yaml_without_cassette_is_skipped_in_directory(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services:\n  db: {image: x}\n")
    (planned,) = plan_units([str(tmp_path)])
    (result,) = Checker(CheckOptions()).check(planned)
    assert [skipped.reason for skipped in result.skipped] == ["not a recording, by its content"]


UNUSUAL_VALUES: Final[list[Any]] = [
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    "",
    "x",
    "\ud800",
    [],
    [[]],
    {},
    {"": 1},
    "https://[",
    "{}",
    "\x1f\x8b",
]


def paths_in(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    for key in value if value.__class__ is dict else range(len(value)) if value.__class__ is list else ():
        inner = value[key]
        yield (*at, key)
        yield from paths_in(inner, (*at, key))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(name=st.sampled_from(["vcrpy.json", "browser.har", "ruby.yml"]), data=st.data())
def test_mutated_cassette_always_gives_a_result(tmp_path: Path, name: str, data: st.DataObject) -> None:
    calls = [
        describe_job(b'{"a": 1}'),
        Call(S3, b"<a/>", method="GET"),
        Call("https://iam.amazonaws.com/", b"<", request=b"Action=ListUsers"),
    ]
    text = WRITERS[name](calls)
    document: Any = yaml.safe_load(text) if name.endswith("yml") else json.loads(text)
    for _ in range(data.draw(st.integers(1, 3))):
        *owner, last = data.draw(st.sampled_from(list(paths_in(document))))
        inner = document
        for key in owner:
            inner = inner[key]
        inner[last] = deepcopy(data.draw(st.sampled_from(UNUSUAL_VALUES)))
    (tmp_path / name).write_text(json.dumps(document))
    result = result_of(tmp_path / name)
    assert result.responses or result.ignored or result.findings or result.skipped
