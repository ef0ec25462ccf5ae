"""What shells are told while a command line is typed: through their protocol, and in a real bash."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FLAGSHIP = "sagemaker.describe_hyper_parameter_tuning_job"
EDITIONS = sorted(
    f"{FLAGSHIP}@{directory.name}"
    for directory in Path(__file__).parents[2].glob(f"schemas/{FLAGSHIP.replace('.', '/')}/*/")
)
SHIPPED = Path(__file__).parents[2].joinpath("schemas", *FLAGSHIP.split("."), "1.29.145")
Suggested = Callable[..., list[str]]


@pytest.fixture
def suggested(run: Any) -> Suggested:
    """What bash is told for a line whose last word isn't whole."""

    def values(*words: str, **environment: str) -> list[str]:
        variables = {"_SHAPEPROOF_COMPLETE": "bash_complete", "COMP_WORDS": "\n".join(["shapeproof", *words])}
        done = run(env={**variables, "COMP_CWORD": str(len(words)), **environment})
        assert (done.returncode, done.stderr) == (0, "")
        return [line.partition(",")[2] for line in done.stdout.splitlines() if line]

    return values


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["sh"], {"show"}),
        (["fuzz", "co"], {"corpus", "cover"}),
        (["show", "--rep"], {"--representation"}),
        (["validate", "--format", "j"], {"json", "junit"}),
        (["show", "sagemaker."], {FLAGSHIP, "sagemaker.create_app"}),
        (["show", "st"], {"sts.", "stepfunctions."}),
        (["show", "sts"], {"sts.get_caller_identity"}),
        (["fuzz", "run", "sts.Get"], {"sts.GetCallerIdentity"}),
        (["generate", "models", "sts.assume_role", "sts.get_c"], {"sts.get_caller_identity"}),
        (["validate", "--contract", f"{FLAGSHIP}@"], {f"{FLAGSHIP}@1.29.145", f"{FLAGSHIP}@installed"}),
        (["list", "sts"], {"sts"}),
        (["explain", "SP90"], {"SP901"}),
        (["explain", "HPT00"], {"HPT001", "HPT004"}),
        (["validate", "--ignore", "SP2"], {"SP2xx", "SP201"}),
        (["validate", "--error", "dri"], {"drift"}),
        (["validate", "--warn", "SP201,HPT01"], {"SP201,HPT011"}),
        (["fuzz", "corpus", FLAGSHIP, "--scenario", "c"], {"completed"}),
        (["fuzz", "corpus", "--bare", FLAGSHIP, "--scenario", "w"], {"warm_start"}),
        (["validate", "--quiet", "te"], {"te"}),
    ],
)
def test_what_begins_so_is_suggested(suggested: Suggested, words: list[str], expected: set[str]) -> None:
    values = suggested(*words)
    assert expected <= {*values}
    assert all(value.startswith(words[-1]) for value in values)


@pytest.mark.parametrize(
    "words",
    [["show", "nothing."], ["show", "sts.@"], ["show", "../"], ["fuzz", "run", "--scenario", ""], ["no", "such", "qu"]]
    + [["fuzz", "run", name, "--scenario", ""] for name in ("x", "sts.get_caller_identity", "\x1b.x@")],
)
def test_nothing_is_suggested_for_what_is_not_known(suggested: Suggested, words: list[str]) -> None:
    assert suggested(*words) == []


def test_the_project_has_contracts_and_rules_of_its_own(suggested: Suggested, tmp_path: Path) -> None:
    _copy_contract(tmp_path / "mine", "mine", "get_it")
    (tmp_path / "pyproject.toml").write_text('[tool.shapeproof]\nschemas = "mine"\n')
    assert suggested("show", "mine.") == ["mine.get_it"]
    (tmp_path / "pyproject.toml").unlink()
    assert suggested("show", "mine.") == []
    assert suggested("show", "--schemas", "mine", "mine.") == ["mine.get_it"]


@pytest.mark.parametrize("settings", ["[", "[tool.shapeproof]\nschemas = 3\n", '[tool.shapeproof]\nschemas = "gone"\n'])
def test_invalid_settings_leave_what_ships(suggested: Suggested, tmp_path: Path, settings: str) -> None:
    (tmp_path / "pyproject.toml").write_text(settings)
    assert suggested("show", f"{FLAGSHIP}@1") == EDITIONS
    assert "HPT001" in suggested("validate", "--ignore", "HPT")


def test_an_invalid_contract_leaves_the_others(suggested: Suggested, tmp_path: Path) -> None:
    for name in ("contract.json", "response.schema.json"):
        (_copy_contract(tmp_path / "schemas", "mine", f"without_{name.partition('.')[0]}") / name).write_text("[")
    assert "HPT001" in suggested("explain", "H")
    assert suggested("fuzz", "run", "mine.without_contract", "--scenario", "") == []


def test_without_botocore_committed_contracts_are_suggested(suggested: Suggested, tmp_path: Path) -> None:
    (tmp_path / "without" / "botocore").mkdir(parents=True)
    (tmp_path / "without" / "botocore" / "__init__.py").write_text("raise SystemExit('imported')")
    without = str(tmp_path / "without")
    assert suggested("show", "sa", PYTHONPATH=without) == [FLAGSHIP]
    assert suggested("show", f"{FLAGSHIP}@", PYTHONPATH=without) == EDITIONS
    assert suggested("list", "s3", PYTHONPATH=without) == []


def test_names_that_a_shell_would_expand_are_not_suggested(suggested: Suggested, tmp_path: Path) -> None:
    for service, method in [("mine", "a\nplain,b"), ("mine", "$(touch x)"), ("mi\x1b[2Jne", "c"), ("mine", "ok")]:
        _copy_contract(tmp_path / "schemas", service, method)
    names = ["$(touch x)", "a\nplain,b", "-x", "ok"]
    contract = tmp_path / "schemas" / "mine" / "ok" / SHIPPED.name / "contract.json"
    document = json.loads(contract.read_text())
    document["scenarios"] = dict.fromkeys(names, document["scenarios"]["completed"])
    contract.write_text(json.dumps({**document, "service": "mine", "method": "ok", "operation": "Ok"}))
    assert suggested("show", "mine.") == ["mine.ok"]
    assert suggested("fuzz", "run", "mine.ok", "--scenario", "") == ["ok"]


def test_nothing_of_the_directory_is_imported(suggested: Suggested, tmp_path: Path) -> None:
    for name in ("botocore", "click", "shapeproof", "conftest", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported')")
    assert "sts.get_caller_identity" in suggested("show", "sts.")


@pytest.mark.parametrize("environment", [{}, {"COMP_WORDS": "shapeproof show"}, {"COMP_CWORD": "x", "COMP_WORDS": ""}])
def test_a_call_that_no_shell_makes_prints_nothing(run: Any, environment: dict[str, str]) -> None:
    done = run(env={"_SHAPEPROOF_COMPLETE": "bash_complete", **environment})
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(("shell", "form"), [("zsh", "sts.get_caller_identity"), ("fish", "sts.get_caller_identity")])
def test_zsh_and_fish_are_answered(run: Any, shell: str, form: str) -> None:
    assert "_SHAPEPROOF_COMPLETE" in run(env={"_SHAPEPROOF_COMPLETE": f"{shell}_source"}).stdout
    position = "2" if shell == "zsh" else "sts.get_c"
    words = {"COMP_WORDS": "shapeproof show sts.get_c", "COMP_CWORD": position}
    done = run(env={"_SHAPEPROOF_COMPLETE": f"{shell}_complete", **words})
    assert form in done.stdout
    assert done.stderr == ""


def _copy_contract(root: Path, service: str, method: str) -> Path:
    """A committed contract below a directory; its files are those of another operation."""
    return Path(shutil.copytree(SHIPPED, root / service / method / SHIPPED.name))
