"""One operation of a service model: what is kept of it, and its request, response and errors as a contract."""

from __future__ import annotations

import json
from typing import Any, cast

import jsonschema_rs
import pytest

from shapeproof.capture.build import build, contract_files
from shapeproof.capture.contract_files import from_files
from shapeproof.capture.error_schema import error_codes
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract
from shapeproof.errors import CaptureError

SERVICE: dict[str, Any] = {
    "version": "2.0",
    "metadata": {
        "apiVersion": "2017-07-24",
        "endpointPrefix": "api.things",
        "protocol": "json",
        "protocols": ["smithy-rpc-v2-cbor", "json"],
        "serviceFullName": "The Service of Things",
    },
    "documentation": "Prose.",
    "operations": {
        "DescribeThing": {
            "name": "DescribeThing2017_07_24",
            "http": {"method": "POST", "requestUri": "/"},
            "input": {"shape": "DescribeThingRequest"},
            "output": {"shape": "DescribeThingResponse"},
            "errors": [{"shape": "NoSuchThing", "documentation": "Prose."}, {"shape": "BusyException"}],
            "documentation": "Prose.",
            "idempotent": True,
        },
        "TouchThing": {"name": "TouchThing", "http": {"method": "POST", "requestUri": "/"}},
        "LoseThing": {"name": "LoseThing", "input": {"shape": "Lost"}},
    },
    "shapes": {
        "DescribeThingRequest": {
            "type": "structure",
            "required": ["Name"],
            "members": {"Name": {"shape": "Name", "documentation": "Prose."}},
        },
        "DescribeThingResponse": {"type": "structure", "members": {"documentation": {"shape": "Name"}}},
        "Name": {"type": "string", "pattern": "[a-z]+", "documentation": "Prose."},
        "NoSuchThing": {
            "type": "structure",
            "members": {"message": {"shape": "Name"}, "Thing": {"shape": "Name"}, "Hint": {"shape": "Name"}},
            "error": {"code": "ThingNotFound", "httpStatusCode": 404, "senderFault": True},
            "exception": True,
        },
        "BusyException": {
            "type": "structure",
            "members": {"message": {"shape": "Name"}, "Thing": {"shape": "DescribeThingError"}},
            "exception": True,
        },
        # A shape of the service can have the name that we would give to the errors.
        "DescribeThingError": {"type": "structure", "members": {}},
        "Unreached": {"type": "string", "documentation": "Prose."},
    },
}
NAME = {"type": "string", "pattern": "^(?:[a-z]+)$", "x-shape": "Name"}


def model(operation: str = "DescribeThing") -> OperationModel:
    return OperationModel.from_service("things", "1.2.3", SERVICE, operation)


def test_a_model_keeps_the_facts_of_its_operation_and_no_documentation() -> None:
    document = model().to_json()
    assert document["operation"] == {
        "name": "DescribeThing",  # the key, which boto3's method is called after
        "http": {"method": "POST", "requestUri": "/"},
        "input": {"shape": "DescribeThingRequest"},
        "output": {"shape": "DescribeThingResponse"},
        "errors": [{"shape": "NoSuchThing"}, {"shape": "BusyException"}],
    }
    assert list(document["metadata"]) == ["apiVersion", "protocol", "protocols", "endpointPrefix"]
    assert list(document["shapes"]) == sorted({*SERVICE["shapes"]} - {"Unreached"})
    assert "Prose" not in json.dumps(document)
    assert document["shapes"]["DescribeThingResponse"]["members"] == {"documentation": {"shape": "Name"}}


def test_a_model_that_is_read_back_gives_the_same_files() -> None:
    files = contract_files(model())
    assert set(files) == {
        "model.json",
        "contract.json",
        "response.schema.json",
        "request.schema.json",
        "errors.schema.json",
    }
    again = OperationModel.from_json(json.loads(files["model.json"]), where="model.json")
    assert again == model()
    assert contract_files(again) == files


def test_a_model_that_lacks_a_part_is_an_error() -> None:
    document = model().to_json()
    with pytest.raises(CaptureError, match=r"^things.json: /shapes/Name: expected an object, got 1"):
        OperationModel.from_json({**document, "shapes": {"Name": 1}}, where="things.json")
    del document["shapes"]
    with pytest.raises(CaptureError, match=r"^things.json: this model lacks 'shapes'"):
        OperationModel.from_json(document, where="things.json")


@pytest.mark.parametrize(
    ("operation", "problem"),
    [
        ("LoseThing", "things.LoseThing: the model refers to a shape Lost"),
        ("Nothing", "things has no operation Nothing"),
    ],
)
def test_an_operation_or_shape_that_the_model_does_not_define_is_an_error(operation: str, problem: str) -> None:
    with pytest.raises(CaptureError, match=problem):
        model(operation)


def test_a_contract_states_its_source() -> None:
    contract = build(model())
    assert (contract.name, contract.operation) == ("things.describe_thing@1.2.3", "DescribeThing")
    assert (contract.source, contract.api_version, contract.through) == ("botocore 1.2.3", "2017-07-24", None)
    assert (contract.endpoint_prefix, contract.json_protocol) == ("api.things", "json")


def test_a_contract_that_is_written_and_read_is_the_same() -> None:
    contract = build(model())
    files = {name: json.loads(text) for name, text in contract_files(model()).items()}
    assert vars(from_files(files, where="things")) == vars(contract)


def root(contract: Contract, part: str) -> Any:
    schema = {"response": contract.response, "request": contract.request, "errors": contract.errors}[part]
    jsonschema_rs.meta.validate(dict(schema))
    return schema["$defs"][schema["title"]]


def facts(schema: object) -> Any:
    """The schema without descriptions."""
    if not isinstance(schema, dict):
        return schema
    kept: dict[str, Any] = {}
    for key, value in cast("dict[str, Any]", schema).items():
        if key != "description" or not isinstance(value, str):
            kept[key] = facts(value)
    return kept


def test_an_operation_without_input_and_output_has_empty_structures() -> None:
    contract = build(model("TouchThing"))
    nothing: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
    assert root(contract, "response") == nothing
    assert root(contract, "request") == nothing
    assert contract.response["title"] == "TouchThingResponse"
    assert contract.request["title"] == "TouchThingRequest"
    assert facts(root(contract, "errors"))["properties"]["Error"]["properties"]["Code"] == {"type": "string"}


def test_a_request_is_a_structure_like_any_other() -> None:
    assert root(build(model()), "request") == {
        "type": "object",
        "properties": {"Name": NAME},
        "additionalProperties": False,
        "required": ["Name"],
    }


def test_error_codes_are_those_that_the_service_sends() -> None:
    assert error_codes(model()) == {"ThingNotFound": "NoSuchThing", "BusyException": "BusyException"}


def test_errors_are_one_open_structure_with_the_members_of_all() -> None:
    contract = build(model())
    assert contract.errors["title"] == "DescribeThingError_", "the service has a DescribeThingError of its own"
    assert facts(root(contract, "errors")) == {
        "type": "object",
        "properties": {
            "Error": {
                "type": "object",
                "properties": {
                    "Code": {"type": "string", "enum": ["BusyException", "ThingNotFound"]},
                    "Message": {"type": "string"},
                },
                "required": ["Code"],
            },
            "message": NAME,
            "Hint": NAME,
            "Thing": {
                "x-not-checked": {
                    "type": {"value": "several shapes", "reason": "errors of this operation define it differently"}
                }
            },
        },
        "required": ["Error"],
    }


def test_the_description_of_an_error_member_names_the_errors_that_send_it() -> None:
    members = root(build(model()), "errors")["properties"]
    assert members["message"]["description"] == "Sent with every error that the operation lists."
    assert members["Hint"]["description"] == "Sent with `ThingNotFound`."
