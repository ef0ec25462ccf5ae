"""The file of what changed between releases: the line of a service is found, and what is built depends on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shapeproof.capture.changes import ServiceChanges
from shapeproof.errors import CaptureError
from shapeproof.registry import ContractRegistry
from shapeproof.registry.roots import shipped_directory
from shapeproof.registry.service_changes import read_changes, read_changes_content

FIRST = '{"shapeproof":1,"releases":["0.1.0","0.2.0"]}'
S3 = '{"service":"s3","shapes":{"ListObjectsV2Output":{"o.":["Gone"]}}}'


def write(directory: Path, *lines: str) -> Path:
    (directory / "changes.jsonl").write_text("".join(f"{line}\n" for line in lines))
    return directory


def test_the_line_of_a_service_is_found(tmp_path: Path) -> None:
    other = '{"service":"s3control","shapes":{"s3":{".o":["\\"service\\":\\"s3\\""]}}}'
    assert read_changes("s3", [write(tmp_path, FIRST, other, S3)]) == ServiceChanges(
        ["0.1.0", "0.2.0"], {"ListObjectsV2Output": {"o.": ["Gone"]}}
    )
    for service in ("s", "s3c", "things", 'x"', "\u2028"):
        assert read_changes(service, [tmp_path]) is None
    assert read_changes("s3", [None, tmp_path / "none"]) is None


def test_the_first_directory_that_knows_the_service_counts(tmp_path: Path) -> None:
    write(tmp_path, FIRST, S3)
    shipped = shipped_directory()
    assert read_changes_content("s3", [tmp_path, shipped]) == (FIRST.encode(), S3.encode())
    assert read_changes("ec2", [tmp_path, shipped]) == read_changes("ec2", [shipped]) is not None


def test_the_keys_of_caches_depend_on_it(tmp_path: Path) -> None:
    shipped = ContractRegistry().overlay_contents("s3", "ListObjectsV2")
    own = ContractRegistry(write(tmp_path, FIRST, S3)).overlay_contents("s3", "ListObjectsV2")
    assert shipped != own
    assert S3.encode() in own


def test_a_contract_that_is_built_has_what_the_project_says(tmp_path: Path) -> None:
    pytest.importorskip("botocore")
    registry = ContractRegistry(write(tmp_path, FIRST, S3))
    response = registry.load("s3.list_objects_v2@installed").response
    stated = response["$defs"]["ListObjectsV2Output"]["x-changes"]["additionalProperties"]
    assert stated == [{"names": ["Gone"], "in": "0.1.0", "not": "0.2.0"}]


def test_a_link_leads_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "changes.jsonl").symlink_to(write(tmp_path, FIRST, S3) / "changes.jsonl")
    with pytest.raises(CaptureError, match="through a symbolic link"):
        read_changes("s3", [tmp_path / "project"])


def test_the_shipped_file_is_as_it_is_written_and_small() -> None:
    directory = shipped_directory()
    assert directory is not None
    text = (directory / "changes.jsonl").read_text()
    first, *lines = (json.loads(line) for line in text.splitlines())
    services = [line["service"] for line in lines]
    assert len(text) < 1_000_000
    assert services == sorted(set(services))
    assert len(services) > 350
    assert first["releases"][0] == "1.12.0"
    for service in services:
        assert read_changes(service, [directory]) is not None
