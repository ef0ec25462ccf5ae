"""`scripts/release`: one version everywhere, a tag that may be published or not, and notes. The checkout itself keeps it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version as installed_version
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from releasing.changelog import UNRELEASED, sections
from releasing.checkout import CHANGELOG, texts
from releasing.versions import CITATION, METADATA, VERSION, statements, version_key, with_version

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / METADATA).read_text(encoding="utf-8"))["project"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what a release reads, in which nothing but one line is unreleased."""
    for name in (METADATA, CITATION, "README.md"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    (tmp_path / CHANGELOG).write_text("# Changelog\n\n## [Unreleased]\n### Added\n- A [page](docs/index.md).\n")
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "release", tmp_path / "scripts")
    shutil.copytree(ROOT / "scripts" / "releasing", tmp_path / "scripts" / "releasing")
    return tmp_path


def release(checkout: Path, *arguments: str) -> tuple[int, str, str]:
    """The exit code and what is printed; Python is isolated, as nothing is installed where a release is made."""
    command = [sys.executable, "-S", str(checkout / "scripts" / "release"), *arguments]
    result = subprocess.run(command, cwd=checkout.parent, capture_output=True, text=True, check=False)
    return result.returncode, result.stdout, result.stderr


def test_every_place_says_the_version_of_the_metadata() -> None:
    found = statements(texts(ROOT))
    assert {statement.version for statement in found} == {PROJECT["version"]} == {installed_version("shapeproof")}
    places = [statement.file for statement in found]
    assert places == [
        METADATA, CITATION, "docs/guide/ci.md", "docs/guide/ci.md", "docs/guide/doctor.md", "docs/guide/models.md",
    ]  # fmt: skip


def test_no_other_place_says_the_version() -> None:
    """Code reads it from the metadata. What says it elsewhere would say the old one after a release."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "codegen", "generated", "docs", "README.md", "action.yml", "scripts", ".github"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip(f"not a git checkout: {listed.stderr.strip()}")
    stated = {(statement.file, statement.line) for statement in statements(texts(ROOT))}
    literal = re.compile(rf"(?<![\w.]){re.escape(PROJECT['version'])}(?![\w.]\w)")
    found = {
        (name, number)
        for name in listed.stdout.split("\0")
        if name and (ROOT / name).is_file()
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if literal.search(line)
    }
    assert found - stated == set()


def test_citation_agrees_with_the_metadata() -> None:
    yaml = pytest.importorskip("yaml")
    citation = yaml.safe_load((ROOT / CITATION).read_text(encoding="utf-8"))
    assert citation["abstract"] == PROJECT["description"]
    assert citation["license"] == PROJECT["license"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (METADATA, '[project]\nname = "x"\nversion = "{}"\ndependencies = ["click==8.1.0"]\n'),
        (CITATION, "cff-version: 1.2.0\nversion: {}\n"),
        ("docs/a.md", 'pip install "shapeproof[aws,vcr]=={}" boto3==1.40.0\nshapeproof=={}\n'),
        ("README.md", "- uses: OWNER/shapeproof@v{}    # words\n    rev: v{}\n- uses: actions/checkout@v4\n"),
    ],
)
def test_a_version_is_replaced_where_it_stands_and_nowhere_else(file: str, text: str) -> None:
    before, after = text.replace("{}", "0.1.0"), text.replace("{}", "0.20.0rc1")
    assert with_version(file, before, "0.20.0rc1") == after
    assert [statement.version for statement in statements({file: after})] == ["0.20.0rc1"] * text.count("{}")


def test_versions_have_an_order() -> None:
    versions = ["0.1.0", "0.2.0a1", "0.2.0b1", "0.2.0rc1", "0.2.0rc10", "0.2.0", "0.10.0", "1.0.0"]
    assert all(version_key(earlier) < version_key(later) for earlier, later in pairwise(versions))
    assert all(map(VERSION.fullmatch, [*versions, PROJECT["version"]]))


def test_a_release_from_first_to_last_step(checkout: Path) -> None:
    assert release(checkout, "check", "v0.9.0")[0] == 1
    code, output, errors = release(checkout, "prepare", "0.9.0", "--day", "2026-12-01")
    assert (code, errors) == (0, "")
    assert output.splitlines() == [
        f"wrote {name}"
        for name in (METADATA, CITATION, "docs/guide/ci.md", "docs/guide/doctor.md", "docs/guide/models.md", CHANGELOG)
    ]
    assert release(checkout, "check", "v0.9.0") == (0, "", "")
    assert release(checkout, "check") == (0, "", "")
    notes = "### Added\n- A [page](https://example.com/docs/index.md).\n"
    assert release(checkout, "notes", "--links-to", "https://example.com") == (0, notes, "")

    changelog = checkout / CHANGELOG
    changelog.write_text(changelog.read_text().replace("## [Unreleased]\n", "## [Unreleased]\n- Next.\n"))
    assert release(checkout, "prepare", "0.9.0")[2] == "release: 0.9.0 is not newer than [0.9.0]\n"
    assert release(checkout, "prepare", "0.8.9")[0] == 2
    assert release(checkout, "prepare", "0.10.0", "--day", "2026-12-02")[0] == 0
    assert release(checkout, "check", "v0.10.0") == (0, "", "")
    assert [section.name for section in sections(changelog.read_text())] == [UNRELEASED, "0.10.0", "0.9.0"]


def test_each_reason_against_a_tag_is_told(checkout: Path) -> None:
    release(checkout, "prepare", "0.9.0", "--day", "2026-12-01")
    guide = checkout / "docs" / "guide" / "models.md"
    guide.write_text(guide.read_text().replace("==0.9.0", "==0.8.0"))
    changelog = checkout / CHANGELOG
    changelog.write_text(
        changelog.read_text().replace("[Unreleased]\n", "[Unreleased]\n- Late.\n").replace("12-01", "12-02")
    )
    code, output, errors = release(checkout, "check", "v0.9.0")
    assert (code, output) == (1, "")
    line = guide.read_text().splitlines().index('- run: pip install "shapeproof[generate]==0.8.0"') + 1
    assert errors.splitlines() == [
        f"release: docs/guide/models.md:{line}: version 0.8.0, but the tag is v0.9.0",
        "release: CHANGELOG.md: [Unreleased] is not empty: it would not be in the notes",
        "release: CITATION.cff: date-released is 2026-12-01, but CHANGELOG.md says 2026-12-02",
    ]
    assert "release: the tag 0.9.0 does not start with v\n" in release(checkout, "check", "0.9.0")[2]
    assert "release: CHANGELOG.md: nothing under [0.9.1]\n" in release(checkout, "check", "v0.9.1")[2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["prepare", "1.0"], "'1.0' is no version: expected 1.2.3, or 1.2.3rc1 before it"),
        (["prepare", "1.0.0", "--day", "soon"], "'soon' is no day: expected YYYY-MM-DD"),
        (["prepare", "1.0.0", "--day", "20261201"], "'20261201' is no day: expected YYYY-MM-DD"),
        (["notes", "3.0.0"], "no section [3.0.0]"),
    ],
)
def test_wrong_arguments_change_nothing(checkout: Path, arguments: list[str], message: str) -> None:
    before = texts(checkout)
    assert release(checkout, *arguments) == (2, "", f"release: {message}\n")
    assert texts(checkout) == before


def test_notes_of_this_changelog_fit_where_they_go() -> None:
    """GitHub takes 125,000 characters."""
    changelog = (ROOT / CHANGELOG).read_text(encoding="utf-8")
    newest = next(section for section in sections(changelog) if section.text)
    code, output, errors = release(ROOT, "notes", newest.name, "--links-to", "https://example.com/" + "x" * 100)
    assert (code, errors) == (0, "")
    assert len(output) < 125_000
    assert output.split()[0] == newest.text.split()[0]
