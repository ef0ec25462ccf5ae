"""Thousands of findings in one recording of every form: each has its location, and all are found in one pass.

One pass for each finding took from half a minute to hours.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import pytest
import yaml

from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.discovery.units import Unit

COUNT: Final = 5_000
RESPONSE: Final[dict[str, Any]] = {"nextToken": "é", "imageIds": [{"imageTag": 1}] * COUNT}
URL: Final = "https://api.ecr.us-east-1.amazonaws.com/"
TARGET: Final = "AmazonEC2ContainerRegistry_V20150921.ListImages"


def cassette(**body: object) -> dict[str, Any]:
    request = {"method": "POST", "uri": URL, "headers": {"X-Amz-Target": [TARGET]}, "body": "{}"}
    response = dict[str, object](status={"code": 200, "message": "OK"}, headers={}, **body)
    return {"interactions": [{"request": request, "response": response}], "version": 1}


def har() -> str:
    request = {"method": "POST", "url": URL, "headers": [{"name": "X-Amz-Target", "value": TARGET}]}
    response = {"status": 200, "headers": list[object](), "content": {"text": json.dumps(RESPONSE)}}
    return json.dumps({"log": {"entries": [{"request": request, "response": response}]}})


class Body(NamedTuple):
    """A string that is dumped in one style."""

    text: str
    style: str


def represent_body(dumper: Any, body: Body) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", body.text, style=body.style)


yaml.SafeDumper.add_representer(Body, represent_body)


def in_yaml(style: str) -> str:
    body = Body(json.dumps(RESPONSE, indent=1 if style == "|" else None) + "\n", style)
    return yaml.dump(cassette(body={"string": body}), Dumper=yaml.SafeDumper)


ENCODED: Final = base64.b64encode(json.dumps(RESPONSE).encode()).decode()
OUTPUTS: Final = [{"id": "x", "output": {"imageIds": [{"imageTag": 1}]}}] * COUNT
FORMS: Final[dict[str, tuple[str, Callable[[], str], bool]]] = {
    # the name of the file, its content, and whether members have locations of their own
    "json": ("x.json", lambda: json.dumps(RESPONSE), True),
    "json, a list": ("x.json", lambda: json.dumps([{"imageIds": [{"imageTag": 1}]}] * COUNT, indent=1), True),
    "json lines": ("x.jsonl", lambda: json.dumps(RESPONSE) + "\n", True),
    "placebo": ("x.json", lambda: json.dumps({"status_code": 200, "data": RESPONSE}), True),
    "printed python": ("x.txt", lambda: repr(RESPONSE), True),
    "printed python, a list": ("x.txt", lambda: repr([{"é": 1, "imageIds": [{"imageTag": 1}]}] * (COUNT // 4)), True),
    "vcr, json": ("x.json", lambda: json.dumps(cassette(body={"string": json.dumps(RESPONSE)})), False),
    "vcr, json, parsed": ("x.json", lambda: json.dumps(cassette(parsed_body=RESPONSE)), True),
    "vcr, quoted": ("x.yaml", lambda: in_yaml("'"), True),
    "vcr, double quoted": ("x.yaml", lambda: in_yaml('"'), True),
    "vcr, a block": ("x.yaml", lambda: in_yaml("|"), True),
    "vcr, base64": ("x.yaml", lambda: json.dumps(cassette(body={"base64_string": ENCODED})), False),
    "har": ("x.har", har, False),
    "botocore examples": (
        "ecr/2015-09-21/examples-1.json",
        lambda: json.dumps({"version": "1.0", "examples": {"ListImages": OUTPUTS}}),
        True,
    ),
}


@pytest.mark.parametrize(
    "form",
    # Two forms in every run: each takes seconds.
    [pytest.param(form, marks=() if index % 8 == 0 else pytest.mark.survey) for index, form in enumerate(FORMS)],
)
def test_every_finding_has_its_location(form: str) -> None:
    name, content, has_members = FORMS[form]
    text = content()
    unit = Unit(name, is_explicit=True, data=text.encode())
    results = Checker(CheckOptions(contract="ecr.list_images@installed")).check(unit)
    findings = [located for result in results for located in result.findings]
    found = [located for located in findings if located.finding.pointer_parts[-1:] == ("imageTag",)]
    assert len(found) >= COUNT // 4
    locations = {(located.line, located.column) for located in found}
    assert len(locations) == (len(found) if has_members else 1)
    if has_members:
        lines = text.split("\n")
        starts = {lines[(line or 1) - 1][(column or 1) - 1 :][:11].lstrip("\"'\\") for line, column in locations}
        assert {start[:8] for start in starts} - {""} == {"imageTag"}  # a line may be folded within a key
