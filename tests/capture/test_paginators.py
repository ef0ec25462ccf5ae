"""Paginators: what is captured of botocore's, and what a committed contract may say of one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shapeproof.capture.build import contract_files
from shapeproof.capture.contract_files import from_files
from shapeproof.capture.model import OperationModel
from shapeproof.capture.paginators import paginator_from_botocore
from shapeproof.capture.sources import open_source
from shapeproof.contract import Paginator
from shapeproof.errors import CaptureError

SERVICE = {
    "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "things", "protocol": "json"},
    "operations": {"ListThings": {"name": "ListThings"}, "GetThing": {"name": "GetThing"}},
    "shapes": {},
}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"result_key": "Things"}, Paginator(("Things",))),
        ({"result_key": ["A", "B.C"], "non_aggregate_keys": ["D"]}, Paginator(("A", "B.C"), ("D",))),
        ({"result_key": "A", "non_aggregate_keys": "D"}, Paginator(("A",), ("D",))),
        ({"result_key": "A || B"}, None),
        ({"result_key": "A[0]"}, None),
        ({"result_key": ["A"], "non_aggregate_keys": ["B[].C"]}, None),
        ({"result_key": 5}, None),
        ({"result_key": []}, None),
        ({"input_token": "Marker"}, None),
        ({}, None),
    ],
)
def test_a_paginator_is_captured_if_its_paths_are_names(entry: dict[str, Any], expected: Paginator | None) -> None:
    assert paginator_from_botocore(entry) == expected


def source_in(directory: Path, **files: object) -> Path:
    data = directory / "data" / "things" / "2020-01-01"
    data.mkdir(parents=True)
    (directory / "__init__.py").write_text("__version__ = '1.0.0'\n", encoding="utf-8")
    (data / "service-2.json").write_text(json.dumps(SERVICE), encoding="utf-8")
    for name, document in files.items():
        (data / f"paginators-1{name.replace('_', '.').replace('sdk.', 'sdk-')}.json").write_text(json.dumps(document))
    return directory


def test_a_source_has_the_paginators_with_the_additions_of_botocore(tmp_path: Path) -> None:
    pagination = {"ListThings": {"result_key": "Things", "limit_key": "Max"}}
    additions = {"merge": {"pagination": {"ListThings": {"non_aggregate_keys": ["Owner"]}}}}
    source = open_source(source_in(tmp_path, **{"": {"pagination": pagination}, "_sdk_extras": additions}))
    assert source.find("things", "list_things").paginator == Paginator(("Things",), ("Owner",))
    assert source.find("things", "get_thing").paginator is None


@pytest.mark.parametrize("document", [{}, [], {"pagination": 5}])
def test_paginators_that_cannot_be_read_are_an_error(tmp_path: Path, document: object) -> None:
    source = open_source(source_in(tmp_path, **{"": document}))
    with pytest.raises(CaptureError, match="the paginators of things can't be read"):
        source.find("things", "list_things")


def test_captured_files_hold_the_paginator_and_nothing_if_there_is_none(
    handmade: Callable[..., OperationModel],
) -> None:
    model = handmade({"Thing": {"type": "structure", "members": {}}})
    for paginator in (None, Paginator(("A", "B.C"), ("D",)), Paginator(("A",))):
        texts = contract_files(replace(model, paginator=paginator))
        documents = {name: json.loads(text) for name, text in texts.items()}
        assert from_files(documents, where="here").paginator == paginator
        assert OperationModel.from_json(documents["model.json"], where="here").paginator == paginator
        assert ("paginator" in documents["contract.json"]) is (paginator is not None)


@pytest.mark.parametrize(
    "value", [None, [], {"result_keys": "A"}, {"result_keys": ["A[]"]}, {"result_keys": ["a\u202e"]}]
)
def test_a_committed_paginator_of_another_form_is_an_error(
    handmade: Callable[..., OperationModel], value: object
) -> None:
    texts = contract_files(handmade({"Thing": {"type": "structure", "members": {}}}))
    documents = {name: json.loads(text) for name, text in texts.items()}
    with pytest.raises(CaptureError, match="/paginator"):
        from_files({**documents, "contract.json": {**documents["contract.json"], "paginator": value}}, where="here")
    with pytest.raises(CaptureError, match="/paginator"):
        OperationModel.from_json({**documents["model.json"], "paginator": value}, where="here")
