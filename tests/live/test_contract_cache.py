"""The cache of contracts: the same findings as without it, whoever writes to it at once or damaged it before."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.live.conftest import run

from shapeproof.live.contract_cache import ContractCache
from shapeproof.live.contracts import LiveContracts
from shapeproof.registry import ContractRegistry
from shapeproof.user_cache.directory import CACHE_VARIABLE, cache_directory

SOURCE = """
    @pytest.mark.parametrize("number", range(4))
    def test_all(number):
        location("nowhere" if number % 2 else "eu-west-1")
        buckets({"Buckets": [{"Name": "a"}]})
        queue(Attributes={"Colour": "blue"})
"""
MODEL: dict[str, Any] = {"metadata": {}, "operations": {}, "shapes": {}}
SCHEMA = {"type": "object", "title": "Grüße \ud800", "maximum": 2**63 - 1, "minimum": 0.5}

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="modes of files")


def cache_in(directory: Path, version: str = "1.44.5") -> ContractCache:
    return ContractCache(version, {CACHE_VARIABLE: str(directory)})


def kept_files(directory: Path) -> list[Path]:
    return sorted(directory.glob("contracts-*/*"))


def keep(directory: Path) -> tuple[str, Path]:
    """Keep a schema; returns its key, and the file."""
    cache = cache_in(directory)
    key = cache.key_of(MODEL, "s3")
    assert key
    cache.put(key, SCHEMA)
    assert cache.problem is None
    return key, kept_files(directory)[0]


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    cache = cache_in(tmp_path / "a" / "b")
    key = cache.key_of(MODEL, "s3", b"overlay")
    assert cache.get(key) is None
    cache.put(key, SCHEMA)
    assert cache_in(tmp_path / "a" / "b").get(key) == cache.get(key) == SCHEMA
    assert [file.name for file in (tmp_path / "a" / "b").iterdir() if file.is_dir()] != []


def test_whatever_decides_the_content_is_in_the_key(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    changed: dict[str, Any] = {**MODEL, "shapes": {"A": {"type": "string"}}}
    keys = [
        cache.key_of(MODEL, "s3"),
        cache.key_of(changed, "s3"),
        cache.key_of(MODEL, "s3", b"overlay"),
        cache.key_of(MODEL, "s", "3"),
        cache.key_of(MODEL, "s3", b""),
    ]
    assert len(set(keys)) == len(keys)
    cache.put(keys[0], SCHEMA)
    assert cache_in(tmp_path, "1.44.6").get(keys[0]) is None


def damages(content: bytes) -> Iterator[bytes]:
    yield b""
    yield content[:-1]
    yield content[:70]
    yield content.replace(b"object", b"string")
    yield b"0" * 64 + content[64:]
    yield content + b" "
    yield b"\xff" * len(content)
    yield json.dumps({"type": "object"}).encode()


def test_a_damaged_or_forged_file_is_not_used_and_written_anew(tmp_path: Path) -> None:
    key, file = keep(tmp_path)
    content = file.read_bytes()
    for damage in damages(content):
        file.write_bytes(damage)
        cache = cache_in(tmp_path)
        assert cache.get(key) is None, damage
        cache.put(key, SCHEMA)
        assert file.read_bytes() == content


def test_a_file_under_the_name_of_another_is_not_used(tmp_path: Path) -> None:
    _, file = keep(tmp_path)
    cache = cache_in(tmp_path)
    other = cache.key_of(MODEL, "sqs")
    assert other
    file.rename(file.with_name(other))
    assert cache.get(other) is None


def test_a_file_signed_with_another_key_is_not_used(tmp_path: Path) -> None:
    key, file = keep(tmp_path / "mine")
    _, forged = keep(tmp_path / "theirs")
    file.write_bytes(forged.read_bytes())
    assert cache_in(tmp_path / "mine").get(key) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    key, file = keep(tmp_path)
    file.unlink()
    os.mkfifo(file)
    cache = cache_in(tmp_path)
    assert cache.get(key) is None
    cache.put(key, SCHEMA)
    assert "expected a file, got a pipe" in str(cache.problem)


@posix_only
@pytest.mark.parametrize(
    ("path", "mode", "problem"),
    [
        ("", 0o777, "others may write to it"),
        ("", 0o770, "others may write to it"),
        ("key", 0o644, "others may read it"),
        ("key", 0o640, "others may read it"),
    ],
)
def test_a_place_that_others_could_write_to_is_not_used(tmp_path: Path, path: str, mode: int, problem: str) -> None:
    """A checkout can't ship a cache: Git keeps no modes but 644 and 755."""
    directory = tmp_path / "cache"
    key, _ = keep(directory)
    (directory / path).chmod(mode)
    cache = cache_in(directory)
    assert cache.get(key) is None
    assert problem in str(cache.problem)
    cache.put(key, SCHEMA)


@posix_only
def test_only_the_user_can_read_the_key(tmp_path: Path) -> None:
    keep(tmp_path / "cache")
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "cache" / "key").stat().st_mode & 0o777 == 0o600


def test_a_place_that_can_not_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = cache_in(tmp_path / "file")
    assert cache.key_of(MODEL) is None
    assert "exists" in str(cache.problem).lower()
    (tmp_path / "cache").mkdir(mode=0o700)
    (tmp_path / "cache" / "key").write_bytes(b"short")
    (tmp_path / "cache" / "key").chmod(0o600)
    damaged = cache_in(tmp_path / "cache")
    assert damaged.key_of(MODEL) is None
    assert "it is damaged: remove it" in str(damaged.problem)


def test_writers_at_once_leave_whole_files(tmp_path: Path) -> None:
    def write(number: int) -> str | None:
        cache = cache_in(tmp_path)  # each opens the directory and makes the key by itself, as a process does
        for name in range(8):
            cache.put(cache.key_of(MODEL, str(name)), {**SCHEMA, "x-number": number})
        return cache.problem

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(write, range(16))) == {None}
    cache = cache_in(tmp_path)
    schemas = [cache.get(cache.key_of(MODEL, str(name))) for name in range(8)]
    assert all(schema and {**schema, "x-number": 0} == {**SCHEMA, "x-number": 0} for schema in schemas)
    assert len(kept_files(tmp_path)) == 8, "nothing temporary is left"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["key"]


def test_what_other_versions_kept_is_removed_a_month_after_its_last_use(tmp_path: Path) -> None:
    _, old = keep(tmp_path)
    old_generation = old.parent
    (tmp_path / "mine").mkdir()
    long_ago = time.time() - 40 * 24 * 60 * 60
    os.utime(tmp_path / "mine", (long_ago, long_ago))
    cache_in(tmp_path, "1.44.6").key_of(MODEL)
    assert old_generation.exists()
    os.utime(old_generation, (long_ago, long_ago))
    cache_in(tmp_path, "1.44.7").key_of(MODEL)
    assert not old_generation.exists()
    assert (tmp_path / "mine").exists()


def test_the_place_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache_directory({}) == tmp_path / ".cache" / "shapeproof"
    assert cache_directory({"XDG_CACHE_HOME": "relative"}) == tmp_path / ".cache" / "shapeproof"
    assert cache_directory({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "shapeproof"
    assert cache_directory({CACHE_VARIABLE: str(tmp_path), "XDG_CACHE_HOME": "/x"}) == tmp_path


def test_kept_schemas_are_those_that_are_built(client: Callable[[str], Any], tmp_path: Path) -> None:
    def contracts(cache: Callable[[str], ContractCache] | None) -> LiveContracts:
        return LiveContracts.of_installed_botocore(ContractRegistry(), cache)

    def cached(version: str) -> ContractCache:
        return cache_in(tmp_path, version)

    finders = [contracts(None), contracts(cached), contracts(cached)]
    for service, operation in (("sagemaker", "DescribeTrainingJob"), ("ec2", "RunInstances"), ("s3", "GetObject")):
        model = client(service).meta.service_model.operation_model(operation)
        plain, new, kept = (finder.contract_of(model) for finder in finders)
        whole = ContractRegistry().load(f"{service}.{operation}@installed")
        for part in ("response", "error", "request"):
            texts = {json.dumps(contract.schema(part)) for contract in (plain, new, kept, whole)}
            assert len(texts) == 1, f"{service}.{operation} {part}"
        facts = ("service", "operation", "method", "edition", "api_version", "endpoint_prefix", "json_protocol")
        assert [getattr(kept, fact) for fact in facts] == [getattr(whole, fact) for fact in facts]


def test_only_parts_that_are_needed_are_built(client: Callable[[str], Any], tmp_path: Path) -> None:
    contracts = LiveContracts(ContractRegistry(), "1.0.0", cache_in(tmp_path))
    contract = contracts.contract_of(client("s3").meta.service_model.operation_model("ListBuckets"))
    assert kept_files(tmp_path) == []
    assert contract.response is contract.schema("response")
    assert len(kept_files(tmp_path)) == 1


@pytest.mark.survey
@pytest.mark.usefixtures("require_mock_libraries")
def test_findings_are_the_same_with_a_cache(project: Callable[..., Path], tmp_path: Path) -> None:
    directory, cache = project(SOURCE), tmp_path / "kept"
    without = run(directory, "--shapeproof-fail", "--shapeproof-no-cache", cache=cache)
    assert not cache.exists()
    assert "error SP302 LocationConstraint, 2 times in 2 tests" in without.summary
    new = run(directory, "--shapeproof-fail", "-n2", cache=cache)
    files = kept_files(cache)
    assert len(files) == 3
    kept = run(directory, "--shapeproof-fail", cache=cache)
    assert kept_files(cache) == files
    for file in files:
        file.write_bytes(file.read_bytes()[:-9])
    damaged = run(directory, "--shapeproof-fail", cache=cache)
    assert without.summary == kept.summary == damaged.summary
    # The first test depends on the distribution to workers.
    assert re.sub(r"first met in \S+", "", new.summary) == re.sub(r"first met in \S+", "", without.summary)
    assert without.failed == new.failed == kept.failed == damaged.failed


@pytest.mark.survey
@pytest.mark.usefixtures("require_mock_libraries")
def test_workers_tell_the_problems_of_a_cache(project: Callable[..., Path], tmp_path: Path) -> None:
    directory = project(SOURCE)
    (tmp_path / "file").write_text("")
    problem = run(directory, "--shapeproof", "-n2", cache=tmp_path / "file")
    assert problem.status == 0
    assert "contracts are not kept for the next run: " in problem.summary
    (directory / "pytest.ini").write_text("[pytest]\nshapeproof = report\nshapeproof_cache = false\n")
    assert "not kept" not in run(directory, cache=tmp_path / "file").summary
