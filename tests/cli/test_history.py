"""`shapeproof history`: the releases in which a contract changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.botocore_wheels import service_model, write_wheel
from tests.cli.conftest import Run

HISTORY = ("history", "things.describe_thing", "--wheels", "wheels")


def thing(*states: str, **members: str) -> dict[str, Any]:
    shapes: dict[str, Any] = {
        "Answer": {
            "type": "structure",
            "members": {"State": {"shape": "State"}, **{name: {"shape": shape} for name, shape in members.items()}},
        },
        "State": {"type": "string", "enum": list(states)},
        "Text": {"type": "string"},
    }
    return {"things": service_model(shapes)}


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """Twelve releases. A member comes and goes, and so do values; the operation comes with the third release."""
    directory = tmp_path / "wheels"
    for number in range(12):
        models = thing(*(("on", "off") if number >= 9 else ("on",)), **({"Colour": "Text"} if 4 <= number < 7 else {}))
        if number < 2:
            models = {"others": service_model({})}
        write_wheel(directory, f"1.{number}.0", models, date(2024, 1, 1) + timedelta(days=40 * number))
    return directory


@pytest.mark.usefixtures("wheels")
def test_the_text_and_the_second_run(run: Run, golden: Callable[[str, str], None]) -> None:
    first = run(*HISTORY)
    assert first.returncode == 0, first.stderr
    golden("history.txt", first.stdout)
    assert int(first.stderr.split()[0]) >= 8
    second = run(*HISTORY)
    assert second.stdout == first.stdout
    assert second.stderr == "0 wheels read\n"


@pytest.mark.usefixtures("wheels")
def test_the_document(run: Run) -> None:
    document = json.loads(run(*HISTORY, "--format", "json").stdout)
    assert document["is_exact"]
    assert [(step["version"], step["operation"]) for step in document["steps"]] == [
        ("1.2.0", "came"),
        ("1.4.0", "changed"),
        ("1.7.0", "changed"),
        ("1.9.0", "changed"),
    ]
    between_like_ones = run(*HISTORY, "--format", "json", "--from", "1.3.0", "--to", "1.8.0").stdout
    assert json.loads(between_like_ones)["steps"] == [], "what came and went there is missed, as the reports say"
    document = json.loads(run(*HISTORY, "--format", "json", "--from", "1.3.0", "--to", "1.5.0").stdout)
    assert [step["version"] for step in document["steps"]] == ["1.4.0"]
    assert document["lifelines"] == [{"path": "Colour", "values": [], "came": "1.4.0", "went": None}]
    assert document["looked_at"]["1.3.0"] == "2024-04-30"


@pytest.mark.usefixtures("wheels")
def test_the_limit_leaves_a_range(run: Run) -> None:
    result = run(*HISTORY, "--from", "1.2.0", "--releases", "2")
    assert (
        "after 1.2.0 (2024-03-21), in 1.11.0 (2025-03-16) at last; 8 releases between them not looked at"
        in result.stdout
    )
    assert "--releases with a larger number" in result.stdout


@pytest.mark.usefixtures("wheels")
def test_the_ends_of_committed_editions_are_looked_at_first(run: Run, tmp_path: Path) -> None:
    assert (
        run("capture", "things.describe_thing", "--botocore", "1.5.0", *HISTORY[2:], "--output", "schemas").returncode
        == 0
    )
    overlay = {"shapeproof": 1, "editions": {"1.5.0": {"since": "1.4.0", "through": "1.6.0"}}}
    (tmp_path / "schemas" / "things" / "describe_thing" / "overlay.json").write_text(json.dumps(overlay))
    assert (
        run("capture", "things.describe_thing", "--botocore", "1.5.0", *HISTORY[2:], "--output", "schemas").returncode
        == 0
    )
    text = run(*HISTORY, "--releases", "6").stdout
    assert "4 steps, 2 of them not exact, with up to 3 releases not looked at; 6 of 12 releases were looked at" in text
    assert "\n1.4.0 (2024-06-09)\n" in text
    assert "\n1.7.0 (2024-10-07)\n" in text
    assert run(*HISTORY, "--releases", "2").stdout.count("\n1.") == 0


@pytest.mark.usefixtures("wheels")
def test_pages_escape_names_and_need_nothing_else(run: Run) -> None:
    page = run(*HISTORY, "--format", "html").stdout
    assert page.startswith("<!doctype html>")
    assert 'style="' not in page, "its policy allows none"
    markdown = run(*HISTORY, "--format", "markdown").stdout
    assert "| 1.9.0 (2024-12-26) |" in markdown


@pytest.mark.usefixtures("wheels")
def test_what_it_prints_becomes_a_section_of_the_reference_page(run: Run, tmp_path: Path) -> None:
    release = ("--botocore", "1.5.0", *HISTORY[2:])
    assert run("capture", "things.describe_thing", *release, "--output", "schemas").returncode == 0
    file = tmp_path / "schemas" / "things" / "describe_thing" / "history.json"
    page = ("generate", "docs", "things.describe_thing", "--format", "html")
    assert "timeline" not in run(*page).stdout
    printed = run(*HISTORY, "--format", "json").stdout
    assert printed.count("\n") > len(json.loads(printed)["steps"]), "a line for each step"
    file.write_text(printed)
    bars = re.compile(r'<rect class="(?:member|value|vague)" x="[^>]*>')
    assert bars.findall(run(*page).stdout) == bars.findall(run(*HISTORY, "--format", "html").stdout) != []
    table = run("generate", "docs", "things.describe_thing").stdout
    assert "| `Colour` | 1.4.0 (2024-06-09) | 1.7.0 (2024-10-07) |" in table
    file.write_text(printed.replace("things.describe_thing", "things.describe_other"))
    wrong = run(*page)
    assert wrong.returncode == 2
    assert "expected 'things.describe_thing', got 'things.describe_other'" in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["things.describe_thing@1.2.0"], "names an edition"),
        (["things.describe_nothing", "--wheels", "wheels"], "has things.describe_nothing"),
        ([*HISTORY[1:], "--from", "3.0.0"], "there is no release from 3.0.0"),
        ([*HISTORY[1:], "--from", "1.5.0", "--to", "1.4.0"], "there is no release from 1.5.0 to 1.4.0"),
        ([*HISTORY[1:], "--releases", "1"], "1 is not in the range"),
        (["things"], "things"),
    ],
)
@pytest.mark.usefixtures("wheels")
def test_wrong_use_is_explained(run: Run, arguments: list[str], message: str) -> None:
    result = run("history", *arguments)
    assert result.returncode == 2
    assert message in result.stderr
