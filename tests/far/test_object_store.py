"""Archives in S3, and workers with another release of botocore: both in an environment of their own.

aiobotocore, by which fsspec reads S3, demands an older botocore than the one that the other tests have.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.far.archives import digest_by, in_process, plan, write_archive
from tests.far.clusters import client_of_worker, on_cluster
from tests.far.test_contracts_travel import archive
from tests.program.forks import environment

from shapeproof.capture.sources import installed

__all__ = ["archive"]

ROOT = Path(__file__).parents[2]
PACKAGES = ["s3fs>=2025.9", "moto[server]>=5.1"]
COUNT = 300

pytestmark = pytest.mark.survey


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    directory = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", directory], check=True)
    command = [str(directory / "bin" / "pip"), "install", "-q", "-e", f"{ROOT}[aws,far]", *PACKAGES]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        pytest.skip(f"pip can't install {' and '.join(PACKAGES)}")
    return str(directory / "bin" / "python")


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_archive(tmp_path_factory.mktemp("local") / "archive", COUNT)


@pytest.fixture(scope="module")
def store(python: str, local: Path) -> Iterator[Mapping[str, str]]:
    """The variables of an environment with access to the object store."""
    variables = {
        **environment(), "AWS_ACCESS_KEY_ID": "AKIATESTING", "AWS_SECRET_ACCESS_KEY": "secret-testing",
        "AWS_DEFAULT_REGION": "us-east-1", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    program = [python, "-m", "tests.far.object_store", str(local)]
    with subprocess.Popen(
        program, cwd=ROOT, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        yield {**variables, "AWS_ENDPOINT_URL": server.stdout.readline().strip()}
        server.communicate("")


def validate(python: str, store: Mapping[str, str], *words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [python, "-m", "shapeproof", "validate", *words], env=dict(store), capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert "secret-testing" not in done.stdout + done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("words", [(), ("--workers", "2")])
def test_what_is_found_in_a_bucket_is_what_is_found_in_files(
    python: str, store: Mapping[str, str], local: Path, words: tuple[str, ...]
) -> None:
    in_bucket = validate(python, store, "s3://archive/2026", *words, "--format", "json")
    in_files = validate(python, store, f"file://{local}", "--format", "json")
    assert in_bucket[0] == in_files[0] == 1
    assert (
        in_bucket[1].replace("s3://archive/2026/", "").splitlines()
        == in_files[1].replace(f"file://{local}/", "").splitlines()
    )
    code, output, _ = validate(python, store, "s3://archive/2026/**.jsonl.gz", *words, "-q")
    assert (code, output) == (1, f"{COUNT} responses in 4 files: {COUNT - 30} clean, 30 errors\n")


@pytest.mark.parametrize(
    ("url", "variables", "message"),
    [
        ("s3://nobody/x/**", {}, "no such file, directory or bucket; check the URL"),
        ("s3://archive/2026/nothing.json", {}, "no such file, directory or bucket; check the URL"),
        ("s3://archive/2026/*.har", {}, "no file matches; check the URL"),
        ("s3://archive/2026", {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, r"cannot be reached \(\w+\); check the network"),
        ("s3://archive/2026", {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true"},
         "no credentials were found|permission denied"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(
    python: str, store: Mapping[str, str], url: str, variables: Mapping[str, str], message: str
) -> None:
    code, output, _ = validate(python, {**store, **variables}, url, "--format", "concise")
    assert code == 2
    assert re.search(message, output), output


def test_a_worker_with_another_release_of_botocore_finds_the_same(python: str, archive: Path) -> None:
    with client_of_worker(python, {"PYTHONPATH": str(ROOT)}) as client:
        [version] = client.run(lambda: installed().version).values()
        assert version != installed().version
        units = plan([f"file://{archive}"])
        assert digest_by(on_cluster(client), units) == digest_by(in_process(), units)
    assert os.path.exists(python)
