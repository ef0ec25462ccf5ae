"""Whole services: what several operations have is one change, and operations whose shapes are equal are skipped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.sources import ModelSource, installed, open_source
from shapeproof.cli.output.botocore_releases import compare_releases
from shapeproof.diff.catalog import READERS
from shapeproof.diff.changes.contract_changes import contract_changes
from shapeproof.diff.services.changed_operations import changed_operations
from shapeproof.diff.verdicts.diff_result import DiffEntry, DiffResult
from shapeproof.errors import ReleaseError, UnknownContractError
from shapeproof.releases import Releases

Shapes = dict[str, Any]


def shop(shapes: Shapes, *names: str) -> dict[str, Any]:
    """A service model whose operations return the shape of their name."""
    return {
        "metadata": {"apiVersion": "2026-01-01", "endpointPrefix": "shop", "protocol": "json", "jsonVersion": "1.1"},
        "operations": {
            name: {"name": name, "http": {"method": "POST", "requestUri": "/"}, "output": {"shape": f"{name}Response"}}
            for name in names
        },
        "shapes": shapes,
    }


SHAPES: Shapes = {
    "GetOrderResponse": {"type": "structure", "members": {"Status": {"shape": "Status"}}},
    "ListOrdersResponse": {"type": "structure", "members": {"Statuses": {"shape": "Statuses"}}},
    "GetNameResponse": {"type": "structure", "members": {"Name": {"shape": "Name"}}},
    "Statuses": {"type": "list", "member": {"shape": "Status"}},
    "Status": {"type": "string", "enum": ["PAID"]},
    "Name": {"type": "string", "documentation": "A name."},
}
CHANGED = SHAPES | {
    "Status": {"type": "string", "enum": ["PAID", "SHIPPED"]},
    "Name": {"type": "string", "documentation": "Other words."},
}


def source(directory: Path, version: str, models: Mapping[str, Any]) -> ModelSource:
    for service, model in models.items():
        data = directory / "botocore" / "data" / service / "2026-01-01"
        data.mkdir(parents=True)
        (data / "service-2.json").write_text(json.dumps(model))
    (directory / "botocore" / "__init__.py").write_text(f"__version__ = '{version}'\n")
    return open_source(directory / "botocore")


@pytest.fixture
def releases(tmp_path: Path) -> tuple[ModelSource, ModelSource]:
    old = {"shop": shop(SHAPES, "GetOrder", "ListOrders", "GetName", "Old"), "gone": shop(SHAPES, "GetName")}
    old["shop"]["operations"]["Old"].pop("output")
    new = {"shop": shop(CHANGED, "GetOrder", "ListOrders", "GetName", "New"), "came": shop(SHAPES, "GetName")}
    new["shop"]["operations"]["New"].pop("output")
    return source(tmp_path / "old", "1.0.0", old), source(tmp_path / "new", "1.1.0", new)


def names(result: DiffResult) -> list[tuple[str, str, tuple[str, ...]]]:
    def facts(entry: DiffEntry) -> tuple[str, str, tuple[str, ...]]:
        return entry.verdict.change.code.name, entry.verdict.change_class, entry.operations

    return [facts(entry) for entry in result.entries]


def test_a_change_of_several_operations_is_one(releases: tuple[ModelSource, ModelSource]) -> None:
    result = compare_releases(*releases, [], "closed")
    assert (result.old, result.new) == ("botocore@1.0.0", "botocore@1.1.0")
    assert names(result) == [
        ("ServiceRemoved", "breaking", ("gone.*",)),
        ("OperationRemoved", "breaking", ("shop.Old",)),
        ("EnumValuesAdded", "breaking", ("shop.get_order", "shop.list_orders")),
        ("ServiceAdded", "harmless", ("came.*",)),
        ("OperationAdded", "harmless", ("shop.New",)),
    ]
    assert result.compared == 3
    assert names(compare_releases(*releases, ["came"], "closed")) == [("ServiceAdded", "harmless", ("came.*",))]
    open_result = compare_releases(*releases, ["shop"], "open")
    assert [change_class for _, change_class, _ in names(open_result)] == ["breaking", "risky", "harmless"]


def test_the_same_release_has_no_change(releases: tuple[ModelSource, ModelSource]) -> None:
    assert compare_releases(releases[0], releases[0], [], "closed").entries == ()


def test_an_unknown_service_is_told(releases: tuple[ModelSource, ModelSource]) -> None:
    with pytest.raises(UnknownContractError, match="shopp"):
        compare_releases(*releases, ["shopp"], "closed")


def test_a_model_that_is_none_is_told(tmp_path: Path) -> None:
    old = source(tmp_path / "old", "1.0.0", {"shop": shop(SHAPES, "GetOrder"), "other": shop(SHAPES, "GetName")})
    broken = shop({**CHANGED, "Status": {"type": "string", "enum": 5}}, "GetOrder")
    new = source(tmp_path / "new", "1.1.0", {"shop": broken, "other": shop(SHAPES, "GetName")})
    result = compare_releases(old, new, [], "closed")
    assert result.entries == ()
    assert len(result.problems) == 1


def test_only_what_refers_to_a_changed_shape_is_compared() -> None:
    old = shop(SHAPES, "GetOrder", "ListOrders", "GetName", "Old")
    new = shop(CHANGED, "GetOrder", "ListOrders", "GetName", "New")
    for model in (old, new):
        model["operations"].pop("Old", None)
        model["operations"].pop("New", None)
    assert changed_operations(old, new) == ((), (), ("GetOrder", "ListOrders"), 1)


@pytest.mark.survey
def test_skipped_operations_have_no_change() -> None:
    new = installed()
    try:
        with Releases().source("1.34.0") as old:
            for service in ("sagemaker", "sqs", "ec2", "iam"):
                compared = changed_operations(old.model(service), new.model(service)).changed
                common = set(old.operations(service)) & set(new.operations(service))
                for operation in sorted(common - set(compared)):
                    ends = build(old.find(service, operation)), build(new.find(service, operation))
                    assert contract_changes(*ends) == []
    except ReleaseError as error:
        pytest.skip(f"botocore 1.34.0 can't be had: {error}")


def test_a_member_of_an_error_is_harmless_and_an_unclear_one_undecided(tmp_path: Path) -> None:
    """Errors are open: boto3 adds members to them. What two errors define differently, no schema describes."""
    error: Shapes = {"type": "structure", "members": {}, "exception": True}
    with_code: Shapes = error | {"members": {"Code": {"shape": "Name"}}}
    other: Shapes = error | {"members": {"Code": {"shape": "Status"}}}

    def release(version: str, errors: Shapes) -> ModelSource:
        model = shop(SHAPES | errors, "GetName")
        model["operations"]["GetName"]["errors"] = [{"shape": name} for name in errors]
        return source(tmp_path / version, version, {"shop": model})

    first, second = release("1.0.0", {"A": error}), release("1.1.0", {"A": with_code})
    third = release("1.2.0", {"A": with_code, "B": other})
    for reader in READERS:
        assert names(compare_releases(first, second, [], reader)) == [("MemberAdded", "harmless", ("shop.get_name",))]
        found = {name: change_class for name, change_class, _ in names(compare_releases(second, third, [], reader))}
        assert found == {"ErrorCodesAdded": "risky", "TypeChanged": "undecided"}
