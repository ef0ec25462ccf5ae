"""The catalogue of finding codes: complete, stable, with severities that follow evidence, and ways to select codes."""

from __future__ import annotations

import ast
import gzip
import pickle
import re
import sys
from pathlib import Path
from typing import Final, get_args

import pytest

import shapeproof
from shapeproof.contract import Contract, View
from shapeproof.errors import UsageError
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.validation.catalog import (
    CODE_OF_KEYWORD,
    CODES,
    INCOMPLETE,
    FindingCode,
    Severities,
    Severity,
    chosen_severities,
    matching_codes,
)

PACKAGE: Final = Path(shapeproof.__file__).parent
KINDS = {"SP1": "structure", "SP2": "constraint", "SP3": "drift", "SP4": "rule", "SP9": "reading"}
VIEWS = get_args(View)
# What differs from its kind, because real services do it all the time.
LENIENT: dict[str, Severity] = {
    "SP106": "warning",
    "SP107": "note",
    "SP108": "warning",
    "SP220": "warning",
    "SP221": "warning",
    "SP303": "note",
    "SP304": "warning",
    "SP305": "warning",
    "SP306": "warning",
    "SP307": "warning",
    "SP308": "warning",
    "SP402": "warning",
    "SP403": "note",
    "SP904": "warning",
    "SP916": "note",
}

VIOLATIONS: Final[dict[str, dict[str, object]]] = {
    "SP101": {"Inner": {}},
    "SP102": {"Size": "5"},
    "SP103": {"Size": None},
    "SP104": {"Made": "yesterday"},
    "SP105": {"Choice": {}},
    "SP106": {"Tags": ["ab", None]},
    "SP107": {"Share": float("nan")},
    "SP108": {
        "Status": None,
        "Size": None,
        "Share": None,
        "Is": None,
        "Made": None,
        "Data": None,
        "Tags": None,
        "Labels": None,
        "Pair": None,
        "Scores": None,
    },
    "SP201": {"Name": "A1"},
    "SP202": {"Name": "a"},
    "SP203": {"Name": "a" * 9},
    "SP204": {"Size": -1},
    "SP205": {"Size": 10},
    "SP206": {"Pair": ["ab"]},
    "SP207": {"Tags": ["ab"] * 3},
    "SP208": {"Scores": {"ab": 1}},
    "SP209": {"Labels": dict.fromkeys(("aa", "bb", "cc"), 1)},
    "SP210": {"Labels": {"a": 1}},
    "SP220": {"Tags": []},
    "SP221": {"Size": 0},
    "SP301": {"Unknown": 1},
    "SP302": {"Status": "Red"},
    "SP304": {"Status": "READY"},
}
"""For each code that a response can have, the members that provoke it."""
FILES: Final[dict[str, tuple[str, bytes | None]]] = {
    "SP109": ("s3.ListBuckets_1.xml", b"<R><Buckets><member/></Buckets></R>"),
    "SP901": ("a.json", b'{"Name": "ab",}'),
    "SP902": ("a.json", b""),
    "SP903": ("a.json", b'{"Name": "\xff"}'),
    "SP904": ("a.json", b'\xef\xbb\xbf{"Name": "ab"}'),
    "SP905": ("a.json", b'{"Name": "ab", "Name": "cd"}'),
    "SP906": ("a.json", b'{"Name": "ab", "Share": NaN}'),
    "SP907": ("a.json", rb'{"Name": "\ud800"}'),
    "SP908": ("a.json", b'{"Name": ' + b"[" * 300 + b"]" * 300 + b"}"),
    "SP909": ("a.json", b'{"Name": "ab", "Size": ' + b"9" * 5000 + b"}"),
    "SP910": ("a.json", pickle.dumps({"Name": "ab"})),
    "SP911": ("a.txt", b"{'Name': open('x')}"),
    "SP912": ("a.jsonl", b'{"shapeproof": 1, "response": {}}\n'),
    "SP913": ("a.json.gz", gzip.compress(b'{"Name": "ab"}')[:-9]),
    "SP914": ("a.json", b'"ab"'),
    "SP916": ("a.json", b'{"status_code": 200, "data": {"Name": "ab"}, "more": 1}'),
    "SP917": ("a.json", b'{"HyperParameterTuningJobName": "ab", "HyperParameterTuningJobArn": "cd"}'),
    "SP990": ("a.json", None),
    "SP991": ("a.json", b'{"Name": "ab"}'),
    "SP992": (
        "a.jsonl",
        b'{"shapeproof": 1, "contract": "no.such_thing", "representation": "cli", "response": {}}\n',
    ),
    "SP993": ("a.yaml", b"interactions: []\n"),
    "SP994": ("a.har", b'{"log": {"entries": []}}'),
}
"""For each reading code that a file can have, the name and content that provoke it; None for no file at all."""
BUCKETS: Final = "s3.list_buckets@installed"


@pytest.mark.parametrize(("number", "members"), VIOLATIONS.items())
def test_a_violation_provokes_its_code(thing: Contract, number: str, members: dict[str, object]) -> None:
    findings = shapeproof.findings({"Name": "name", **members}, thing)
    assert number in {finding.code for finding in findings}
    assert all(finding.message.isprintable() for finding in findings)


def test_an_unlisted_error_provokes_its_code(thing: Contract) -> None:
    (finding,) = shapeproof.findings({"Error": {"Code": "Throttling", "Message": "slow"}}, thing, "error")
    assert finding.code == "SP303"


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("MissingException", "SP305"),
        ("MISSING", "SP305"),
        ("MissingError", "SP305"),
        ("Mising", "SP305"),
        ("Exception", "SP303"),
        ("Mixing", "SP303"),
        ("NotMissing", "SP303"),
        ("AccessDenied", "SP303"),
    ],
)
def test_an_error_code_that_is_nearly_a_listed_one(thing: Contract, code: str, number: str) -> None:
    (finding,) = shapeproof.findings({"Error": {"Code": code, "Message": "no"}}, thing, "error")
    assert finding.code == number
    assert ("no exception of the client" in finding.message) is (number == "SP305")


def test_a_key_that_is_not_a_string_provokes_its_code(thing: Contract) -> None:
    (finding,) = shapeproof.findings({"Name": "name", 1: 2}, thing)
    assert finding.code == "SP915"


@pytest.mark.survey
def test_a_response_with_too_many_findings_provokes_its_code(thing: Contract) -> None:
    *listed, last = shapeproof.findings({"Name": "name", "Sparse": ["text"] * 60_000}, thing)
    assert len(listed) == 50_000
    assert (last.code, last.severity, last.pointer) == ("SP995", "error", "")


@pytest.mark.parametrize(("number", "file"), FILES.items())
def test_a_file_provokes_its_code(
    number: str, file: tuple[str, bytes | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, content = file
    if content is not None:
        (tmp_path / name).write_bytes(content)
    if number == "SP993":
        monkeypatch.setitem(sys.modules, "yaml", None)
    if number == "SP994":  # a broken installation stands for any bug
        monkeypatch.delattr("shapeproof.recordings.formats.har", raising=False)
        monkeypatch.setitem(sys.modules, "shapeproof.recordings.formats.har", None)
    checker = Checker(CheckOptions(contract=None if number in {"SP991", "SP992"} else BUCKETS))
    results = [result for unit in plan_units([str(tmp_path / name)]) for result in checker.check(unit)]
    assert number in {located.finding.code for result in results for located in result.findings}


def test_every_code_is_provoked() -> None:
    rules = {"SP401", "SP402", "SP403"}  # see test_rule_findings.py
    releases = {"SP306", "SP307", "SP308"}  # see test_release_changes.py
    assert {*VIOLATIONS, *FILES, *rules, *releases, "SP303", "SP305", "SP915", "SP995"} == set(CODES)


@pytest.mark.parametrize("code", CODES.values(), ids=str)
def test_a_code_is_defined_completely(code: FindingCode) -> None:
    assert re.fullmatch(r"[A-Z][A-Za-z0-9]+", code.name)
    assert code.title[0].islower()
    assert not code.title.endswith(".")
    assert code.hint[0].isupper() or code.hint.startswith("boto3")
    assert code.hint.endswith(".")
    assert CODES[code.number] == code == pickle.loads(pickle.dumps(code))
    assert str(code) == code.number


@pytest.mark.parametrize("attribute", ["number", "name", "title"])
def test_no_two_codes_share(attribute: str) -> None:
    assert len({getattr(code, attribute) for code in CODES.values()}) == len(CODES)


def test_no_other_module_writes_the_number_of_a_code() -> None:
    numbers = {
        (file.name, node.value)
        for file in PACKAGE.rglob("*.py")
        if file.parent != PACKAGE / "validation" / "catalog"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in CODES
    }
    assert numbers == set()


def test_codes_are_in_the_order_of_their_numbers() -> None:
    assert list(CODES) == sorted(CODES)


def test_every_validating_keyword_of_a_contract_has_a_code() -> None:
    keywords = {
        *("required", "type", "format", "pattern", "minLength", "maxLength", "minimum", "maximum"),
        *("minItems", "maxItems", "minProperties", "maxProperties", "additionalProperties", "enum"),
    }
    assert CODE_OF_KEYWORD.keys() == keywords
    assert all(code.keyword == keyword for keyword, code in CODE_OF_KEYWORD.items())


@pytest.mark.parametrize("code", CODES.values(), ids=str)
def test_a_code_has_the_kind_of_its_number_and_the_severity_of_its_kind_or_a_reason(code: FindingCode) -> None:
    assert re.fullmatch("SP[0-9]{3}", code.number)
    assert code.kind == KINDS[code.number[:3]]
    severities = tuple(Severities(view).of(code) for view in VIEWS)
    usual = ("error", "warning" if code.kind in {"constraint", "drift", "rule"} else "error")
    assert severities == ((LENIENT[code.number],) * 2 if code.number in LENIENT else usual)
    assert bool(code.severity_reason) is (severities != usual or code.as_sent is not None)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("chosen", ["error", "warning", "note", None])
@pytest.mark.parametrize("as_sent", [True, False])
def test_a_choice_of_the_user_takes_precedence_over_the_view(
    view: View, chosen: Severity | None, as_sent: bool
) -> None:
    severities = Severities(view, {"SP201": chosen, "SP103": chosen})
    assert severities.of(CODES["SP201"], as_sent=as_sent) == chosen
    assert severities.of(CODES["SP103"], as_sent=as_sent) == chosen
    assert severities.of(CODES["SP202"]) == Severities(view).of(CODES["SP202"])


@pytest.mark.parametrize("view", VIEWS)
def test_null_is_less_severe_where_the_service_sent_it(view: View) -> None:
    assert Severities(view).of(CODES["SP103"], as_sent=True) == "warning"
    assert Severities(view).of(CODES["SP103"]) == "error"


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("SP201", {"SP201"}),
        ("SP2xx", {code for code in CODES if code.startswith("SP2")}),
        ("SP22xx", set[str]()),
        ("xx", set[str]()),
        ("", set[str]()),
        ("constraint", {code for code in CODES if code.startswith("SP2")}),
        ("drift", {f"SP30{number}" for number in range(1, 9)}),
        ("SP9xx", {code for code in CODES if code.startswith("SP9")} - INCOMPLETE),
        ("reading", {code for code in CODES if code.startswith("SP9")} - INCOMPLETE),
        ("rule", {"SP401", "SP402", "SP403"}),
        ("HPT014", {"HPT014"}),
        ("H014", set[str]()),
        ("Hpt014", set[str]()),
        ("SP499", set[str]()),
    ],
)
def test_the_codes_that_a_selector_matches(selector: str, expected: set[str]) -> None:
    if expected:
        assert set(matching_codes(selector)) == expected
    else:
        with pytest.raises(UsageError):
            matching_codes(selector)


@pytest.mark.parametrize(
    ("selector", "hint"),
    [
        ("sp201", "SP201"),
        ("SP2O1", "SP2"),
        ("sp2xx", "SP2xx"),
        ("drfit", "drift"),
        ("readings", "reading"),
        ("E501", "SP201, a group"),
    ],
)
def test_a_selector_that_matches_no_code_gets_a_hint(selector: str, hint: str) -> None:
    with pytest.raises(UsageError, match="is not a finding code") as raised:
        matching_codes(selector)
    assert hint in (raised.value.hint or "")


@pytest.mark.parametrize("code", sorted(INCOMPLETE))
def test_that_a_job_was_not_done_stays_an_error(code: str) -> None:
    with pytest.raises(UsageError, match="can't be changed"):
        matching_codes(code)


RULE_CODE: Final = CODES["SP401"]


@pytest.mark.parametrize(
    ("view", "stated", "expected"),
    [
        ("strict", "error", "error"),
        ("strict", "note", "note"),
        ("tolerant", "error", "warning"),
        ("tolerant", "warning", "warning"),
        ("tolerant", "note", "note"),
    ],
)
def test_a_rule_has_its_own_severity_but_no_error_in_the_tolerant_view(
    view: View, stated: Severity, expected: Severity
) -> None:
    assert Severities(view).of_rule(RULE_CODE, "TST001", stated) == expected


def test_a_choice_of_a_rule_takes_precedence_over_one_of_its_code() -> None:
    severities = Severities("strict", chosen_severities(error=["SP401"], ignore=["TST001"], warn=["TST002"]))
    assert severities.of_rule(RULE_CODE, "TST001", "error") is None
    assert severities.of_rule(RULE_CODE, "TST002", "error") == "warning"
    assert severities.of_rule(RULE_CODE, "TST003", "warning") == "error"
