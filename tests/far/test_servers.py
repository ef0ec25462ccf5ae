"""Files of web servers and other file systems: in parts or whole, changed, refused, and for a while not to be had."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.far.archives import SIZES, digest_by, in_process, plan, responses, root_of
from tests.far.servers import Whole, WithParts, serve

from shapeproof.digest.digest import Digest
from shapeproof.far import unit_check
from shapeproof.far.listing import list_urls
from shapeproof.far.planner import plan_far_units
from shapeproof.far.units import FarUnit

COUNT = 200


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("served")
    lines = "".join(f"{text}\n" for text in responses(COUNT))
    (directory / "long.jsonl").write_text(lines)
    (directory / "packed.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (directory / "one.json").write_text(next(responses(2)))
    return directory


@pytest.fixture(autouse=True)
def usual_server() -> Iterator[None]:
    yield
    WithParts.token, WithParts.busy, WithParts.requests = "", 0, []


def messages(digest: Digest) -> list[str]:
    return [sample.located.finding.message for group in digest.groups.values() for sample in group.samples]


@pytest.mark.parametrize("server", [WithParts, Whole])
def test_files_of_a_web_server_are_checked(directory: Path, server: type[Whole]) -> None:
    with serve(directory, server) as url:
        units = plan([f"{url}/{name}" for name in ("long.jsonl", "packed.jsonl.gz", "one.json")])
        digest = digest_by(in_process(), units)
    assert (digest.responses, digest.findings) == (2 * COUNT + 1, 2 * COUNT // 10 + 1)
    parts = [unit for _, unit in units if isinstance(unit, FarUnit) and unit.kind == "lines"]
    assert (len(parts) > 1) == (server is WithParts)
    local = digest_by(
        in_process(), plan([f"file://{directory}/{name}" for name in ("long.jsonl", "packed.jsonl.gz", "one.json")])
    )
    assert {key: group.findings for key, group in digest.groups.items()} == {
        key: group.findings for key, group in local.groups.items()
    }


def test_a_query_is_sent_and_never_shown(directory: Path) -> None:
    WithParts.token = "s3cr3t"
    with serve(directory, WithParts) as url:
        digest = digest_by(in_process(), plan([f"{url}/one.json?token=s3cr3t", f"{url}/long.jsonl?token=wrong"]))
    assert digest.responses == 1
    assert "permission denied; check the credentials, and what they give access to" in messages(digest)
    assert "s3cr3t" not in repr(digest)
    assert "wrong" not in repr(digest)


def test_a_busy_server_is_asked_again(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_check, "_PAUSES", (0.0, 0.0))
    with serve(directory, WithParts) as url:
        units = plan([f"{url}/one.json"])
        WithParts.busy = 2
        assert digest_by(in_process(), units).responses == 1
        WithParts.busy = 100
        assert "cannot be reached" in messages(digest_by(in_process(), units))[0]


def test_a_file_that_changed_since_it_was_listed_is_told_and_not_checked(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(next(responses(1)))
    units = plan([f"file://{tmp_path}"])
    (tmp_path / "a.json").write_text("{}")
    digest = digest_by(in_process(), units)
    assert "the file has changed since it was listed; check it again" in messages(digest)
    (tmp_path / "b.json").unlink()
    digest = digest_by(in_process(), units)
    assert messages(digest) == [
        "the file has changed since it was listed; check it again",
        "no such file, directory or bucket; check the URL",
    ]
    assert digest.responses == 0


def test_files_in_memory_are_found_below_directories_and_by_globs() -> None:
    fsspec: Any = import_module("fsspec")  # it has no types
    file_system = fsspec.filesystem("memory")
    text = next(responses(1)).encode()
    for name in ("a.json", "x/b.json", "x/y/c.jsonl", "x/.hidden.json", "node_modules/d.json", "x/readme.rst"):
        file_system.pipe(f"/archive/{name}", text)

    def names(url: str) -> list[str]:
        return [
            file.name
            for listed in plan_far_units(list_urls([root_of(url)]), SIZES)
            if isinstance(listed, FarUnit)
            for file in listed.files
        ]

    below = "memory://archive/"
    assert names("memory://archive") == [f"{below}a.json", f"{below}x/b.json", f"{below}x/y/c.jsonl"]
    assert names(f"{below}**.json") == [
        f"{below}{name}" for name in ("a.json", "node_modules/d.json", "x/.hidden.json", "x/b.json")
    ]
    assert names(f"{below}*.json") == [f"{below}a.json"]
    assert names(f"{below}*/b.json") == [f"{below}x/b.json"]
    twice = list_urls([root_of(below), root_of(f"{below}x/*.json"), root_of(f"{below}a.json")])
    assert [unit for unit in plan_far_units(twice, SIZES) if isinstance(unit, FarUnit)] == [
        unit for unit in plan_far_units(list_urls([root_of(below)]), SIZES) if isinstance(unit, FarUnit)
    ], "what lies below several URLs is listed once"


def test_links_in_a_directory_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out.json").write_text("{}")
    (tmp_path / "in" / "out.json").symlink_to(tmp_path / "out.json")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    digest = digest_by(in_process(), plan([f"file://{tmp_path}/in"]))
    assert {reason: group.files for reason, group in digest.skipped.items()} == {"a link": 2}
