"""The catalogue of codes: stable, with severities that follow evidence, and ways to name several at once."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from shapeproof.contract import View
from shapeproof.errors import UsageError
from shapeproof.validation.catalog import CODES, INCOMPLETE, Severities, Severity, codes_meant

KINDS = {"SP1": "structure", "SP2": "constraint", "SP3": "drift", "SP9": "reading"}
VIEWS = get_args(View)
# What differs from its kind, because real services do it all the time.
LENIENT: dict[str, Severity] = {"SP220": "warning", "SP221": "warning", "SP303": "note", "SP904": "warning"}


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_the_kind_that_its_number_says_and_the_severity_of_its_kind(code: str) -> None:
    entry = CODES[code]
    assert re.fullmatch("SP[0-9]{3}", code)
    assert (entry.code, entry.kind) == (code, KINDS[code[:3]])
    strict, tolerant = (Severities(view).of(code) for view in VIEWS)
    usual = ("error", "warning" if entry.kind in {"constraint", "drift"} else "error")
    assert (strict, tolerant) == ((LENIENT[code],) * 2 if code in LENIENT else usual)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("chosen", ["error", "warning", "note", None])
def test_what_the_user_chose_comes_before_the_view(view: View, chosen: Severity | None) -> None:
    severities = Severities(view, {"SP201": chosen})
    assert severities.of("SP201") == chosen
    assert severities.of("SP202") == Severities(view).of("SP202")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SP201", {"SP201"}),
        ("SP2xx", {code for code in CODES if code.startswith("SP2")}),
        ("SP22xx", set[str]()),
        ("xx", set[str]()),
        ("", set[str]()),
        ("constraint", {code for code in CODES if code.startswith("SP2")}),
        ("drift", {"SP301", "SP302", "SP303"}),
        ("SP9xx", {code for code in CODES if code.startswith("SP9")} - INCOMPLETE),
        ("reading", {code for code in CODES if code.startswith("SP9")} - INCOMPLETE),
    ],
)
def test_the_codes_that_a_text_means(text: str, expected: set[str]) -> None:
    if expected:
        assert set(codes_meant(text)) == expected
    else:
        with pytest.raises(UsageError):
            codes_meant(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("sp201", "SP201"),
        ("SP2O1", "SP2"),
        ("sp2xx", "SP2xx"),
        ("drfit", "drift"),
        ("readings", "reading"),
        ("E501", "SP201, a group"),
    ],
)
def test_a_text_that_means_no_code_gets_the_nearest(text: str, hint: str) -> None:
    with pytest.raises(UsageError, match="is no code of a finding") as raised:
        codes_meant(text)
    assert hint in (raised.value.hint or "")


@pytest.mark.parametrize("code", sorted(INCOMPLETE))
def test_that_a_job_was_not_done_stays_an_error(code: str) -> None:
    with pytest.raises(UsageError, match="can't be changed"):
        codes_meant(code)
