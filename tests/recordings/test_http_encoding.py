"""Bodies in HTTP encodings are decoded before they are checked."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.recordings.recorders import as_ruby, as_yaml, describe_job, needs_botocore, result_of, summary_of, wire_body

from shapeproof.contract import Contract
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.sample.responses import smallest

pytestmark = needs_botocore


def deflated(body: bytes) -> bytes:
    return zlib.compress(body, wbits=-15)


def chunked(body: bytes) -> bytes:
    return b"5\r\n%s\r\n%x;more\r\n%s\r\n0\r\n\r\n" % (body[:5], len(body) - 5, body[5:])


def gzipped(body: bytes) -> bytes:
    return gzip.compress(body)


def compressed(body: bytes) -> bytes:
    return zlib.compress(body)


@pytest.mark.parametrize(
    ("headers", "pack"),
    [
        ({"Content-Encoding": "gzip"}, gzipped),
        ({"Content-Encoding": "gzip"}, bytes),
        ({"content-encoding": "deflate"}, compressed),
        ({"content-encoding": "deflate"}, deflated),
        ({"Transfer-Encoding": "chunked"}, chunked),
        ({"Transfer-Encoding": "chunked"}, bytes),
        ({"Content-Encoding": "br"}, bytes),
    ],
)  # fmt: skip
def test_encoded_body_is_decoded(
    flagship: Contract, tmp_path: Path, headers: Mapping[str, str], pack: Callable[[bytes], bytes]
) -> None:
    body = wire_body(flagship, {**smallest(flagship.response), "Surplus": 1})
    (tmp_path / "x.yml").write_text(as_ruby([describe_job(pack(body), headers=headers)]))
    assert summary_of(result_of(tmp_path / "x.yml").findings) == [("SP301", 0, "/Surplus")]


@pytest.mark.parametrize(
    ("headers", "body", "words"),
    [
        ({"Content-Encoding": "gzip"}, gzip.compress(b"{}", mtime=0)[:-6], "truncated"),
        ({"Content-Encoding": "gzip"}, b"\x1f\x8b" + b"\xff" * 20, "corrupt"),
        ({"Content-Encoding": "br"}, b"\x0b\x02\x80", "encoding br"),
    ],
    ids=["truncated", "corrupt", "unknown"],
)
def test_undecodable_body_is_reported(tmp_path: Path, headers: Mapping[str, str], body: bytes, words: str) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([describe_job(body, headers=headers)]))
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.finding.code == "SP913"
    assert words in located.finding.message


def test_oversized_decoded_body_is_reported(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(2**26 + 1))
    (tmp_path / "x.yaml").write_text(as_yaml([describe_job(bomb, headers={"Content-Encoding": "gzip"})]))
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert (located.finding.code, "64 MiB" in located.finding.message) == ("SP913", True)


def test_bodies_after_one_that_decodes_to_too_much_are_checked_if_they_are_not_compressed(
    flagship: Contract, tmp_path: Path
) -> None:
    gzip_header = {"Content-Encoding": "gzip"}
    surplus = wire_body(flagship, {**smallest(flagship.response), "Surplus": 1})
    bomb = describe_job(gzip.compress(bytes(2**26 + 1)), headers=gzip_header)
    for name in ("first.yaml", "second.yaml"):  # one process checks both: each has its own limit
        calls = [bomb, describe_job(gzipped(surplus), headers=gzip_header), describe_job(surplus)]
        (tmp_path / name).write_text(as_yaml(calls if name == "first.yaml" else calls[1:]))
    checker = Checker(CheckOptions(chosen={"SP401": None}))  # a sample needn't keep the rules
    results = [result for planned in plan_units([str(tmp_path)]) for result in checker.check(planned)]
    assert [summary_of(result.findings) for result in results] == [
        [("SP301", 2, "/Surplus"), ("SP913", 0, ""), ("SP913", 1, "")],
        [("SP301", 0, "/Surplus"), ("SP301", 1, "/Surplus")],
    ]
