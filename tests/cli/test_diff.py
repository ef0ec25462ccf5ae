"""`shapeproof diff`, as a person types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, Final

import pytest

from shapeproof.diff.catalog import CHANGE_CODES
from shapeproof.report.diff.formats import DIFF_FORMATS

Run = Callable[..., CompletedProcess[str]]
FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
EDITIONS: Final = Path(__file__).parents[2] / "examples" / "editions"
OLD, NEW = "old.schema.json", "new.schema.json"


@pytest.fixture(autouse=True)
def editions(tmp_path: Path) -> None:
    for name in (OLD, NEW):
        (tmp_path / name).write_bytes((EDITIONS / name).read_bytes())


def changes(run: Run, *arguments: str) -> list[dict[str, Any]]:
    document = json.loads(run("diff", *arguments, "--format", "json").stdout)
    found: list[dict[str, Any]] = document["changes"]
    return found


def test_what_a_person_sees(run: Run, golden: Callable[[str, str], None]) -> None:
    done = run("diff", OLD, NEW)
    assert (done.returncode, done.stderr) == (1, "")
    golden("diff.txt", done.stdout)
    golden("diff_verbose.txt", run("diff", OLD, NEW, "--reader", "open", "--verbose").stdout)
    golden("diff.md", run("diff", OLD, NEW, "--format", "markdown").stdout)
    golden("diff_github.txt", run("diff", OLD, NEW, "--format", "github").stdout)


def test_exit_codes(run: Run) -> None:
    assert run("diff", OLD, OLD).returncode == 0
    assert run("diff", NEW, OLD, "--ignore", "SP627").returncode == 0
    assert run("diff", NEW, OLD, "--part", "request").returncode == 1
    assert run("diff", OLD, NEW, "--reader", "open", "--ignore", "SP607").returncode == 0
    assert run("diff", OLD, NEW, "--reader", "open", "--ignore", "SP607", "--fail-on", "risky").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["absent.json", NEW], "absent.json"),
        (["s3.list_buckets@installed", "sqs.list_queues@installed"], "not the same operation"),
        (["nothing.at_all", NEW], "nothing"),
        ([OLD, NEW, "--witness", "w"], "compare contracts by name"),
        ([OLD, NEW, "--baseline", "absent.json"], "does not exist"),
        ([OLD, NEW, "--ignore", "SP6001"], "not a finding code"),
        ([OLD, "botocore@installed"], "compared with another release"),
        ([OLD, NEW, "--service", "sqs"], "are for releases"),
        (["botocore@", "botocore@installed"], "version is missing"),
        (["botocore@./absent.whl", "botocore@installed"], "absent.whl"),
        (["botocore@1.0.0", "botocore@installed", "--wheels", "absent"], "absent"),
        (["botocore@installed", "botocore@installed", "--service", "sqss"], "did you mean sqs"),
    ],
)
def test_what_can_not_be_done_is_told(run: Run, arguments: list[str], message: str) -> None:
    done = run("diff", *arguments)
    assert done.returncode == 2
    assert message in done.stderr


def test_a_file_that_is_no_schema_is_refused(run: Run, tmp_path: Path) -> None:
    schema = json.loads((tmp_path / OLD).read_text())
    schema["$defs"]["Order"]["oneOf"] = []
    for text in (json.dumps(schema), "{", "[]", '{"$ref": 5}'):
        (tmp_path / "bad.json").write_text(text)
        done = run("diff", "bad.json", NEW)
        assert done.returncode == 2
        assert "bad.json" in done.stderr


def test_all_formats_have_all_changes(run: Run) -> None:
    for format_name in DIFF_FORMATS:
        done = run("diff", OLD, NEW, "--format", format_name)
        assert (done.returncode, done.stderr) == (1, "")
        for code in ("SP607", "SP601", "SP621", "SP625", "SP627"):
            assert code in done.stdout
    sarif = json.loads(run("diff", OLD, NEW, "--format", "sarif").stdout)
    (sarif_run,) = sarif["runs"]
    assert [rule["id"] for rule in sarif_run["tool"]["driver"]["rules"]] == list(CHANGE_CODES)
    for result in sarif_run["results"]:
        assert sarif_run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == NEW


def test_suppressions_of_options_and_settings(run: Run, tmp_path: Path) -> None:
    assert len(changes(run, OLD, NEW)) == 5
    left = changes(run, OLD, NEW, "--ignore", "SP621:Status", "--ignore", "SP607:Note")
    assert {change["code"] for change in left} == {"SP601", "SP607", "SP625", "SP627"}
    assert changes(run, OLD, NEW, "--ignore", "SP6xx") == []
    settings = '[[tool.shapeproof.ignore]]\ncode = "SP607"\npath = "Status"\nreason = "We read it with get."\n'
    (tmp_path / "pyproject.toml").write_text(settings)
    assert "SP607" not in {change["code"] for change in changes(run, OLD, NEW)}
    assert "1 suppressed" in run("diff", OLD, NEW).stdout
    (tmp_path / "pyproject.toml").write_text('[tool.shapeproof]\nignore = ["SP607", "SP625:Note", "SP220"]\n')
    assert {change["code"] for change in changes(run, OLD, NEW)} == {"SP601", "SP621", "SP627"}
    # A suppression of a change is not one of a finding that nothing needs.
    (tmp_path / "response.json").write_text("{}")
    assert "SP607" not in run("validate", ".").stderr


def test_an_option_that_suppresses_nothing_is_told(run: Run) -> None:
    assert "unused" in run("diff", OLD, NEW, "--ignore", "SP602:Nothing").stderr


def test_what_verbose_prints_suppresses_each_change(run: Run) -> None:
    names = (f"{FLAGSHIP}@1.29.145", f"{FLAGSHIP}@installed", "--part", "response")
    if run("diff", *names).returncode == 2:
        pytest.skip("botocore isn't installed: this test uses its models")
    lines = run("diff", *names, "--verbose").stdout.splitlines()
    selectors = {line.split("'")[1] for line in lines if line.strip().startswith("--ignore ")}
    assert selectors
    options = [word for selector in sorted(selectors) for word in ("--ignore", selector)]
    assert changes(run, *names, *options) == []


def test_a_baseline_knows_changes(run: Run, tmp_path: Path) -> None:
    done = run("diff", OLD, NEW, "--write-baseline", "--baseline", "known.json")
    assert done.returncode == 0
    assert "5 entries for 5 changes" in done.stderr
    done = run("diff", OLD, NEW, "--baseline", "known.json")
    assert done.returncode == 0
    assert "no changes (5 known)" in done.stdout
    document = json.loads((tmp_path / NEW).read_text())
    document["$defs"]["Order"]["properties"]["Added"] = {"type": "string", "x-shape": "Added"}
    (tmp_path / NEW).write_text(json.dumps(document))
    [change] = changes(run, OLD, NEW, "--baseline", "known.json")
    assert change["path"] == "Added"


def test_witnesses_are_recordings_that_the_old_edition_refuses(run: Run, tmp_path: Path) -> None:
    names = (f"{FLAGSHIP}@1.29.145", f"{FLAGSHIP}@installed")
    done = run("diff", *names, "--witness", "witnesses")
    if done.returncode == 2:
        pytest.skip("botocore isn't installed: this test uses its models")
    files = sorted((tmp_path / "witnesses").iterdir())
    claimed = [change for change in changes(run, *names) if change["class"] in {"breaking", "risky"}]
    assert len(files) == len([change for change in claimed if change["part"] != "request"])
    assert run("validate", "witnesses").returncode == 0
    responses = json.loads(run("validate", "witnesses", "--format", "json").stdout)["summary"]["responses"]
    values = [
        len(change["new"]) if change["code"] == "SP621" else 1 for change in claimed if change["part"] != "request"
    ]
    assert responses == sum(values)
    for file in files:
        lines = [json.loads(line) for line in file.read_text().splitlines()]
        file.write_text("".join(json.dumps(line | {"contract": f"{FLAGSHIP}@1.29.145"}) + "\n" for line in lines))
    document = json.loads(run("validate", "witnesses", "--format", "json").stdout)
    assert {finding["file"] for finding in document["findings"]} == {f"witnesses/{file.name}" for file in files}


def test_releases_are_compared(run: Run) -> None:
    done = run("diff", "botocore@installed", "botocore@installed", "--service", "sqs")
    if "isn't installed" in done.stderr:
        pytest.skip("botocore isn't installed: this test uses its models")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no changes; 2" in done.stdout


def test_words_of_others_are_shown_as_what_they_are(run: Run, tmp_path: Path) -> None:
    document = json.loads((tmp_path / NEW).read_text())
    document["$defs"]["OrderStatus"]["enum"] += ["<script>alert(1)</script>", "\u001b[31m::error::|`x`\n# y"]
    (tmp_path / NEW).write_text(json.dumps(document))
    for format_name in DIFF_FORMATS:
        out = run("diff", OLD, NEW, "--format", format_name).stdout
        assert "\x1b" not in out
        assert "\n::error::|" not in out
        assert "\n# y" not in out
        if format_name == "html":
            assert "<script>alert" not in out
