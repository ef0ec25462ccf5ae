"""Which suppressions of a run apply, which were used, and what is said of the others. Processes agree with one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shapeproof.suppression.model import Scope, Suppression
from shapeproof.suppression.selectors import parse_selector
from shapeproof.suppression.usage import SuppressionUsage
from shapeproof.suppression.wildcards import Wildcard
from shapeproof.validation.finding import Finding

TODAY = date(2027, 1, 31)


def suppression(selector: str, *, is_option: bool = False) -> Suppression:
    return parse_selector(selector, origin=f"origin of {selector}", directory="/project", is_option=is_option)


def finding(path: str, code: str = "SP302") -> Finding:
    return Finding(code, "drift", "error", (), path, "enum", "a message")


def usage(*suppressions: Suppression) -> SuppressionUsage:
    return SuppressionUsage(suppressions, TODAY, "/project")


def problems(used: SuppressionUsage, *, is_whole: bool = True) -> list[str]:
    return list(used.problems(is_whole=is_whole, unknown_name=unknown_name))


def unknown_name(service: str, operation: str) -> str | None:
    known = {"s3": {"list_buckets"}, "ec2": {"describe_instances", "describe_regions"}}
    if service not in known:
        return f"no service {service}"
    return f"no operation {operation} of {service}" if operation and operation not in known[service] else None


def test_the_first_one_is_named_and_all_that_fit_are_used() -> None:
    narrow, wide, other = suppression("SP302:A"), suppression("drift@s3.*"), suppression("SP302:B")
    used = usage(narrow, wide, other)
    scope = Scope("s3.list_buckets", "a.json")
    used.note_checked(scope)
    assert used.find(finding("A"), scope) is narrow
    assert used.find(finding("C"), scope) is wide
    assert used.find(finding("A", "SP201"), scope) is None
    assert used.count == 2
    assert problems(used) == ["origin of SP302:B: SP302:B: unused, no finding of this run fits it"]


def test_the_day_of_expiry_still_applies() -> None:
    scope = Scope("s3.list_buckets", "a.json")
    for days, applies in [(-1, False), (0, True), (1, True)]:
        entry = replace(suppression("SP302:A"), expires=TODAY + timedelta(days))
        used = usage(entry)
        used.note_checked(scope)
        assert (used.find(finding("A"), scope) is entry) is applies
        expected = [] if applies else ["origin of SP302:A: SP302:A: expired on 2027-01-30, and no longer applies"]
        assert problems(used) == problems(used, is_whole=False) == expected


def test_only_what_a_run_could_have_used_is_unused() -> None:
    entries = [suppression("SP302@s3.*"), suppression("SP302@old/**"), suppression("SP302:A")]
    test = replace(entries[2], test=Wildcard.parse("tests/test_x.py::*"))
    used = usage(*entries, test)
    assert problems(used) == []
    used.note_checked(Scope("ec2.describe_instances", "new/a.json"))
    assert [problem.partition(" unused")[0] for problem in problems(used)] == ["origin of SP302:A: SP302:A:"]
    used.note_checked(Scope("", "old/a.json"))
    assert len(problems(used)) == 2
    used.note_checked(Scope("s3.list_buckets", None, "tests/test_y.py::test_a"))
    assert len(problems(used)) == 3
    used.note_checked(Scope("s3.list_buckets", None, "tests/test_x.py::test_a"))
    assert len(problems(used)) == 4
    assert problems(used, is_whole=False) == []


def test_a_misspelt_name_in_the_settings_is_told_by_a_whole_run() -> None:
    names = [
        "s4.list_buckets",
        "ec3.*",
        "ec2.describe_instance",
        "ec2.describe_regions",
        "ec2.*_regions",
        "*.x",
        "s3.x",
    ]
    used = usage(*(suppression(f"SP302@{name}") for name in names))
    used.note_checked(Scope("ec2.describe_instances", "a.json"))
    assert problems(used, is_whole=False) == []
    told = {
        problem.partition("@")[2].partition(":")[0]: problem.partition(" unused, ")[2] for problem in problems(used)
    }
    assert told == {  # the model of s3, which no response of the run is of, is not read for s3.x alone
        "s4.list_buckets": "no service s4",
        "ec3.*": "no service ec3",
        "ec2.describe_instance": "no operation describe_instance of ec2",
    }


def test_an_option_is_for_this_run() -> None:
    used = usage(suppression("SP302@s3.*", is_option=True))
    assert problems(used, is_whole=False) == ["origin of SP302@s3.*: unused, nothing was checked that it covers"]
    used.note_checked(Scope("s3.list_buckets", "a.json"))
    assert problems(used, is_whole=False) == ["origin of SP302@s3.*: unused, no finding of this run fits it"]


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["s3.list_buckets", "ec2.describe_instances"]),
        st.sampled_from(["t1", "t2"]),
        st.sampled_from("ABC"),
    ),
    max_size=8,
)


@given(EVENTS, EVENTS)
def test_processes_together_tell_what_one_would(
    first: list[tuple[str, str, str]], second: list[tuple[str, str, str]]
) -> None:
    entries = [suppression("SP302@s3.*"), suppression("SP302:A"), suppression("SP302@ec2.*:B")]
    entries.append(replace(entries[1], test=Wildcard.parse("t2"), reason="another"))

    def run(events: list[tuple[str, str, str]]) -> SuppressionUsage:
        used = usage(*entries)
        for operation, test, path in events:
            scope = Scope(operation, None, test)
            used.note_checked(scope)
            used.find(finding(path), scope)
        return used

    together, alone = usage(*entries), run(first + second)
    for events in (second, first):
        together.merge_data(json.loads(json.dumps(run(events).to_data())))
    assert (together.count, problems(together)) == (alone.count, problems(alone))
