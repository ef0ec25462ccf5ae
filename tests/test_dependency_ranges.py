"""The wheel works with the lowest and with the newest versions of all dependencies that pyproject.toml allows."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from tests.program.environments import first_steps, install, installed, run_tests, versions

ROOT: Final = Path(__file__).parents[1]
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS: Final = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
NOT_FOR_USERS: Final = ("all", "dev")
CLIENT_OF_LOWEST: Final = "boto3==1.26.0"
"""The client that belongs to the lowest botocore: pip would try hundreds of others before it."""
TESTS: Final = (
    "cel", "rules", "validation", "recordings", "representations", "sample", "registry", "generate/test_null_entries.py",
    "generate/test_packages.py", "fuzz/test_sdk_responses.py", "cli/test_options.py", "cli/test_explain.py",
    "far/test_urls.py", "far/test_units.py",
)  # fmt: skip


def requirements() -> Iterator[Requirement]:
    """What users can get, each once."""
    extras = PROJECT["optional-dependencies"]
    lines = [*PROJECT["dependencies"], *(line for name in extras if name not in NOT_FOR_USERS for line in extras[name])]
    yield from map(Requirement, dict.fromkeys(lines))


def bound(requirement: Requirement, operator: str) -> str:
    (version,) = (clause.version for clause in requirement.specifier if clause.operator == operator)
    return version


def test_every_range_has_two_ends() -> None:
    for requirement in requirements():
        assert {clause.operator for clause in requirement.specifier} == {">=", "<"}, str(requirement)
    names = [requirement.name for requirement in requirements()]
    assert len(names) == len(set(names)), "two extras bring the same with different ranges"


@pytest.mark.survey
@pytest.mark.parametrize("end", ["lowest", "newest"])
def test_the_wheel_works_at_an_end_of_all_ranges(end: str, wheel: Path, tmp_path: Path) -> None:
    if end == "lowest" and sys.version_info >= (3, 12):
        pytest.skip("the lowest botocore imports modules that Python 3.11 was the last to have")
    found = list(requirements())
    extras = ",".join(name for name in PROJECT["optional-dependencies"] if name not in NOT_FOR_USERS)
    pins = [f"{requirement.name}=={bound(requirement, '>=')}" for requirement in found] if end == "lowest" else []
    client = CLIENT_OF_LOWEST if end == "lowest" else "boto3"
    python = installed(Path(sys.executable), tmp_path / "environment", [f"{wheel}[{extras}]", "pytest", client], pins)
    print(f"\n{end}: {versions(python, [requirement.name for requirement in found])}")  # noqa: T201 - a survey
    print(first_steps(python, tmp_path))  # noqa: T201
    # Tests expect what today's models have.
    install(python, [line for line in PINS if line.startswith(("boto3==", "botocore=="))])
    print(run_tests(python, tmp_path, *TESTS))  # noqa: T201
