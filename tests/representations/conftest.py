"""Contracts for the tests of representations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract

REST: Final[dict[str, Any]] = {
    "Thing": {
        "type": "structure",
        "required": ["Name", "Made"],
        "members": {
            "Name": {"shape": "Text", "locationName": "name"},
            "Made": {"shape": "Time", "locationName": "made"},
            "Sent": {"shape": "Time", "timestampFormat": "rfc822"},
            "Seen": {"shape": "Time", "timestampFormat": "iso8601"},
            "Data": {"shape": "Blob", "locationName": "data"},
            "Inner": {"shape": "Inner", "locationName": "inner"},
            "Many": {"shape": "Many"},
            "ByName": {"shape": "ByName", "locationName": "by-name"},
            "Request": {"shape": "Text", "location": "header", "locationName": "x-request"},
            "Code": {"shape": "Count", "location": "statusCode"},
        },
    },
    "Inner": {
        "type": "structure",
        "members": {"Count": {"shape": "Count", "locationName": "n"}, "At": {"shape": "Time", "locationName": "t"}},
    },
    "Many": {"type": "list", "member": {"shape": "Inner"}},
    "ByName": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Inner"}},
    "Text": {"type": "string"},
    "Count": {"type": "integer"},
    "Time": {"type": "timestamp"},
    "Blob": {"type": "blob"},
}


@pytest.fixture(scope="session")
def rest(handmade: Callable[..., OperationModel]) -> Contract:
    """Other names on the wire, times in three forms, members in headers and in the status line."""
    return build(handmade(REST, protocol="rest-json"))


@pytest.fixture(scope="session")
def payload(handmade: Callable[..., OperationModel]) -> Contract:
    """One member is the whole body."""
    members = {
        "Body": {"shape": "Inner"},
        "Request": {"shape": "Text", "location": "header", "locationName": "x-request"},
    }
    thing = {"type": "structure", "payload": "Body", "members": members}
    return build(handmade({**REST, "Thing": thing}, protocol="rest-json"))
