"""Contracts that the readers of recordings are tried on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract, View
from shapeproof.recordings.checking.checker import Checker, CheckOptions
from shapeproof.recordings.checking.unit_result import Located
from shapeproof.recordings.discovery import files
from shapeproof.registry import load

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job@1.29.145"
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


@pytest.fixture(scope="session")
def flagship() -> Contract:
    return load(FLAGSHIP)


Check = Callable[..., list[Located]]


@pytest.fixture(scope="session")
def check() -> Check:
    """Everything that is found in files and folders, as the command line would tell it."""

    def found(
        *paths: Path, contract: str | None = None, view: View = "strict", schemas: Path | None = None
    ) -> list[Located]:
        checker = Checker(CheckOptions(contract=contract, view=view, schemas=schemas))
        units = files.units([str(path) for path in paths])
        return [located for planned in units for located in checker.check(planned).findings]

    return found
