"""Whatever a service model holds, capturing it succeeds, or raises a CaptureError that says where."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from tests.capture.hostile import HOSTILE_NAMES, OTHER_TYPES, SERVICE, pointers, renamed, replaced

from shapeproof.capture.build import build, contract_files
from shapeproof.capture.contract_files import from_files
from shapeproof.capture.model import OperationModel
from shapeproof.capture.prose import prose
from shapeproof.contract import Pointer, pointer_text
from shapeproof.errors import CaptureError

PLACES = sorted(pointers(SERVICE), key=str)
NAMED_BY_OTHERS = [place for place in PLACES if place[-2:-1] in {("members",), ("shapes",), ("operations",)}]


def captured(service: Any, operation: str = "GetThing") -> dict[str, str]:
    model = OperationModel.from_service("things", "1.2.3", service, operation)
    prose(service, model)
    return contract_files(model)


def test_the_model_itself_is_captured() -> None:
    documents = {name: json.loads(text) for name, text in captured(SERVICE).items()}
    assert from_files(documents, where="").operation == "GetThing"


@pytest.mark.parametrize("place", PLACES, ids=pointer_text)
def test_a_value_of_another_type_is_captured_or_an_error(place: Pointer) -> None:
    if len(place) == 1:
        return  # `ModelSource` checks that the three parts are there
    for value in OTHER_TYPES:
        with suppress(CaptureError):
            documents = {name: json.loads(text) for name, text in captured(replaced(SERVICE, place, value)).items()}
            from_files(documents, where="")


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
@pytest.mark.parametrize("place", NAMED_BY_OTHERS, ids=pointer_text)
def test_a_hostile_name_is_an_error_that_shows_it(place: Pointer, name: str) -> None:
    operation = name if place == ("operations", "GetThing") else "GetThing"
    document = renamed(SERVICE, place, name)
    if place[0] == "shapes" and len(place) == 2:  # what refers to the shape, too
        document = json.loads(
            json.dumps(document).replace(f'"shape": {json.dumps(place[1])}', f'"shape": {json.dumps(name)}')
        )
        document["operations"]["GetThing"]["documentation"] = ""
    with pytest.raises(CaptureError) as raised:
        captured(document, operation)
    assert ascii(name)[1:20] in str(raised.value) or not name
    assert "\x00" not in str(raised.value)


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
@pytest.mark.parametrize(
    "place",
    [
        ("shapes", "Thing", "members", "Made", "locationName"),
        ("shapes", "Thing", "members", "Made", "location"),
        ("shapes", "Time", "timestampFormat"),
        ("shapes", "Thing", "payload"),
        ("shapes", "Thing", "members", "Id", "shape"),
        ("metadata", "apiVersion"),
        ("metadata", "endpointPrefix"),
        ("metadata", "protocol"),
    ],
    ids=pointer_text,
)
def test_a_hostile_word_of_a_trait_is_an_error_with_its_pointer(place: Pointer, name: str) -> None:
    if not name and place[-1] == "locationName":
        assert captured(replaced(SERVICE, place, name)), "botocore has one"
        return
    with pytest.raises(CaptureError) as raised:
        captured(replaced(SERVICE, place, name))
    assert pointer_text(place) in str(raised.value)


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_a_hostile_service_or_edition_is_an_error(name: str) -> None:
    for service, edition in ((name, "1.2.3"), ("things", name)):
        with pytest.raises(CaptureError, match="can't be the name of"):
            OperationModel.from_service(service, edition, SERVICE, "GetThing")


@pytest.mark.parametrize("kind", ["structure", "list"])
def test_shapes_nested_too_deeply_are_an_error(kind: str) -> None:
    def nested(depth: int) -> dict[str, Any]:
        shapes: dict[str, Any] = {
            "Thing": {"type": "structure", "members": {"A": {"shape": "S0"}}},
            "Text": {"type": "string"},
        }
        for level in range(depth):
            reference = {"shape": f"S{level + 1}" if level + 1 < depth else "Text"}
            shapes[f"S{level}"] = (
                {"type": "structure", "members": {"A": reference}}
                if kind == "structure"
                else {"type": "list", "member": reference}
            )
        return {**SERVICE, "operations": {"GetThing": {"output": {"shape": "Thing"}}}, "shapes": shapes}

    # In a contract, a structure and the reference to the next one count as two.
    assert captured(nested(98 if kind == "list" else 48))
    with pytest.raises(CaptureError, match=r"nested \d+ deep; at most 100 are supported"):
        captured(nested(99 if kind == "list" else 50))
    for depth in (99, 3_000):
        with pytest.raises(CaptureError, match=f"shapes are nested {depth + 2} deep; at most 100 are supported"):
            captured(nested(depth))


def test_mutually_recursive_shapes_count_all_together() -> None:
    names = [f"S{number}" for number in range(101)]
    shapes = {
        name: {"type": "structure", "members": {other: {"shape": other} for other in names[:40]}} for name in names[:40]
    }
    service = {**SERVICE, "operations": {"GetThing": {"output": {"shape": "S0"}}}, "shapes": shapes}
    build(OperationModel.from_service("things", "1.2.3", service, "GetThing"))
    shapes |= {name: {"type": "structure", "members": {other: {"shape": other} for other in names}} for name in names}
    with pytest.raises(CaptureError, match="nested 101 deep"):
        captured({**service, "shapes": shapes})
