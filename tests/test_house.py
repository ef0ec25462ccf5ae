"""The whole checkout: forbidden content in files, the content of the wheel, and the wheel in a separate environment."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Split, so that this file passes its own test.
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
        ("anaconda", "org"),
        ("debian", "org"),
    ]
]
INDEX_URL = re.compile(
    # An option with a URL as its value, or a URL with the usual path of a package index.
    r"--?(?:i|index-url|extra-index-url|find-links|registry)[ =]\S*:/" + r"/|\w+:/" + r"/\S+/simple\b"
)


def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """All files that are committed or could be."""
    result = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    if result.returncode != 0:
        pytest.skip(f"not a git checkout: {result.stderr.strip()}")
    paths = [ROOT / name for name in result.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def iter_lines(files: list[Path]) -> Iterator[tuple[str, str]]:
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            yield f"{path.relative_to(ROOT)}:{number}", line


def test_no_file_names_a_package_index(files: list[Path]) -> None:
    hosts = re.compile("|".join(map(re.escape, REGISTRY_HOSTS)))
    assert not [location for location, line in iter_lines(files) if hosts.search(line) or INDEX_URL.search(line)]


def test_no_file_contains_path_of_this_checkout(files: list[Path]) -> None:
    if len(ROOT.parts) < 3:
        pytest.skip(f"{ROOT} is too short to be distinguished from other text")
    checkout_path = re.compile(re.escape(str(ROOT)) + r"(?![\w.-])")
    assert not [location for location, line in iter_lines(files) if checkout_path.search(line)]


@pytest.mark.parametrize("text", ["pip install -i x:/" + "/host", "see https:/" + "/mirror.example/simple/"])
def test_index_url_is_recognised(text: str) -> None:
    assert INDEX_URL.search(text)


def test_scripts_are_executable() -> None:
    scripts = [path for path in (ROOT / "scripts").iterdir() if path.is_file() and not path.suffix]
    assert {"bench", "demo", "docs", "lock", "regenerate", "release", "setup", "test"} <= {
        path.name for path in scripts
    }
    assert not [path.name for path in [*scripts, ROOT / ".ci" / "run"] if not os.access(path, os.X_OK)]


def test_wheel_contains_code_models_schemas_and_type_markers(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for directory in ("codegen", "generated"):
        # The build ignores a missing directory silently, so every file is checked.
        suffixes = {".css", ".jinja", ".js", ".py", ".typed"}
        sources = {path for path in (ROOT / directory).rglob("*") if path.suffix in suffixes}
        assert {path.relative_to(ROOT / directory).as_posix() for path in sources} <= names
    contracts = set((ROOT / "schemas").rglob("*.json"))
    assert contracts
    assert {f"shapeproof/_schemas/{path.relative_to(ROOT / 'schemas').as_posix()}" for path in contracts} <= names
    assert {"shapeproof/py.typed", "shapeproof_models/py.typed", "shapeproof_models/__init__.py"} <= names
    assert not [name for name in names if name.startswith(("codegen", "generated", "schemas", "tests"))]


@pytest.mark.survey
def test_wheel_validates_without_extras(wheel_environment: Path, tmp_path: Path) -> None:
    result = run(wheel_environment / "shapeproof", "validate", ROOT / "examples" / "recordings" / "good", cwd=tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.survey
def test_wheel_generates_same_corpus_as_checkout(wheel_environment: Path, tmp_path: Path) -> None:
    """The corpus depends only on the seed: Hypothesis, which collects constants from local code, is not used."""
    options = ("fuzz", "corpus", "sagemaker.describe_hyper_parameter_tuning_job", "-n", "40", "--seed", "9")
    from_wheel = run(wheel_environment / "shapeproof", *options, cwd=tmp_path)
    from_checkout = run(sys.executable, "-m", "shapeproof", *options)
    assert from_wheel.returncode == 0, from_wheel.stderr
    assert from_wheel.stdout == from_checkout.stdout
    python_call = run(
        wheel_environment / "python",
        "-c",
        f"import shapeproof; shapeproof.fuzz.responses({options[2]!r})",
        cwd=tmp_path,
    )
    assert "shapeproof[fuzz]" in python_call.stderr
