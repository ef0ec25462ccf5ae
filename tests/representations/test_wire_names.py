"""Members that are not in the HTTP body."""

from __future__ import annotations

from shapeproof.contract import Contract
from shapeproof.validation.coverage.coverage_counter import shown_coverage
from shapeproof.validation.coverage.features import Feature
from shapeproof.validation.not_checked import unseen_members
from shapeproof.validation.validator import Validator


def test_no_body_shows_what_travels_in_headers(rest: Contract) -> None:
    result = Validator(rest).check({"name": "x", "made": 5}, "wire")
    unseen = unseen_members(rest, "response", "wire")
    assert unseen == {"Request", "Code"}
    assert unseen_members(rest, "response", "sdk") == frozenset()
    shown = shown_coverage(rest, result.value, unseen)
    assert Feature("member", "Name", "present") in shown
    assert Feature("member", "Data", "absent") in shown
    assert not [feature for feature in shown if feature.subject in unseen]
