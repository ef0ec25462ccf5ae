"""A validator checks many responses: compiled once, without state, in any representation and with either engine."""

from __future__ import annotations

import copy
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shapeproof
from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract, Representation
from shapeproof.errors import UnknownContractError, UsageError
from shapeproof.validation.catalog import CODES, Severities
from shapeproof.validation.engines.compilation import ENGINES, EngineName
from shapeproof.validation.finding import ContractViolation, Finding
from shapeproof.validation.validator import Validator

NAME = "sagemaker.describe_hyper_parameter_tuning_job"
RESPONSES: list[Any] = [
    {"Name": "name"},
    {"Name": "A", "Size": 10, "Tags": []},
    {"Name": "name", "Made": "2024-05-06T07:08:09Z"},
    {"Name": "name", "Made": 1714979289},
    {"Name": "name", "Made": datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC), "Data": b"abc"},
    {"Name": "name", "Status": "Red", "Unknown": [1]},
    {"Name": "name", "Share": float("nan")},
    {"Name": "name", "ResponseMetadata": {"HTTPStatusCode": 200}},
    [],
    None,
]
REST = {
    "Thing": {
        "type": "structure",
        "required": ["Name", "Made"],
        "members": {
            "Name": {"shape": "Text", "locationName": "name"},
            "Made": {"shape": "Time"},
            "Data": {"shape": "Blob"},
            "Request": {"shape": "Text", "location": "header", "locationName": "x-request"},
        },
    },
    "Text": {"type": "string"},
    "Time": {"type": "timestamp"},
    "Blob": {"type": "blob"},
}
VALID: dict[Representation, dict[str, object]] = {
    "wire": {"name": "ab", "Made": 1714979289, "Data": "YWJj"},
    "cli": {"Name": "ab", "Made": "2024-05-06T07:08:09Z", "Data": "YWJj"},
    "sdk": {"Name": "ab", "Made": datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC), "Data": b"abc"},
}
INVALID: dict[Representation, tuple[dict[str, object], list[tuple[str, str]]]] = {
    "wire": ({"name": 5, "Made": "soon"}, [("SP104", "/Made"), ("SP102", "/name")]),
    "cli": ({"Name": 5, "Made": 1714979289}, [("SP104", "/Made"), ("SP102", "/Name")]),
    "sdk": ({"Name": 5, "Made": "2024-05-06T07:08:09Z"}, [("SP104", "/Made"), ("SP102", "/Name")]),
}


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> EngineName:
    name: EngineName = request.param
    return name


@pytest.fixture(scope="session")
def rest(handmade: Callable[..., OperationModel]) -> Contract:
    """A contract with another name on the wire, and a member in a header."""
    return build(handmade(REST, protocol="rest-json"))


@pytest.fixture(scope="module")
def registry() -> shapeproof.ContractRegistry:
    return shapeproof.ContractRegistry()


def keys(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in findings]


def test_a_registry_makes_validators_by_name(registry: shapeproof.ContractRegistry) -> None:
    validator = registry.validator(NAME)
    assert (validator.contract, validator.part, validator.engine) == (registry.load(NAME), "response", "jsonschema-rs")
    assert ("SP101", "/CreationTime") in keys(validator.findings({}))
    with pytest.raises(UnknownContractError):
        registry.validator("no.such_thing")


def test_it_finds_what_the_functions_find(registry: shapeproof.ContractRegistry, thing: Contract) -> None:
    validator = registry.validator(thing)
    assert [validator.findings(response) for response in RESPONSES] == [
        shapeproof.findings(response, thing) for response in RESPONSES
    ]


def test_a_part_of_a_contract_is_compiled_once_for_each_engine(registry: shapeproof.ContractRegistry) -> None:
    validators = [
        registry.validator(NAME, engine=engine, view=view) for engine in ENGINES for view in ("strict", "tolerant")
    ]
    rust, reference = validators[0].compiled, validators[2].compiled
    assert [validator.compiled for validator in validators] == [rust, rust, reference, reference]
    assert rust is not reference
    assert registry.validator(NAME, "request").compiled is not rust


def test_a_check_compiles_nothing(thing: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    validator = Validator(thing)
    monkeypatch.delattr("shapeproof.validation.engines.rust_engine.RustEngine.__init__")
    assert keys(validator.findings({"Name": 5})) == [("SP102", "/Name")]


@given(st.lists(st.sampled_from(range(len(RESPONSES))), max_size=12), st.sampled_from(ENGINES))
def test_a_check_leaves_no_trace(thing: Contract, order: list[int], engine: EngineName) -> None:
    expected = [Validator(thing, engine=engine).findings(response) for response in RESPONSES]
    validator = Validator(thing, engine=engine)
    assert [validator.findings(RESPONSES[index]) for index in order] == [expected[index] for index in order]


def test_a_check_changes_neither_the_response_nor_the_schema(thing: Contract) -> None:
    validator = Validator(thing)
    schema = copy.deepcopy(thing.response)
    for response in RESPONSES[:6]:
        before = copy.deepcopy(response)
        validator.findings(response)
        assert response == before
    assert thing.response == schema


def test_it_is_immutable(thing: Contract) -> None:
    validator = Validator(thing)
    with pytest.raises(FrozenInstanceError):
        validator.part = "request"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


def test_threads_share_it(handmade: Callable[..., OperationModel], engine: EngineName) -> None:
    from tests.validation.conftest import SHAPES

    contract = build(handmade(SHAPES))  # not checked before, so that what is computed once is computed here
    validator = Validator(contract, engine=engine)
    threads = 8
    barrier = Barrier(threads)

    def check(_thread: int) -> list[list[tuple[str, str]]]:
        barrier.wait()
        return [keys(validator.findings(response)) for response in RESPONSES * 5]

    with ThreadPoolExecutor(threads) as pool:
        results = list(pool.map(check, range(threads)))
    expected = [keys(Validator(contract, engine=engine).findings(response)) for response in RESPONSES * 5]
    assert results == [expected] * threads
    assert any(expected)


@pytest.mark.parametrize("representation", VALID)
def test_every_representation_is_detected_or_given(
    rest: Contract, engine: EngineName, representation: Representation
) -> None:
    validator = Validator(rest, engine=engine)
    for given_representation in (None, representation):
        result = validator.check(VALID[representation], given_representation)
        assert result.findings == ()
        assert result.representation == representation
        value: Any = result.value
        assert {name: text.replace("+00:00", "Z") for name, text in value.items()} == VALID["cli"]


@pytest.mark.parametrize("representation", INVALID)
def test_findings_have_the_pointers_of_the_representation(
    rest: Contract, engine: EngineName, representation: Representation
) -> None:
    response, expected = INVALID[representation]
    assert keys(Validator(rest, engine=engine).findings(response, representation)) == expected


def test_severities_are_those_of_the_view_and_the_choices(thing: Contract) -> None:
    response = {"Name": "name", "Size": 10, "Unknown": 1}
    severities = [
        Severities(),
        Severities("tolerant"),
        Severities("tolerant", {"SP301": None, "SP205": "note"}),
    ]
    by_severities = [Validator(thing, severities=chosen).findings(response) for chosen in severities]
    assert [[(finding.code, finding.severity) for finding in findings] for findings in by_severities] == [
        [("SP205", "error"), ("SP301", "error")],
        [("SP205", "warning"), ("SP301", "warning")],
        [("SP205", "note")],
    ]


def test_a_violation_holds_all_findings(thing: Contract) -> None:
    validator = Validator(thing)
    response: dict[str, object] = {"Name": 5, "Tags": [], "Size": 0}
    with pytest.raises(ContractViolation, match=r"^the response violates example\.get_thing@1\.0\n  /Name: ") as raised:
        validator.validate(response)
    assert list(raised.value.findings) == validator.findings(response)
    assert {finding.severity for finding in raised.value.findings} == {"error", "warning"}
    assert "SP220" not in str(raised.value), "only errors are listed"


def test_a_response_without_errors_passes(thing: Contract) -> None:
    validator = Validator(thing)
    validator.validate({"Name": "name"})
    validator.validate({"Name": "name", "Tags": []})
    Validator(thing, severities=Severities("tolerant")).validate({"Name": "name", "Size": 10})
    Validator(thing, "error").validate({"Error": {"Code": "Throttling", "Message": "slow"}})


def test_unknown_options_are_errors(registry: shapeproof.ContractRegistry, thing: Contract) -> None:
    bad: Any = "no-such"
    for make in (
        lambda: registry.validator(thing, bad),
        lambda: registry.validator(thing, view=bad),
        lambda: registry.validator(thing, engine=bad),
        lambda: Validator(thing).findings({}, bad),
        lambda: Validator(thing).validate({}, bad),
    ):
        with pytest.raises(UsageError, match=r"^unknown \w+ 'no-such'\n  expected one of '\w"):
            make()


def test_every_code_of_a_finding_is_in_the_catalogue(thing: Contract) -> None:
    findings = [finding for response in RESPONSES for finding in Validator(thing).findings(response)]
    assert {finding.code for finding in findings} <= CODES.keys()
    assert all(finding.kind == CODES[finding.code].kind for finding in findings)
    assert findings
