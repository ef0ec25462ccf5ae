"""Versions in lock files."""

from __future__ import annotations

import pytest

from shapeproof.usage.locked_versions import is_lock_file, locked_version

LOCKED = {
    "requirements.txt": "boto3==1.34.1\nbotocore==1.34.2 \\\n    --hash=sha256:00\n",
    "requirements-dev.txt": "  Botocore[crt] == 1.34.2 ; python_version > '3.8'  # pinned\n",
    "constraints.txt": "botocore===1.34.2\n",
    "poetry.lock": '[[package]]\nname = "boto3"\nversion = "1.34.1"\n[[package]]\nname = "botocore"\nversion = "1.34.2"\n',
    "uv.lock": 'version = 1\n[[package]]\nname = "botocore"\nversion = "1.34.2"\n',
    "pdm.lock": '[metadata]\n[[package]]\nname = "botocore"\nversion = "1.34.2"\n',
    "pylock.toml": 'lock-version = "1.0"\n[[packages]]\nname = "botocore"\nversion = "1.34.2"\n',
    "Pipfile.lock": '{"_meta": {"sources": []}, "default": {"botocore": {"version": "==1.34.2"}}}',
}


@pytest.mark.parametrize("name", LOCKED)
def test_a_pin_is_read(name: str) -> None:
    assert is_lock_file(name)
    assert locked_version(name, LOCKED[name], "botocore") == "1.34.2"
    assert locked_version(name, LOCKED[name], "botocore-stubs") is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.txt", "botocore>=1.34.2\nboto3==1.34.2\n# botocore==1.0\nmy-botocore==1.0"),
        ("uv.lock", "[[package]\n"),
        ("uv.lock", 'package = "botocore"'),
        ("uv.lock", "package = [1]"),
        ("uv.lock", '[[package]]\nname = "botocore"\nversion = 1\n'),
        ("uv.lock", "a = " + "[" * 5_000),
        ("Pipfile.lock", "[]"),
        ("Pipfile.lock", '{"default": {"botocore": {"version": "*"}}}'),
        ("Pipfile.lock", '{"default": {"botocore": "==1.34.2"}}'),
        ("Pipfile.lock", "{"),
        ("Pipfile.lock", "[" * 100_000),
    ],
)
def test_what_pins_nothing_has_no_version(name: str, text: str) -> None:
    assert locked_version(name, text, "botocore") is None


@pytest.mark.parametrize("name", ["pyproject.toml", "setup.cfg", "poetry.lock.bak", "Pipfile", "readme.txt"])
def test_other_files_pin_nothing(name: str) -> None:
    assert not is_lock_file(name)
