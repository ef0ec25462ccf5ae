"""What paginators make of pages: botocore's own `build_full_result()` says what that is."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any, Final

import pytest

import shapeproof
from shapeproof.capture.build import build
from shapeproof.capture.sources import installed
from shapeproof.contract import Contract
from shapeproof.errors import CaptureError, ShapeproofError
from shapeproof.registry import load
from shapeproof.representations.conversion import from_cli
from shapeproof.sample.responses import smallest
from shapeproof.validation.validator import Validator

botocore: Any = pytest.importorskip("botocore")
NAMES: Final = (
    "cloudfront.list_distributions",
    "dynamodb.query",
    "iam.list_users",
    "kms.list_aliases",
    "lambda.list_functions",
    "route53.list_hosted_zones",
    "s3.list_objects_v2",
    "cloudtrail.list_public_keys",
)


def merged(contract: Contract, response: dict[str, Any]) -> dict[str, Any]:
    """What botocore's paginator makes of one page, and an empty one if the first says that there is another."""
    loaders: Any = importlib.import_module("botocore.loaders")
    paginate: Any = importlib.import_module("botocore.paginate")
    models: Any = importlib.import_module("botocore.model")
    loader = loaders.Loader()
    config = loader.load_service_model(contract.service, "paginators-1")["pagination"][contract.operation]
    model = models.ServiceModel(loader.load_service_model(contract.service, "service-2"), contract.service)

    pages, empty = iter([response]), dict[str, Any]()

    def call(**_parameters: object) -> dict[str, Any]:
        return next(pages, empty)

    paginator = paginate.Paginator(call, config, model.operation_model(contract.operation))
    result: dict[str, Any] = paginator.paginate().build_full_result()
    return result


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("engine", ["jsonschema-rs", "jsonschema"])
def test_what_a_paginator_hands_out_has_no_finding(name: str, engine: Any) -> None:
    contract = load(f"{name}@installed")
    for representation in ("cli", "sdk"):
        page: Any = from_cli(contract.schema(), smallest(contract.schema()), representation)
        full = merged(contract, page)
        assert shapeproof.findings(full, contract, representation=representation, engine=engine) == []
        assert shapeproof.findings(full | {"NextToken": "e30="}, contract, engine=engine) == []
        found = shapeproof.findings(full | {"NextToken": "e30=", "Surplus": None}, contract, engine=engine)
        assert [finding.pointer for finding in found] == ["/Surplus"]


@pytest.mark.survey
def test_no_paginator_of_the_installed_botocore_hands_out_what_is_a_finding() -> None:
    wrong = [name for name in _paginated() if not _is_clean(name)]
    assert wrong == []


def _paginated() -> Iterator[str]:
    source = installed()
    for service in source.services:
        for operation in source.operations(service):
            try:
                if build(source.find(service, operation)).paginator:
                    yield f"{service}.{operation}"
            except CaptureError:
                continue


def _is_clean(name: str) -> bool:
    contract = load(f"{name}@installed")
    try:
        page = smallest(contract.schema())
    except ShapeproofError:  # no response satisfies it
        return True
    return shapeproof.findings(merged(contract, page), contract, representation="cli") == []


SCAN: Final[dict[str, Any]] = {"Items": [], "Count": 0, "ScannedCount": 0, "ConsumedCapacity": None}


@pytest.mark.parametrize(
    ("members", "pointers"),
    [
        ({}, []),
        ({"LastEvaluatedKey": {}}, ["/ConsumedCapacity"]),  # one page
        ({"LastEvaluatedKey": {}, "NextToken": "x"}, ["/ConsumedCapacity", "/NextToken"]),
        ({"NextToken": 5}, ["/NextToken"]),
        ({"Items": None}, ["/Items"]),
        ({"Items": [{"a": None}]}, ["/Items/0/a"]),
        ({"Count": "1"}, ["/Count"]),
    ],
)
def test_only_what_merging_explains_is_no_finding(members: dict[str, Any], pointers: list[str]) -> None:
    contract = load("dynamodb.scan@installed")
    assert [finding.pointer for finding in shapeproof.findings(SCAN | members, contract)] == pointers


def test_what_the_service_sent_or_one_call_returned_is_not_merged() -> None:
    contract = load("dynamodb.scan@installed")
    validator = Validator(contract)
    assert [finding.pointer for finding in validator.findings(SCAN, "wire")] == ["/ConsumedCapacity"]
    assert [finding.pointer for finding in validator.check(SCAN).findings] == ["/ConsumedCapacity"]
