"""What the protocols of AWS allow beside a contract: types of structures, and nulls in unions."""

from __future__ import annotations

import pytest

import shapeproof
from shapeproof.contract import Contract
from shapeproof.validation.engines.compilation import ENGINES, EngineName


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"__type": "com.example#Thing"}, []),
        ({"Inner": {"__type": "Inner", "Deep": 1}}, []),
        ({"Choice": {"__type": "Choice", "A": 1}}, []),
        ({"Choice": {"__type": None, "A": 1}}, []),
        ({"Choice": {"__type": "Choice"}}, [("/Choice", "SP105")]),
        ({"Choice": {"A": 1, "B": None}}, [("/Choice/B", "SP103")]),
        ({"Choice": {"A": None}}, [("/Choice", "SP105"), ("/Choice/A", "SP103")]),
        ({"Choice": {"A": None, "B": None}}, [("/Choice", "SP105"), ("/Choice/A", "SP103"), ("/Choice/B", "SP103")]),
        ({"Choice": {"A": 1, "B": "ab", "__type": "x"}}, [("/Choice", "SP105")]),
        ({"Choice": {"A": 1, "C": 1, "__type": "x"}}, [("/Choice", "SP105"), ("/Choice/C", "SP301")]),
        ({"Labels": {"__type": 1}}, [("/Labels/__type", "SP210")]),
    ],
)
def test_a_type_is_not_a_member_and_null_is_absent(
    thing: Contract, engine: EngineName, members: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    findings = shapeproof.findings({"Name": "name", **members}, thing, engine=engine)
    assert [(finding.pointer, finding.code) for finding in findings] == expected


def test_nulls_that_a_service_sent_are_warnings(thing: Contract) -> None:
    response = {"Name": "name", "Choice": {"A": 1, "B": None}, "Tags": ["ab", None]}
    findings = shapeproof.findings(response, thing, representation="wire")
    assert [(finding.code, finding.severity) for finding in findings] == [("SP103", "warning"), ("SP106", "warning")]
