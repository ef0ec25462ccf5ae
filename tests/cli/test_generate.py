"""`shapeproof generate`, as a person uses it: what it writes where, what it checks, what it refuses."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final, cast

import pytest

from shapeproof import load
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.module import generate_module

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
GENERATED: Final = Path(__file__).parents[2] / "generated"
MODELS: Final = GENERATED / "shapeproof_models" / "sagemaker" / "describe_hyper_parameter_tuning_job"


def test_models_go_to_standard_output_as_they_are_committed(run: Any) -> None:
    done = run("generate", "models", FLAGSHIP, "--flavour", "msgspec", "--view", "strict")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (MODELS / "msgspec_strict.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(("page_format", "suffix"), [("markdown", "md"), ("html", "html")])
def test_pages_go_to_standard_output_as_they_are_committed(run: Any, page_format: str, suffix: str) -> None:
    done = run("generate", "docs", FLAGSHIP, "--format", page_format)
    assert (done.returncode, done.stderr) == (0, "")
    page = GENERATED / "docs" / "sagemaker" / f"describe_hyper_parameter_tuning_job.{suffix}"
    assert done.stdout == page.read_text(encoding="utf-8")


def test_a_directory_gets_a_module_for_each_service(run: Any, tmp_path: Path) -> None:
    names = ("s3.list_buckets", "s3.head_object", "lambda.invoke")
    done = run("generate", "models", *names, "--output", "models")
    assert done.returncode == 0
    assert done.stderr.splitlines() == ["models/s3.py", "models/lambda_.py"]
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == ["lambda_.py", "s3.py"]
    assert "class HeadObjectOutput" in (tmp_path / "models" / "s3.py").read_text(encoding="utf-8")


@pytest.mark.survey
def test_a_check_lists_what_is_missing_and_stale_and_writes_nothing(run: Any, tmp_path: Path) -> None:
    command = ("generate", "models", FLAGSHIP, "--flavour", "typeddict", "--output", "src/models.py")
    missing = run(*command, "--check")
    assert (missing.returncode, missing.stdout) == (1, "missing: src/models.py\n")
    assert missing.stderr == "to write them, run the command without --check\n"
    assert not (tmp_path / "src").exists()

    assert run(*command).returncode == 0
    fresh = run(*command, "--check")
    assert (fresh.returncode, fresh.stdout, fresh.stderr) == (0, "", "")

    file = tmp_path / "src" / "models.py"
    file.write_text(file.read_text(encoding="utf-8").replace("Hyperband", "Hyperbond"), encoding="utf-8")
    stale = run(*command, "--check")
    assert (stale.returncode, stale.stdout.splitlines()[0]) == (1, "stale: src/models.py")
    assert stale.stdout.splitlines()[2:4] == ['  -    "HyperbondStrategyConfig",', '  +    "HyperbandStrategyConfig",']
    assert "Hyperbond" in file.read_text(encoding="utf-8")

    assert run(*command).stderr == "src/models.py\n"
    assert run(*command).stderr == "src/models.py  (unchanged)\n"


def test_another_version_of_the_source_makes_nothing_stale(run: Any, tmp_path: Path) -> None:
    command = ("generate", "models", "sqs.receive_message", "--output", "sqs.py")
    assert run(*command).returncode == 0
    file = tmp_path / "sqs.py"
    text = file.read_text(encoding="utf-8")
    source = next(line for line in text.split("\n") if line.startswith("# Source: botocore "))
    assert text.count(source.rpartition(" ")[2]) == 1
    other = text.replace(source, "# Source: botocore 9.9.9")
    file.write_text(other, encoding="utf-8")
    checked = run(*command, "--check")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    assert run(*command).stderr == "sqs.py  (unchanged)\n"
    assert file.read_text(encoding="utf-8") == other


@pytest.mark.parametrize(
    "flavour",
    ["pydantic", *(pytest.param(flavour, marks=pytest.mark.survey) for flavour in FLAVOURS if flavour != "pydantic")],
)
def test_formatters_and_linters_leave_modules_alone(tmp_path: Path, flavour: str) -> None:
    contract = load("dynamodb.query@installed")
    file = tmp_path / "dynamodb.py"
    text = generate_module([contract], cast("FlavourName", flavour))
    file.write_text(text, encoding="utf-8")
    assert not re.search(r"^#$", text, re.MULTILINE)
    for arguments in (
        ["format", "--line-length=100"],
        ["check"],
        ["check", "--select=E,F,I"],
        # What the linter would say if it weren't told to leave the module alone.
        ["check", "--ignore-noqa", "--select=E,F,I,PLR2044", "--ignore=E501,E741,I001"],
    ):
        command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "--no-cache", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.survey
def test_neighbours_of_a_committed_contract_share_a_module(run: Any, tmp_path: Path) -> None:
    neighbour = "sagemaker.create_hyper_parameter_tuning_job"
    options = ("--flavour", "typeddict", "--output", "hp.py")
    done = run("generate", "models", neighbour, FLAGSHIP, *options)
    assert done.returncode == 0
    assert done.stderr.startswith("note: all operations of sagemaker are of the installed botocore ")
    text = (tmp_path / "hp.py").read_text(encoding="utf-8")
    assert "class CreateHyperParameterTuningJobResponse" in text
    assert "class DescribeHyperParameterTuningJobResponse" in text

    refused = run("generate", "models", neighbour, f"{FLAGSHIP}@1.29.145", *options)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.endswith("  use names without @EDITION, and --edition installed\n")
    followed = run("generate", "models", neighbour, FLAGSHIP, "--edition", "installed", *options, "--check")
    assert (followed.returncode, followed.stderr) == (1, "to write them, run the command without --check\n")
    assert f"+        {FLAGSHIP}@installed" in followed.stdout


def test_globs_stand_in_the_command_that_regenerates(run: Any) -> None:
    done = run("generate", "models", "sqs.Receive*", "sqs.list_queues", "--flavour", "typeddict")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        "    shapeproof generate models --flavour typeddict --view tolerant \\\\\n        'sqs.Receive*' \\\\\n"
        in done.stdout
    )


@pytest.mark.survey
@pytest.mark.parametrize("flavour", ["pydantic", "dataclass"])
def test_modules_without_descriptions(run: Any, tmp_path: Path, flavour: str) -> None:
    command = ("generate", "models", "sqs.receive_message", "--flavour", flavour, "--output", "sqs.py")
    run(*command)
    full = (tmp_path / "sqs.py").read_text(encoding="utf-8")
    assert run(*command, "--no-descriptions").returncode == 0
    short = (tmp_path / "sqs.py").read_text(encoding="utf-8")
    assert f"--flavour {flavour} --view tolerant --no-descriptions\n" in short
    assert "The contents of the message" not in short
    assert len(short) < 0.7 * len(full)
    assert ast.dump(without_docstrings(short)) == ast.dump(without_docstrings(full)) or flavour == "pydantic"
    compile(short, "short", "exec")


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec", "dataclass", "typeddict"])
@pytest.mark.parametrize("view", ["strict", pytest.param("tolerant", marks=pytest.mark.survey)])
def test_modules_of_responses_only(run: Any, tmp_path: Path, flavour: str, view: str) -> None:
    options = ("--flavour", flavour, "--view", view, "--response-only", "--output", "s3.py")
    command = ("generate", "models", "s3.list_buckets", "s3.get_bucket_location", *options)
    assert run(*command).returncode == 0
    text = (tmp_path / "s3.py").read_text(encoding="utf-8")
    assert f"--flavour {flavour} --view {view} --response-only \\\\\n" in text
    tree = ast.parse(text)
    classes = {node.name for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")}
    assert {"ListBucketsOutput", "GetBucketLocationOutput", "Bucket", "Owner", "ResponseMetadata"} <= classes
    assert not [name for name in classes if name.endswith(("Request", "Error", "ErrorDetail")) and name != "LoadError"]
    assert run(*command, "--check").returncode == 0
    assert run(*(word for word in command if word != "--response-only"), "--check").returncode == 1


@pytest.mark.survey
def test_a_package_is_checked_as_a_whole(run: Any, tmp_path: Path) -> None:
    few = ("generate", "models", "s3.list_buckets", "--split", "--response-only", "--output", "src")
    more = (*few[:3], "s3.get_bucket_location", *few[3:])
    assert run("generate", "models", "s3.list_buckets", "--output", "src").stderr == "src/s3.py\n"
    missing = run(*more, "--check")
    assert (missing.returncode, missing.stdout.splitlines()[-1]) == (1, "orphan: src/s3.py")
    assert missing.stdout.splitlines()[0] == "missing: src/s3/__init__.py"
    assert run(*more).stderr.startswith("src/s3.py  (removed)\nsrc/s3/__init__.py\n")
    assert (run(*more, "--check").stdout, run(*more, "--check").returncode) == ("", 0)
    assert "--response-only --split" in (tmp_path / "src/s3/__init__.py").read_text(encoding="utf-8")

    (tmp_path / "src/s3/mine.py").write_text("# mine\n", encoding="utf-8")
    (tmp_path / "src/s3/other.py").write_text((tmp_path / "src/s3/base.py").read_text().partition("# pyright")[0])
    (tmp_path / "src/s3/link.py").symlink_to("base.py")
    stale = run(*few, "--check")
    assert stale.returncode == 1
    assert [line for line in stale.stdout.splitlines() if line[0] != " "] == [
        "stale: src/s3/__init__.py",
        "stale: src/s3/base.py",
        "orphan: src/s3/get_bucket_location.py",
    ]
    assert run(*few).returncode == run(*few, "--check").returncode == 0
    names = sorted(path.name for path in (tmp_path / "src/s3").iterdir())
    assert names == ["__init__.py", "base.py", "link.py", "list_buckets.py", "mine.py", "other.py", "shared.py"]

    assert run("generate", "models", "s3.list_buckets", "--output", "src").stderr.endswith("\nsrc/s3.py\n")
    assert sorted(path.name for path in (tmp_path / "src/s3").iterdir()) == ["link.py", "mine.py", "other.py"]


def without_docstrings(source: str) -> ast.Module:
    module = ast.parse(source)
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = [
                statement
                for statement in node.body
                if not isinstance(statement, ast.Pass)
                and not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
            ]
    return module


@pytest.mark.survey
def test_enforcement_is_printed_for_every_flavour(run: Any) -> None:
    done = run("generate", "models", FLAGSHIP, "--enforcement")
    assert done.returncode == 0
    assert "| constraint | meaning | tested | pydantic | msgspec | dataclass | typeddict |" in done.stdout
    page = GENERATED / "docs" / "sagemaker" / "describe_hyper_parameter_tuning_job.models.md"
    assert done.stdout == page.read_text(encoding="utf-8")


REFUSED: Final = [
    (("models", FLAGSHIP, "--check"), "--check compares files, but no --output is given\n  use --output FILE|DIR"),
    (("models", "s3.list_buckets", FLAGSHIP), "one module can't contain models of 2 services\n  give a directory"),
    (
        ("models", "s3.list_buckets", FLAGSHIP, "--output", "m.py"),
        "m.py: one module can't contain models of 2 services",
    ),
    (("docs", "s3.list_buckets", FLAGSHIP), "standard output takes one page, not several\n  use --output DIR"),
    (("docs", "s3.list_buckets", FLAGSHIP, "--output", "p.md"), "p.md: one page can't describe 2 operations"),
    (("models", FLAGSHIP, "--output", "m.txt"), "m.txt: expected a directory or a .py file"),
    (("docs", FLAGSHIP, "--format", "html", "--output", "p.md"), "p.md: expected a directory or a .html file"),
    (("models", FLAGSHIP, "--enforcement", "--output", "m.py"), "--enforcement prints a table and writes no models"),
    (("models", FLAGSHIP, "--enforcement", "--response-only"), "--enforcement prints a table and writes no models"),
    (("models", FLAGSHIP, "--enforcement", "--split"), "--enforcement prints a table and writes no models"),
    (("models", FLAGSHIP, "--split"), "--split writes packages, but no --output is given\n  use --output DIR"),
    (("models", FLAGSHIP, "--split", "--output", "m.py"), "m.py: --split writes a package\n  give a directory"),
    (("models", "s3.list_bukets"), "did you mean"),
    (("models", f"{FLAGSHIP}@1.29.145", "sagemaker.list_tags@1.0"), "no committed contract is called"),
    (("models", FLAGSHIP, "--flavour", "attrs"), "invalid value for '--flavour'"),
    (("models",), "missing argument 'NAME…'"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_what_cannot_be_done_is_refused_with_the_way_out(run: Any, arguments: tuple[str, ...], message: str) -> None:
    done = run("generate", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_diff_shows_colours_of_a_file_as_escapes(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    assert run("generate", "models", FLAGSHIP, "--output", str(path)).returncode == 0
    path.write_text(f"{path.read_text()}# \x1b[31mred\n")
    done = run("generate", "models", FLAGSHIP, "--output", str(path), "--check")
    assert done.returncode == 1
    assert r"# \x1b[31mred" in done.stdout
