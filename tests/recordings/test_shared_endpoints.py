"""Of services that share an endpoint, the one whose operation knows the members of a response is the one that sent it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.recordings.recorders import needs_botocore

from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract
from shapeproof.recordings.checking.response_checker import ResponseChecker
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.identification.resemblance import count_known, own_members
from shapeproof.recordings.model import Recording
from shapeproof.registry import ContractRegistry, load
from shapeproof.registry.captured_files import write_edition
from shapeproof.validation.catalog import Severities


def structure_of(members: dict[str, str]) -> dict[str, Any]:
    return {"type": "structure", "members": {name: {"shape": shape} for name, shape in members.items()}}


@pytest.fixture
def contracts(handmade: Callable[..., OperationModel], tmp_path: Path) -> list[Contract]:
    """Two contracts of one endpoint: the first knows `Old`, a string; the second `New`, a list of strings, and `Page`.

    Both know `Items`, whose `Size` only the second knows.
    """
    shapes = {"Text": {"type": "string"}, "Texts": {"type": "list", "member": {"shape": "Text"}}}
    of_items = {"first": {"Name": "Text"}, "second": {"Name": "Text", "Size": "Text"}}
    for service, members in {"first": {"Old": "Text"}, "second": {"New": "Texts", "Page": "Text"}}.items():
        structure = structure_of({**members, "Items": "Items"})
        items = {"Items": {"type": "list", "member": {"shape": "Item"}}, "Item": structure_of(of_items[service])}
        model = handmade({"Thing": structure, **shapes, **items})
        write_edition(tmp_path, OperationModel.from_json({**model.to_json(), "service": service}, where="here"))
    return [contract for contract in ContractRegistry(tmp_path).contracts() if contract.service in {"first", "second"}]


@pytest.mark.parametrize(
    ("value", "service", "codes"),
    [
        ({"New": [1, 2, 3]}, "second", ["SP102"] * 3),  # as a response of the first, it would have one error
        ({"New": ["a"], "Other": 1}, "second", ["SP301"]),
        ({"Old": 5}, "first", ["SP102"]),
        ({"Old": 5, "New": 5}, "first", ["SP102", "SP301"]),  # a tie
        ({"ResponseMetadata": {}}, "first", []),
        ({"Items": [{"Name": "a", "Size": 5}]}, "second", ["SP102"]),  # as many errors, and the true one
        ({"Items": [{"Name": "a", "Size": 5, "Soze": "x"}]}, "second", ["SP102", "SP301"]),
    ],
)
def test_known_members_decide_before_the_number_of_errors(
    contracts: list[Contract], value: Any, service: str, codes: list[str]
) -> None:
    own = own_members(value)
    for candidates in (contracts, contracts[::-1]):
        if count_known(contracts[0], own) == count_known(contracts[1], own) and candidates is not contracts:
            continue
        result = UnitResult("x.json")
        checker = ResponseChecker(Severities(), "jsonschema-rs", None, coverage=False)
        checker.check([(Recording(value, "json", 0, 1), contract) for contract in candidates], result)
        assert [kind.contract.partition(".")[0] for kind in result.kinds] == [service]
        assert sorted(located.finding.code for located in result.findings) == codes


@needs_botocore
@pytest.mark.parametrize("operation", ["describe_db_instances", "describe_db_clusters", "describe_db_subnet_groups"])
def test_the_service_that_an_endpoint_is_called_after_is_the_likeliest(operation: str) -> None:
    contracts = [load(f"{service}.{operation}@installed") for service in ("docdb", "neptune", "rds")]
    result = UnitResult("x.json")
    checker = ResponseChecker(Severities(), "jsonschema-rs", None, coverage=False)
    checker.check([(Recording({"Markr": "x"}, "json", 0, 1), contract) for contract in contracts], result)
    assert [kind.contract.partition(".")[0] for kind in result.kinds] == ["rds"]
