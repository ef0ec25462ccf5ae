"""Settings in pyproject.toml: which file is used, every setting, and errors with suggestions."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from shapeproof.errors import UsageError
from shapeproof.settings import Settings, read

ALL_SETTINGS = """
[project]
name = "theirs"

[tool.shapeproof]
paths = ["tests", "docs/examples"]
include = ["*.json"]
exclude = ["tests/broken/**"]
schemas = "contracts"
view = "tolerant"
error = ["SP220"]
warn = ["drift", "SP2xx"]
ignore = ["SP302,SP301"]
baseline = "shapeproof.baseline.json"

[tool.shapeproof.contracts]
"tests/s3/**" = "s3.list_buckets"
"tests/**/me.json" = "sts.GetCallerIdentity@installed"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(ALL_SETTINGS)
    (tmp_path / "tests" / "deep").mkdir(parents=True)
    return tmp_path


def test_every_setting_is_read(project: Path) -> None:
    settings = read(project)
    assert settings == Settings(
        file=project / "pyproject.toml",
        paths=(project / "tests", project / "docs" / "examples"),
        include=("*.json",),
        exclude=("tests/broken/**",),
        contracts={"tests/s3/**": "s3.list_buckets", "tests/**/me.json": "sts.GetCallerIdentity@installed"},
        schemas=project / "contracts",
        view="tolerant",
        error=("SP220",),
        warn=("drift", "SP2xx"),
        ignore=("SP302,SP301",),
        baseline=project / "shapeproof.baseline.json",
    )
    assert list(settings.contracts) == ["tests/s3/**", "tests/**/me.json"]
    severities = settings.severities
    assert (severities["SP220"], severities["SP301"], severities["SP303"], severities["SP201"]) == (
        "error",
        None,
        "warning",
        "warning",
    )


def test_example_in_reference_is_valid(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "pyproject.toml").write_text(block)
    settings = read(tmp_path)
    assert settings.paths == (tmp_path / "tests" / "recordings",)
    assert len(settings.contracts) == 2


def test_nearest_file_with_settings_is_used(project: Path) -> None:
    deep = project / "tests" / "deep"
    assert read(deep).file == project / "pyproject.toml"
    (deep / "pyproject.toml").write_text("[tool.ruff]\nname = 'shapeproof-of-others'\n")
    assert read(deep).file == project / "pyproject.toml"
    (deep / "pyproject.toml").write_text("[tool.shapeproof]\n")
    assert read(deep) == Settings(file=deep / "pyproject.toml")


def test_other_files_are_ignored(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text("not valid TOML, and none of our business\n")
    assert read(tmp_path) == Settings()
    file.unlink()
    file.mkdir()
    assert read(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[tool.shapeproof]\nveiw = 'strict'",
            "2: tool.shapeproof.veiw: unknown setting\n  did you mean view?",
        ),
        (
            "[tool.shapeproof]\n\ncolour = 1",
            "3: tool.shapeproof.colour: unknown setting\n  known settings: paths, ",
        ),
        (
            "[tool.shapeproof]\nview = 'strickt'",
            "2: tool.shapeproof.view: unknown view 'strickt'\n  did you mean str",
        ),
        ("[tool.shapeproof]\nview = true", "2: tool.shapeproof.view: unknown view true\n  One of: strict, tol"),
        (
            "[tool.shapeproof]\nwarn = ['drfit']",
            "2: tool.shapeproof.warn: 'drfit' is not a finding code, a group, a kind or a rule\n  did you",
        ),
        ("[tool.shapeproof]\nignore = ['SP990']", "tool.shapeproof.ignore: the severity of SP990 can't be changed"),
        (
            "[tool.shapeproof]\nignore = 'SP220'",
            "2: tool.shapeproof.ignore: expected a list of codes, selectors and tables, got 'SP220'\n  for example ignore = [\"SP220\"",
        ),
        ("[tool.shapeproof]\nignore = [\n'SP220',\n3]", "tool.shapeproof.ignore: expected a string, got 3"),
        (
            "[tool.shapeproof]\nignore = [\n'SP220',\n'SP302@ec2']",
            "4: tool.shapeproof.ignore: expected SERVICE.OPERATION, got 'ec2'\n  ec2.* are all operations",
        ),
        ("[[tool.shapeproof.ignore]]\ncode = 'SP220'\nexpire = 1", "unknown key 'expire'\n  did you mean expires?"),
        ("[[tool.shapeproof.ignore]]\ncode = 'SP220'\nx = 1", "unknown key 'x'\n  known keys: code, operation, path"),
        ("[[tool.shapeproof.ignore]]\nfile = 'a/**'", "1: tool.shapeproof.ignore: the key code is missing\n  code = "),
        ("[[tool.shapeproof.ignore]]\ncode = []", "1: tool.shapeproof.ignore: the key code is missing\n  code = "),
        ("[[tool.shapeproof.ignore]]\ncode = 'drfit'", "'drfit' is not a finding code, a group, a kind or a rule"),
        ("[[tool.shapeproof.ignore]]\ncode = 'SP991'", "the severity of SP991 can't be changed"),
        ("[[tool.shapeproof.ignore]]\ncode = 'SP220,SP221'", "expected one code, got 'SP220,SP221'"),
        ("[[tool.shapeproof.ignore]]\ncode = 3", "code: expected a string, got 3"),
        ("[[tool.shapeproof.ignore]]\ncode = 'SP220'\npath = 3", "path: expected a string, got 3"),
        ("[[tool.shapeproof.ignore]]\ncode = 'SP220'\npath = '\\q'", r"path: unknown escape \q"),
        ("[[tool.shapeproof.ignore]]\ncode = 'SP220'\nfile = '[b-a]'", "file: '[b-a]' is not a valid glob"),
        ("[[tool.shapeproof.ignore]]\ncode = 'SP220'\noperation = 'ec2'", "operation: expected SERVICE.OPERATION, got"),
        ("[[tool.shapeproof.ignore]]\ncode = 'SP220'\nreason = ''", "reason: expected a string that is not empty"),
        (
            "[[tool.shapeproof.ignore]]\ncode = 'SP220'\nexpires = '2027-01-31'",
            "expires: expected a date, got '2027-01-31'\n  without quotes: expires = 2027-01-31",
        ),
        ("[[tool.shapeproof.ignore]]\ncode = 'SP220'\nexpires = 2027-01-31T10:00:00", "expires: expected a date, got "),
        (
            "[[tool.shapeproof.ignore]]\ncode = 'SP220'\nfile = 'a'\ntest = 'b'",
            "file and test exclude each other",
        ),
        (
            "[tool.shapeproof]\nignore = ['SP220']\n[[tool.shapeproof.ignore]]\ncode = 'SP302'",
            "\n  TOML has one form of an array: write the codes of ignore = […] as tables, too: [[tool.shapeproof.ignore]]",
        ),
        ("[tool.shapeproof]\nerror = 'SP220'", "tool.shapeproof.error: expected a list of strings, got 'SP220'"),
        ("[tool.shapeproof]\npaths = [1]", "tool.shapeproof.paths: expected a string, got 1"),
        ("[tool.shapeproof]\nschemas = ['a']", "tool.shapeproof.schemas: expected a string, got a list"),
        ("[tool.shapeproof]\nbaseline = ''", "tool.shapeproof.baseline: expected a string that is not empty"),
        ("[tool.shapeproof]\ncontracts = ['a.b']", "expected a table of globs and contracts, got a list"),
        (
            "[tool.shapeproof.contracts]\n'*.json' = 's3.list_buckets@1.34.0..'",
            "1: tool.shapeproof.contracts: expected the version of a release at each end of '1.34.0..', got ''",
        ),
        (
            "[tool.shapeproof.contracts]\n'*.json' = 's3.list_buckets@1.34.0..1.29.0'",
            "1: tool.shapeproof.contracts: 1.34.0..1.29.0 ends before it begins",
        ),
        (
            "[tool.shapeproof.contracts]\n'*.json' = 'x'",
            "1: tool.shapeproof.contracts: 'x' is not the name of a contract",
        ),
        ("a = 1\n[tool]\nshapeproof.veiw = 1", "3: tool.shapeproof.veiw: unknown setting"),
        ("[tool]\nshapeproof = 3", "pyproject.toml: tool.shapeproof: expected a table, got 3"),
        ("[tool.shapeproof]\nview = ", "pyproject.toml: not valid TOML: Invalid value (at end of document)"),
    ],
)
def test_invalid_setting_is_an_error_with_its_location(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(UsageError) as error_info:
        read(tmp_path)
    assert str(error_info.value).startswith(str(tmp_path / "pyproject.toml"))
    assert message in str(error_info.value)


ENTRIES = """\
[tool.shapeproof]
ignore = [
    "SP220", 'drift,SP2xx',
    "SP302@ec2.*:A[].B",
    # "SP301:C"
    'SP301:C',
    {code = "SP303", test = "tests/test_x.py::*", reason = "a reason", expires = 2027-01-31},
    {operation = "s3.*", path = "", code = ["SP101", "structure"], file = "old/**"},
]
"""
TABLES = """\
[[tool.shapeproof.ignore]]
code = "SP302"

[tool.other]
code = "SP301"

[[ tool.shapeproof.ignore ]]
path = "A"
code = ["SP301", "HPT001"]
"""


def test_ignore_has_codes_and_suppressions(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(ENTRIES)
    settings = read(tmp_path)
    assert settings.ignore == ("SP220", "drift,SP2xx")
    assert set(settings.severities) & {"SP303", "SP101"} == {"SP303"}
    selector, quoted, test, both = settings.suppressions
    file = tmp_path / "pyproject.toml"
    assert [entry.origin for entry in settings.suppressions] == [f"{file}:{line}" for line in (4, 6, 7, 8)]
    assert (selector.selector, quoted.selector) == ("SP302@ec2.*:A[].B", "SP301:C")
    assert test.selector == "SP303 (test tests/test_x.py::*)"
    assert (test.reason, test.expires) == ("a reason", date(2027, 1, 31))
    assert both.selector == "SP101,structure@s3.*: (file old/**)"
    assert {"SP101", "SP102"} < both.codes
    assert both.path
    assert both.path.matches("")


def test_ignore_may_be_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text(TABLES)
    settings = read(tmp_path)
    assert settings.ignore == ()
    assert [entry.label for entry in settings.suppressions] == [
        "pyproject.toml:1: SP302",
        "pyproject.toml:7: SP301,HPT001:A",
    ]


def test_every_way_to_write_an_entry_means_the_same(tmp_path: Path) -> None:
    ways = [
        'ignore = ["SP302@s3.*:A"]',
        'ignore = [{code = "SP302", operation = "s3.*", path = "A"}]',
        '[[tool.shapeproof.ignore]]\ncode = ["SP302"]\noperation = "s3.*"\npath = "A"',
    ]
    entries: set[object] = set()
    for way in ways:
        (tmp_path / "pyproject.toml").write_text(f"[tool.shapeproof]\n{way}\n")
        (entry,) = read(tmp_path).suppressions
        entries.add(replace(entry, origin=""))
    assert len(entries) == 1


@pytest.mark.parametrize("written", ["2027-13-40", "2027-1-31", "31.01.2027", "2027/01/31", "2027-02-30"])
@pytest.mark.parametrize(
    "entry", ["[[tool.shapeproof.ignore]]\ncode = 'SP302'\n{}", "[tool.shapeproof]\nignore = [{{code = 'SP302', {}}}]"]
)
def test_a_date_that_is_no_date_is_told_how_to_write(tmp_path: Path, written: str, entry: str) -> None:
    (tmp_path / "pyproject.toml").write_text(entry.format(f"expires = {written}") + "\n")
    with pytest.raises(UsageError, match="not valid TOML") as caught:
        read(tmp_path)
    assert caught.value.hint == "a date that exists, in full and without quotes: expires = 2027-01-31"
