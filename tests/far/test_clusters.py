"""On a cluster, the digest is what it is in one process: for any number of workers, and when one is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from tests.far.archives import digest_by, in_process, plan, write_archive
from tests.far.clusters import client_of, on_cluster
from tests.program.forks import environment

from shapeproof.digest.digest import DigestSum
from shapeproof.far.planner import UnitSizes
from shapeproof.recordings.discovery.units import Skipped

ROOT = Path(__file__).parents[2]
SURVEY_COUNT = 100_000
"""Three times as many responses are in the archive of the survey."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_archive(tmp_path_factory.mktemp("archive"), 300)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with client_of(2) as client:
        yield client


def test_a_digest_of_workers_is_that_of_one_process(archive: Path, client: Any) -> None:
    units = plan([f"file://{archive}", "file:///no/such/file.json"])
    units.append((len(units), Skipped("a", "a reason")))
    expected = digest_by(in_process(), units)
    assert digest_by(on_cluster(client), units) == expected
    assert digest_by(on_cluster(client), units[::-1]) == expected


def test_few_units_are_on_their_way_at_once(archive: Path, client: Any) -> None:
    """Units are taken as workers need them, so that memory is the same for a thousand and for a million."""
    units = plan([f"file://{archive}"], UnitSizes(part=20_000))
    taken = 0

    def numbered() -> Iterator[Any]:
        nonlocal taken
        for unit in units:
            taken += 1
            yield unit

    done = 0
    for _ in on_cluster(client).check(numbered()):
        done += 1
        assert taken - done <= 8
    assert done == len(units)


def test_a_run_that_is_closed_leaves_nothing_on_the_cluster(archive: Path, client: Any) -> None:
    checked = on_cluster(client).check(iter(plan([f"file://{archive}"])))
    next(checked)
    checked.close()
    until = time.monotonic() + 10
    while (left := client.run_on_scheduler(_count_tasks)) and time.monotonic() < until:
        time.sleep(0.05)
    assert left == 0


def _count_tasks(dask_scheduler: Any) -> int:
    return len(dask_scheduler.tasks)


@pytest.mark.survey
def test_a_unit_that_kills_its_workers_is_told_and_the_rest_is_checked(archive: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.far.deadly_unit", str(archive / "small")],
        cwd=ROOT, env={**environment(), "PYTHONPATH": f"{ROOT}:{ROOT / 'scripts'}"}, capture_output=True, text=True,
        timeout=100, check=True,
    )  # fmt: skip
    assert done.stdout == (
        "12 responses\n"
        "deadly: the workers that checked this were lost, each time; give them more memory, or look into their logs\n"
    )


@pytest.mark.survey
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_digests_are_equal_for_any_number_of_workers(
    workers: int, tmp_path_factory: pytest.TempPathFactory, large: Any
) -> None:
    units, expected = large
    with client_of(workers) as client:
        assert digest_by(on_cluster(client), units) == expected


@pytest.mark.survey
def test_digests_are_equal_with_a_worker_killed_midway(large: Any) -> None:
    units, expected = large
    with client_of(2) as client:
        victims = [worker["pid"] for worker in client.run(lambda: {"pid": os.getpid()}).values()]
        total = DigestSum()
        numbers: list[int] = []
        for number, digest in on_cluster(client).check(units):
            numbers.append(number)
            total.add(digest)
            if len(numbers) == len(units) // 3:
                Thread(target=os.kill, args=(victims[0], signal.SIGKILL)).start()
    assert sorted(numbers) == list(range(len(units)))
    assert total.digest() == expected


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Any:
    units = plan([f"file://{write_archive(tmp_path_factory.mktemp('large'), SURVEY_COUNT)}"], UnitSizes(part=4 * 2**20))
    expected = digest_by(in_process(), units)
    assert expected.responses == 3 * SURVEY_COUNT + 12
    assert digest_by(in_process(), units[::-1]) == expected
    return units, expected
