"""Small archives as their units: good and bad recordings in several forms, checked for real."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

from shapeproof.digest.digest import Digest
from shapeproof.digest.limits import Limits
from shapeproof.digest.unit_digest import digest_of
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.units import Planned, Skipped, Unit, Unusable
from shapeproof.recordings.model import ReadFailure
from shapeproof.validation.catalog import reading

SMALL: Final = Limits(samples=2, paths=3, keys=8, contracts=2, names=2)
"""So little that whatever is bounded is cut."""
LARGE: Final = Limits()

JOB: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "examples/recordings/good/churn_completed.json").read_bytes()
)
JOBS: Final = "sagemaker.describe_hyper_parameter_tuning_job"


def _line(contract: str, response: dict[str, Any]) -> str:
    return json.dumps({"shapeproof": 1, "contract": contract, "representation": "cli", "response": response})


_lines = st.one_of(
    st.just(_line(JOBS, JOB)),
    st.integers(0, 9).map(lambda number: _line(JOBS, {**JOB, f"Made{number}": 1})),
    st.integers(0, 3).map(lambda number: _line(JOBS, {**JOB, "HyperParameterTuningJobName": number})),
    st.sampled_from(["HyperParameterTuningJobStatus", "CreationTime", "TrainingJobStatusCounters"]).map(
        lambda member: _line(JOBS, {name: value for name, value in JOB.items() if name != member})
    ),
    st.integers(0, 5).map(lambda number: _line("ecr.list_images", {"imageIds": [{"imageTag": number}] * 3})),
    st.integers(0, 5).map(lambda number: _line("s3.list_buckets", {"Buckets": {"x" * number: 1}})),
    st.integers(0, 5).map(lambda number: _line(f"no.service_{number}", {})),
    st.sampled_from(["{", "[1]", '{"x": 1}', "\ud800"]),
)
_names = st.sampled_from(["a", "b", "c/d", "e" * 3_000, "\udc80"])


def _lines_unit(path: str, lines: list[str], offset: int) -> Unit:
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
    return Unit(f"{path}.jsonl", is_explicit=True, is_lines=True, offset=offset, length=len(data), data=data)


def _file_unit(path: str, text: str) -> Unit:
    return Unit(path, is_explicit=False, data=text.encode("utf-8", "replace"))


units: st.SearchStrategy[Planned] = st.one_of(
    st.builds(_lines_unit, _names, st.lists(_lines, max_size=6), st.sampled_from([0, 1_000, 2_000])),
    st.builds(_file_unit, _names.map("{}.json".format), _lines),
    st.builds(_file_unit, _names.map("{}.txt".format), st.sampled_from(["text", "{'Buckets': []}"])),
    st.builds(Skipped, _names, st.sampled_from(["a reason", "another", "a third", "r" * 5_000])),
    st.builds(Unusable, _names, st.just(ReadFailure(reading.PATH_NOT_READABLE, "permission denied"))),
)


@cache
def _checker() -> Checker:
    return Checker(CheckOptions(coverage=True))


@cache
def check(unit: Planned) -> tuple[UnitResult, ...]:
    """The results of a unit."""
    return tuple(_checker().check(unit))


def digest_with(limits: Limits) -> Callable[[Planned], Digest]:
    """Makes the digest of a unit."""

    def digest(unit: Planned) -> Digest:
        size, offset = (unit.length or 0, unit.offset) if isinstance(unit, Unit) else (0, 0)
        return digest_of(check(unit), size=size, offset=offset, limits=limits)

    return digest


limits: st.SearchStrategy[Limits] = st.sampled_from([SMALL, LARGE])
