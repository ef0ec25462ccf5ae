"""The version of a distribution that lock files pin."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final, cast

__all__ = ["is_lock_file", "locked_version"]

_TOML: Final = re.compile(r"(?:poetry|uv|pdm)\.lock|pylock(?:\.[^.]+)?\.toml")
_JSON: Final = "Pipfile.lock"
_PIN: Final = re.compile(
    r"^[ \t]*([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?[ \t]*===?[ \t]*([A-Za-z0-9][\w.!+]*)", re.MULTILINE
)
_DASHES: Final = re.compile(r"[-_.]+")


def is_lock_file(name: str) -> bool:
    """Whether a file of this name may pin versions."""
    is_list = name.endswith((".txt", ".lock")) and ("requirements" in name or name.startswith("constraints"))
    return is_list or name == _JSON or _TOML.fullmatch(name) is not None


def locked_version(name: str, text: str, distribution: str) -> str | None:
    """The version of a distribution that a lock file pins.

    Args:
        name: the name of the file, without its directory. It says how the file is written.
        text: what is in it.
        distribution: the name of the distribution, in normal form (`botocore`).

    Returns:
        The version as it is written there, which others wrote; None if the file doesn't pin the distribution, or isn't
        valid.
    """
    pins = _json_pins(text) if name == _JSON else _toml_pins(text) if _TOML.fullmatch(name) else _PIN.findall(text)
    return next((version for pinned, version in pins if _DASHES.sub("-", pinned).lower() == distribution), None)


def _toml_pins(text: str) -> Iterator[tuple[str, str]]:
    """The pins of a lock file of Poetry, uv or PDM, or of the standard that followed them (PEP 751)."""
    from tomllib import loads

    try:
        document = loads(text)
    except (ValueError, RecursionError):
        return
    for key in ("package", "packages"):
        entries: object = document.get(key)
        for entry in cast("list[object]", entries) if isinstance(entries, list) else ():
            name, version = _members(entry).get("name"), _members(entry).get("version")
            if isinstance(name, str) and isinstance(version, str):
                yield name, version


def _json_pins(text: str) -> Iterator[tuple[str, str]]:
    """The pins of a lock file of Pipenv."""
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError):
        return
    for group in _members(document).values():
        for name, entry in _members(group).items():
            version = _members(entry).get("version")
            if isinstance(version, str) and version.startswith("=="):
                yield name, version.removeprefix("==")


def _members(value: object) -> Mapping[str, object]:
    """The members of a JSON object or a TOML table; none of anything else."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}
