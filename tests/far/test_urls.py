"""URLs: what is shown of them never gives access to anything, and their globs are those of local paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.far.urls import name_of, split_glob
from shapeproof.recordings.discovery.base_directory import BaseDirectory
from shapeproof.recordings.discovery.urls import is_url

SECRET = "s3cr3tValue"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (f"https://user:{SECRET}@host/a.jsonl", "https://host/a.jsonl"),
        (f"https://host/a.jsonl?sig={SECRET}&se=1", "https://host/a.jsonl"),
        (f"https://host/a.jsonl#{SECRET}", "https://host/a.jsonl"),
        (f"s3://key:{SECRET}@bucket/a.jsonl", "s3://bucket/a.jsonl"),
        (f"s3://bucket/a.jsonl?versionId={SECRET}", "s3://bucket/a.jsonl"),
        (f"abfs://container@account/a?sv=2024&sig={SECRET}", "abfs://account/a"),
        (f"ftp://user:{SECRET}@host/a", "ftp://host/a"),
        ("s3://bucket/what?.jsonl", "s3://bucket/what?.jsonl"),
        ("s3://bucket/user@home.jsonl", "s3://bucket/user@home.jsonl"),
        ("tests/a.json", "tests/a.json"),
    ],
)  # fmt: skip
def test_a_name_shows_no_user_password_or_query(url: str, name: str) -> None:
    assert name_of(url) == name


_words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


@given(scheme=st.sampled_from(["http", "https", "s3", "abfs", "ftp"]), host=_words, path=st.lists(_words, min_size=1))
def test_no_secret_is_shown(scheme: str, host: str, path: list[str]) -> None:
    url = f"{scheme}://{SECRET}:{SECRET}@{host}/{'/'.join(path)}?X-Amz-Signature={SECRET}#{SECRET}"
    assert SECRET not in name_of(url)
    assert name_of(url) == f"{scheme}://{host}/{'/'.join(path)}"


@pytest.mark.parametrize(
    ("url", "root", "matching", "other"),
    [
        ("s3://b/p/**.jsonl.gz", "s3://b/p", ["a.jsonl.gz", "x/y/a.jsonl.gz"], ["a.jsonl"]),
        ("s3://b/p/*.jsonl", "s3://b/p", ["a.jsonl"], ["x/a.jsonl"]),
        ("s3://b/p/**/*.json", "s3://b/p", ["a.json", "x/a.json"], ["a.jsonl"]),
        ("s3://b/2026-*/a?.json", "s3://b", ["2026-11/a1.json"], ["2026-11/a.json", "2026-11/x/a1.json"]),
        ("https://h/x/[ab].json?sig=*", "https://h/x", ["a.json"], ["c.json"]),
    ],
)
def test_globs_start_below_the_last_directory_without_one(
    url: str, root: str, matching: list[str], other: list[str]
) -> None:
    glob = split_glob(url)
    assert glob is not None
    assert glob.root == root
    assert all(map(glob.matches, matching))
    assert not any(map(glob.matches, other))


@pytest.mark.parametrize("url", ["s3://b/a.json", "https://h/a.json?x=*", "/tmp/*.json", "a/[b].json"])
def test_other_paths_have_no_glob(url: str) -> None:
    assert split_glob(url) is None


def test_a_url_has_a_scheme() -> None:
    assert [is_url(path) for path in ("s3://b", "C:\\a", "a://", "1a://b", "./s3://b", "")] == [
        True, False, True, False, False, False,
    ]  # fmt: skip


def test_settings_for_paths_see_urls_as_they_are() -> None:
    assert BaseDirectory("/project", "/project/x").relative("s3://bucket/../a.json") == "s3://bucket/../a.json"
