"""The edition of the day when a response was recorded: from a header, from a cassette, from the option."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from shapeproof.capture.model import OperationModel
from shapeproof.contract import Pointer
from shapeproof.recordings.identification.recorded_day import day_of_exchange, day_of_recording
from shapeproof.recordings.location import Location
from shapeproof.recordings.model import Exchange, OffsetFinder, Recording
from shapeproof.registry.captured_files import write_edition

Run = Callable[..., CompletedProcess[str]]
OLD = {"Name": "a", "OldMember": "b"}
"""A response of the edition of 2020, which the one of 2022 doesn't know."""


@pytest.fixture(autouse=True)
def schemas(tmp_path: Path) -> None:
    def model(version: str, released: str, *members: str) -> OperationModel:
        answer = {"type": "structure", "members": {name: {"shape": "Text"} for name in ("Name", *members)}}
        return OperationModel(
            service="things",
            edition=version,
            metadata={
                "apiVersion": "2017-07-24",
                "endpointPrefix": "things",
                "protocol": "json",
                "targetPrefix": "Things",
            },
            operation={
                "name": "DescribeThing",
                "output": {"shape": "Answer"},
                "http": {"method": "POST", "requestUri": "/"},
            },
            shapes={"Answer": answer, "Text": {"type": "string"}},
            released=released,
        )

    operation = tmp_path / "schemas" / "things" / "describe_thing"
    operation.mkdir(parents=True)
    ranges = {"1.0.0": {"through": "1.0.9", "released": {"1.0.9": "2021-12-31"}}}
    (operation / "overlay.json").write_text(json.dumps({"shapeproof": 1, "editions": ranges}))
    write_edition(tmp_path / "schemas", model("1.0.0", "2020-01-01", "OldMember"))
    write_edition(tmp_path / "schemas", model("2.0.0", "2022-05-05", "NewMember"))
    write_edition(
        tmp_path / "schemas",
        replace(model("1.0.0", "2020-01-01"), operation={"name": "DescribeOther", "output": {"shape": "Answer"}}),
    )


def placebo(response: Mapping[str, Any], date: str) -> dict[str, Any]:
    metadata = {"RequestId": "1", "HTTPStatusCode": 200, "HTTPHeaders": {"date": date}, "RetryAttempts": 0}
    return {"status_code": 200, "data": {**response, "ResponseMetadata": metadata}}


def write(directory: Path, document: object, name: str = "things.DescribeThing_1.json") -> str:
    (directory / name).write_text(json.dumps(document))
    return name


def _nowhere(members: Collection[Pointer], offsets_of: OffsetFinder | None = None) -> dict[Pointer, Location]:
    return {}


NOTES = {"SHAPEPROOF_EDITION_NOTES": "1"}


def test_a_date_header_decides(run: Run, tmp_path: Path) -> None:
    name = write(tmp_path, placebo(OLD, "Mon, 06 Jul 2020 10:00:00 GMT"))
    done = run("validate", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert "things.describe_thing@1.0.0" in run("validate", name, "--format", "json").stdout
    later = write(tmp_path, placebo(OLD, "Thu, 05 May 2022 10:00:00 GMT"))
    assert "unknown member `OldMember`" in run("validate", later).stdout


def test_a_day_that_no_edition_covers_is_told_once(run: Run, tmp_path: Path) -> None:
    for number, year in enumerate((2023, 2024, 2020)):
        date = f"Mon, 06 Jul {year} 10:00:00 GMT"
        write(tmp_path, placebo({"Name": "a"}, date), f"things.DescribeThing_{number}.json")
    clean = run("validate", ".", "--include", "things.*", env=NOTES)
    assert (clean.returncode, clean.stderr) == (0, ""), "clean recordings have nothing to say"
    for number, year in enumerate((2023, 2024, 2020)):
        date = f"Mon, 06 Jul {year} 10:00:00 GMT"
        write(tmp_path, placebo({"Name": "a", "Strange": "b"}, date), f"things.DescribeThing_{number}.json")
    done = run("validate", ".", "--include", "things.*", env=NOTES)
    assert done.returncode == 1
    assert done.stderr.count("note") == 1
    assert "things.describe_thing@2.0.0 was used for recordings of 2023-07-06 to 2024-07-06" in done.stderr
    for jobs in ("1", "2"):
        assert run("validate", ".", "--include", "things.*", "--jobs", jobs, env=NOTES).stderr == done.stderr


@pytest.mark.survey
@pytest.mark.parametrize("document", [OLD, [OLD, OLD], placebo(OLD, "Thu, 05 May 2022 10:00:00 GMT")])
def test_the_option_decides(run: Run, tmp_path: Path, document: object) -> None:
    name = write(tmp_path, document)
    assert run("validate", name).returncode == 1
    assert run("validate", name, "--recorded-at", "2021-01-01").returncode == 0
    assert run("validate", "--contract", "things.describe_thing", name, "--recorded-at", "2021-01-01").returncode == 0
    named = run("validate", "--contract", "things.describe_thing@2.0.0", name, "--recorded-at", "2021-01-01")
    assert named.returncode == 1


def test_a_response_that_is_clean_by_its_members_has_the_edition_of_the_option(run: Run, tmp_path: Path) -> None:
    name = write(tmp_path, {"Name": "a", "NewMember": "b"})
    assert run("validate", name).returncode == 0
    assert "NewMember" in run("validate", name, "--recorded-at", "2021-01-01").stdout


def test_an_operation_with_one_edition_has_that(run: Run, tmp_path: Path) -> None:
    name = write(tmp_path, placebo({"Name": "a"}, "Mon, 06 Jul 2009 10:00:00 GMT"), "things.DescribeOther_1.json")
    done = run("validate", name, env=NOTES)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("day", ["2021", "2021-02-30", "yesterday", "2021-02", "2021-01-01T00:00:00Z"])
def test_what_is_no_day_is_refused(run: Run, tmp_path: Path, day: str) -> None:
    done = run("validate", write(tmp_path, OLD), "--recorded-at", day)
    assert done.returncode == 2
    assert "--recorded-at: expected a day" in done.stderr


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Tue, 06 Jun 2023 23:59:59 GMT", "2023-06-06"),
        ("Tuesday, 06-Jun-2023 10:00:00 GMT", "2023-06-06"),
        ("Tue, 6 Jun 2023 10:00:00 -0000", "2023-06-06"),
        ("2023-06-06T10:00:00.000Z", "2023-06-06"),
        ("2023-06-06 10:00:00", "2023-06-06"),
        ("2023-06-06", "2023-06-06"),
        ("Tue, 31 Jun 2023 10:00:00 GMT", None),
        ("Tue, 06 Foo 2023 10:00:00 GMT", None),
        ("2023-06", None),
        ("", None),
        (5, None),
    ],
)
def test_days(text: Any, day: str | None) -> None:
    value = {"ResponseMetadata": {"HTTPHeaders": {"date": text}}}
    assert day_of_recording(Recording(value, "placebo", 0, 1)) == day
    if isinstance(text, str):
        exchange = Exchange("har", 0, "GET", "", {}, b"", 200, {}, b"", locate=_nowhere, recorded_at=text)
        assert day_of_exchange(exchange) == day
        assert day_of_exchange(replace(exchange, headers={"date": "Wed, 07 Jun 2023 10:00:00 GMT"})) == "2023-06-07"


@pytest.mark.parametrize("value", [None, [], {}, {"ResponseMetadata": []}, {"ResponseMetadata": {"HTTPHeaders": "x"}}])
def test_a_response_without_a_date_has_no_day(value: object) -> None:
    assert day_of_recording(Recording(value, "json", 0, 1)) is None


def test_the_settings_may_name_the_releases_of_a_directory(run: Run, tmp_path: Path) -> None:
    directory = tmp_path / "old"
    directory.mkdir()
    (directory / "a.json").write_text(json.dumps(OLD))

    def checked(versions: str) -> CompletedProcess[str]:
        (tmp_path / "pyproject.toml").write_text(
            f'[tool.shapeproof.contracts]\n"old/**" = "things.describe_thing@{versions}"\n'
        )
        return run("validate", "old")

    assert checked("1.0.0..1.0.9").returncode == 0
    newer = checked("2.0.0..2.0.0")
    assert newer.returncode == 1
    assert "OldMember" in newer.stdout
    both = checked("1.0.9..2.0.0")
    assert both.returncode == 2
    told = "no committed edition of things.describe_thing covers all of 1.0.9..2.0.0"
    assert told in both.stdout
    assert "committed editions: 1.0.0 (1.0.0 to 1.0.9), 2.0.0 (2.0.0 to 2.0.0)" in both.stdout
