"""The checkout as a whole: what no file may say, and that the wheel holds what it should and works on its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Written in parts, so that this file passes its own test.
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
INDEX_ADDRESS = re.compile(
    # An option with an address behind it, or an address that ends as those of package indexes do.
    r"--?(?:i|index-url|extra-index-url|find-links|registry)[ =]\S*:/" + r"/|\w+:/" + r"/\S+/simple\b"
)


def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """Everything that is committed or would be."""
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    if listed.returncode != 0:
        pytest.skip(f"not a git checkout: {listed.stderr.strip()}")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def lines(files: list[Path]) -> Iterator[tuple[str, str]]:
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            yield f"{path.relative_to(ROOT)}:{number}", line


def test_no_file_names_a_package_index(files: list[Path]) -> None:
    hosts = re.compile("|".join(map(re.escape, REGISTRY_HOSTS)))
    assert not [place for place, line in lines(files) if hosts.search(line) or INDEX_ADDRESS.search(line)]


def test_no_file_holds_a_path_of_this_checkout(files: list[Path]) -> None:
    if len(ROOT.parts) < 3:
        pytest.skip(f"{ROOT} is too short to tell from other text")
    path = re.compile(re.escape(str(ROOT)) + r"(?![\w.-])")
    assert not [place for place, line in lines(files) if path.search(line)]


@pytest.mark.parametrize("text", ["pip install -i x:/" + "/host", "see https:/" + "/mirror.example/simple/"])
def test_an_index_address_is_recognised(text: str) -> None:
    assert INDEX_ADDRESS.search(text)


def test_what_a_person_runs_is_executable() -> None:
    scripts = [path for path in (ROOT / "scripts").iterdir() if path.is_file() and not path.suffix]
    assert {"bench", "demo", "docs", "lock", "regenerate", "setup", "test"} <= {path.name for path in scripts}
    assert not [path.name for path in [*scripts, ROOT / ".ci" / "run"] if not os.access(path, os.X_OK)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    for tool in ("build", "hatchling"):
        if find_spec(tool) is None:
            pytest.skip(f"{tool} isn't installed; scripts/setup brings it")
    directory = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", directory)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = directory.glob("*.whl")
    return path


def test_the_wheel_holds_code_models_schemas_and_type_markers(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for root in ("codegen", "generated"):
        # A missing directory builds silently, hence file by file.
        kinds = {".css", ".jinja", ".js", ".py", ".typed"}
        sources = {path for path in (ROOT / root).rglob("*") if path.suffix in kinds}
        assert {path.relative_to(ROOT / root).as_posix() for path in sources} <= names
    contracts = set((ROOT / "schemas").rglob("*.json"))
    assert contracts
    assert {f"shapeproof/_schemas/{path.relative_to(ROOT / 'schemas').as_posix()}" for path in contracts} <= names
    assert {"shapeproof/py.typed", "shapeproof_models/py.typed", "shapeproof_models/__init__.py"} <= names
    assert not [name for name in names if name.startswith(("codegen", "generated", "schemas", "tests"))]


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment in which the wheel and its core dependencies are, and nothing else."""
    directory = tmp_path_factory.mktemp("elsewhere")
    made = run(sys.executable, "-m", "venv", directory)
    if made.returncode != 0:
        pytest.skip(f"no environment can be made: {made.stdout.strip()}")
    commands = directory / "bin"
    pip: list[str | Path] = [commands / "python", "-m", "pip", "--disable-pip-version-check", "--retries=1"]
    installed = run(*pip, "install", "--quiet", "-c", ROOT / "constraints.txt", wheel)
    if installed.returncode != 0:
        # Only a missing network excuses it: a wheel that can't be installed is what this looks for.
        reached = run(*pip, "download", "--quiet", "--no-deps", "--dest", directory / "probe", "click")
        if reached.returncode != 0:
            pytest.skip("no package index can be reached")
        pytest.fail(installed.stdout + installed.stderr)
    return commands


def test_the_core_alone_validates(elsewhere: Path, tmp_path: Path) -> None:
    validated = run(elsewhere / "shapeproof", "validate", ROOT / "examples" / "recordings" / "good", cwd=tmp_path)
    assert validated.returncode == 0, validated.stdout + validated.stderr


def test_a_command_that_needs_an_extra_says_which(elsewhere: Path, tmp_path: Path) -> None:
    captured = run(elsewhere / "shapeproof", "capture", "s3.ListObjectsV2", cwd=tmp_path)
    assert captured.returncode == 2
    assert "shapeproof[aws]" in captured.stderr
    assert "Traceback" not in captured.stderr


def test_the_installed_wheel_gives_the_checkout_s_corpus(elsewhere: Path, tmp_path: Path) -> None:
    """Out of a seed, without Hypothesis, which looks at local code for its constants."""
    options = ("fuzz", "corpus", "sagemaker.describe_hyper_parameter_tuning_job", "-n", "40", "--seed", "9")
    there = run(elsewhere / "shapeproof", *options, cwd=tmp_path)
    here = run(sys.executable, "-m", "shapeproof", *options)
    assert there.returncode == 0, there.stderr
    assert there.stdout == here.stdout
    tried = run(elsewhere / "shapeproof", "fuzz", "run", options[2], "--exec", "true", cwd=tmp_path)
    assert (tried.returncode, "shapeproof[fuzz]" in tried.stderr) == (2, True)
    kept = tmp_path / "kept.json"
    kept.write_text('{"response": {}}')
    again = run(elsewhere / "shapeproof", "fuzz", "replay", kept, "--exec", "true", cwd=tmp_path)
    assert (again.returncode, "shapeproof[fuzz]" in again.stderr) == (2, True)
    asked = run(
        elsewhere / "python", "-c", f"import shapeproof; shapeproof.fuzz.responses({options[2]!r})", cwd=tmp_path
    )
    assert "shapeproof[fuzz]" in asked.stderr
