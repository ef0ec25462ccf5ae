"""What the AWS CLI prints with `--output yaml` is checked as its JSON is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.recordings.conftest import Check

from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.discovery.units import STANDARD_INPUT, Unit
from shapeproof.recordings.syntax.yaml_parser import parse_yaml


@pytest.mark.parametrize(
    ("service", "text"),
    [
        ("s3.ListObjectVersions", "RequestCharged: null\nPrefix: logs/\nVersions: []\n"),
        ("sqs.ListQueues", "NextToken: eyJ\nQueueUrls: []\n"),
    ],
)
def test_pages_that_the_cli_merged_are_clean_and_raw_pages_are_not(
    tmp_path: Path, check: Check, service: str, text: str
) -> None:
    """`yaml-stream` prints what each call returned, as an item of a list."""
    merged, raw = tmp_path / f"{service}_1.yaml", tmp_path / f"{service}_2.yaml"
    merged.write_text(text)
    assert check(merged) == []
    raw.write_text("- " + text.rstrip().replace("\n", "\n  "))
    codes = {located.finding.code for located in check(raw)}
    assert codes == ({"SP103"} if service.startswith("s3") else set())


def test_a_token_of_the_cli_is_no_member_of_a_raw_page(tmp_path: Path, check: Check) -> None:
    text = "NextToken: eyJ\nUsers: []\n"
    (tmp_path / "iam.ListUsers_1.yaml").write_text(text)
    assert check(tmp_path / "iam.ListUsers_1.yaml") == []
    (tmp_path / "iam.ListUsers_2.yaml").write_text("- NextToken: eyJ\n  Users: []\n")
    assert [located.finding.code for located in check(tmp_path / "iam.ListUsers_2.yaml")] == ["SP301"]


@pytest.mark.parametrize("text", ["5e-05", "1e+16", "-2E6", ".5e3", "1.5e300", "1.e2", "+1.25e-7"])
def test_floats_of_yaml_1_2_are_numbers_in_what_the_cli_printed(text: str) -> None:
    assert parse_yaml(text, is_core=True).value == float(text)
    assert parse_yaml(f"'{text}'", is_core=True).value == text
    assert parse_yaml("5e-05").value == "5e-05"  # a cassette's YAML is 1.1


@pytest.mark.parametrize("text", ["5e", "e5", "1.2.3e4", "5e-05x", "1_0e5"])
def test_what_is_like_a_float_is_a_string(text: str) -> None:
    assert parse_yaml(text, is_core=True).value == text


def codes_on_standard_input(text: str, contract: str | None = None) -> list[tuple[str, int | None]]:
    unit = Unit(STANDARD_INPUT, is_explicit=True, data=text.encode())
    results = Checker(CheckOptions(contract=contract)).check(unit)
    return [(located.finding.code, located.line) for result in results for located in result.findings]


@pytest.mark.parametrize("text", ["clusterArns: []\nnextTokn: x\n", "clusterArns:\n- arn:x\nnextTokn: x\n"])
def test_members_in_lower_camel_case_are_read_on_standard_input(tmp_path: Path, check: Check, text: str) -> None:
    line = text.count("\n")
    assert codes_on_standard_input(text, "ecs.list_clusters@installed") == [("SP301", line)]
    (tmp_path / "ecs.ListClusters_1.txt").write_text(text)
    assert [located.finding.code for located in check(tmp_path)] == ["SP301"]


def test_other_yaml_in_a_directory_is_passed_over(tmp_path: Path, check: Check) -> None:
    (tmp_path / "settings.yaml").write_text("clusterArns: []\nname: x\n")
    (tmp_path / "settings.txt").write_text("clusterArns: []\nname: x\n")
    assert check(tmp_path) == []


def test_annotated_python_is_not_yaml() -> None:
    text = "answer: dict = " + repr({"clusterArns": [], "nextTokn": "x"})
    assert codes_on_standard_input(text, "ecs.list_clusters@installed") == [("SP301", 1)]


@pytest.mark.parametrize("value", ["ami-1", ["a", "b"], [["a", 1], ["b", 2]], None, 5, []])
def test_parts_of_a_response_are_told_as_in_json(tmp_path: Path, check: Check, value: object) -> None:
    (tmp_path / "part.yaml").write_text(json.dumps(value))
    (located,) = check(tmp_path / "part.yaml")
    assert located.finding.code == "SP914"
    assert "--query" in located.finding.message
