"""Responses that are checked against a contract that the caller named, and that another operation returned."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shapeproof
from shapeproof import Contract, ContractViolation
from shapeproof.pytest_plugin.response_validator import ResponseValidator
from shapeproof.recordings.identification.identifier import Identifier
from shapeproof.recordings.identification.misspellings import count_intended
from shapeproof.registry import ContractRegistry
from shapeproof.validation.catalog import Severities

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
BUCKETS: Final[dict[str, Any]] = {"Buckets": [], "Owner": {"ID": "a"}}
MESSAGE: Final = (
    f"  /: expected a response of {FLAGSHIP}, which knows 0 of these 2 top-level members; they resemble s3.list_buckets: "
    "name that contract [SP917]\n  and 9 more that follow from it"
)


@pytest.fixture(scope="module")
def registry() -> ContractRegistry:
    return ContractRegistry()


def test_python_is_told_which_contract_a_response_resembles() -> None:
    with pytest.raises(ContractViolation) as caught:
        shapeproof.validate(BUCKETS, FLAGSHIP)
    assert str(caught.value).endswith(MESSAGE)
    codes = [finding.code for finding in caught.value.findings]
    assert (codes[0], codes.count("SP301"), codes.count("SP917")) == ("SP917", 2, 1)
    assert list(caught.value.findings[1:]) == shapeproof.findings(BUCKETS, FLAGSHIP)


def test_the_fixture_tells_it_too_unless_the_code_is_ignored(registry: ContractRegistry) -> None:
    with pytest.raises(AssertionError) as caught:
        ResponseValidator(registry, Severities(), edition_notes=False).check(BUCKETS, FLAGSHIP)
    assert str(caught.value).endswith(MESSAGE)
    ignoring = Severities("strict", {"SP917": None})
    with pytest.raises(AssertionError) as caught:
        ResponseValidator(registry, ignoring, edition_notes=False).check(BUCKETS, FLAGSHIP)
    assert "resemble" not in str(caught.value)
    assert "unknown member `Buckets`" in str(caught.value)


@pytest.mark.parametrize("part", ["request", "error"])
def test_only_responses_resemble_others(part: Any) -> None:
    with pytest.raises(ContractViolation) as caught:
        shapeproof.validate({**BUCKETS, "HyperParameterTuningJobName": 1}, FLAGSHIP, part)
    assert "SP917" not in str(caught.value)


@pytest.mark.parametrize("response", [None, [], {}, {1: 2}, {"a": 1, 2: 3}])
def test_what_is_no_response_resembles_none(response: object) -> None:
    with pytest.raises(ContractViolation) as caught:
        shapeproof.validate(response, FLAGSHIP)
    assert "SP917" not in str(caught.value)


@pytest.mark.parametrize(
    ("contract", "response"),
    [
        ("kms.list_keys@installed", {"keys": []}),  # as two operations of another service spell it
        ("iam.list_users@installed", {"isTruncated": False}),
        ("s3.list_buckets", {"owner": {}}),
        ("s3.list_buckets", {"Bucket": []}),
        ("s3.list_buckets", {"buckets": [], "owner": {}}),
        ("s3.list_buckets", {"Buckets": []}),
        ("glue.get_jobs@installed", {"job": [], "nextToken": ""}),
    ],
)
def test_a_slip_is_not_taken_for_another_contract(
    registry: ContractRegistry, contract: str, response: dict[str, object]
) -> None:
    assert Identifier(registry, registry.load(contract)).why_not_forced(response) is None


@pytest.mark.parametrize(("value", "expected"), [([], 1), (None, 1), ({}, 0)])
def test_a_slip_has_a_value_that_may_be_the_members(registry: ContractRegistry, value: object, expected: int) -> None:
    """`Jobs` is a list: an object under `Job` is another operation's."""
    assert count_intended(registry.load("glue.get_jobs@installed"), {"Job": value}, ["Job"]) == expected


def slips(name: str) -> st.SearchStrategy[str]:
    places = st.integers(0, len(name) - 1)
    return st.one_of(
        st.just(name[:1].lower() + name[1:]),
        places.map(lambda at: name[:at] + name[at + 1 :]),
        places.map(lambda at: name[:at] + name[at] + name[at:]),
    )


@given(data=st.data())
def test_no_slips_in_a_response_make_it_that_of_another(
    data: st.DataObject, flagship: Contract, registry: ContractRegistry
) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(flagship.members())), min_size=1, unique=True))
    response = {data.draw(slips(name) | st.just(name)): None for name in names}
    assert Identifier(registry, flagship).why_not_forced(response) is None


WITHOUT_BOTOCORE: Final = """
import sys
from importlib.machinery import PathFinder

class Finder(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] == "botocore" else super().find_spec(name, path, target)

sys.meta_path[:] = [Finder if finder is PathFinder else finder for finder in sys.meta_path]
import shapeproof

job = dict.fromkeys(("HyperParameterTuningJobName", "HyperParameterTuningJobArn", "HyperParameterTuningJobConfig"))
for response in (job, {"Buckets": [], "Owner": {}}):
    try:
        shapeproof.validate(response, "dynamodb.query")
    except shapeproof.ContractViolation as error:
        print(*(finding.message for finding in error.findings if finding.code == "SP917"))
"""


def test_without_botocore_committed_contracts_are_resembled(tmp_path: Path) -> None:
    capture = [sys.executable, "-m", "shapeproof", "capture", "dynamodb.query"]
    subprocess.run(capture, cwd=tmp_path, capture_output=True, check=True, timeout=60)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_BOTOCORE], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "expected a response of dynamodb.query, which knows 0 of these 3 top-level members; they resemble "
        f"{FLAGSHIP}: name that contract\n\n"
    )


def test_valid_responses_and_own_members_load_nothing_more(tmp_path: Path) -> None:
    program = """
import sys, shapeproof
shapeproof.validate({"Buckets": [], "Owner": {"ID": "a"}}, "s3.list_buckets")
assert "shapeproof.recordings.identification.identifier" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True, timeout=60)
