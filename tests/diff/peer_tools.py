"""Cases of oasdiff and smithy-diff, read from `peer_cases/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from shapeproof.contract import Part, Schema
from shapeproof.diff.catalog import CHANGE_CLASSES, ChangeClass, Reader

__all__ = ["CASES", "INEXPRESSIBLE", "REASONS", "TOOLS", "Expected", "PeerCase"]

HERE: Final = Path(__file__).parent / "peer_cases"
TOOLS: Final = ("oasdiff", "smithy-diff")

# smithy-diff itself takes a difference with an error or a danger for breaking.
_MEANING: Final[Mapping[str, ChangeClass]] = {
    "ERR": "breaking",
    "WARN": "risky",
    "INFO": "harmless",
    "ERROR": "breaking",
    "DANGER": "breaking",
    "WARNING": "risky",
    "NOTE": "harmless",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """A change that we find: its code, its path, and its class for both readers."""

    code: str
    path: str
    closed: ChangeClass
    open: ChangeClass


@dataclass(frozen=True, slots=True)
class PeerCase:
    """A change that a test of another tool is about. `peer_cases/README.md` describes the attributes."""

    tool: str
    name: str
    rule: str | None
    severity: str | None
    test: str
    change: str
    part: Part
    findings: tuple[Expected, ...]
    otherwise: tuple[str, ...]
    old: Schema
    new: Schema

    @property
    def peer_class(self) -> ChangeClass:
        """Our word for what the other tool says."""
        return _MEANING[self.severity] if self.severity else "harmless"

    def our_class(self, reader: Reader) -> ChangeClass | None:
        """The worst class of the changes that we find; None if we find none."""
        classes = {finding.closed if reader == "closed" else finding.open for finding in self.findings}
        return next((change_class for change_class in CHANGE_CLASSES if change_class in classes), None)

    @property
    def is_otherwise(self) -> bool:
        """Whether our class, for either reader, is not the other tool's."""
        ours = {self.our_class("closed") or "harmless", self.our_class("open") or "harmless"}
        return ours != {self.peer_class}


def _read(tool: str, file: Path) -> PeerCase:
    content = json.loads(file.read_text(encoding="utf-8"))
    findings = tuple(Expected(**finding) for finding in content.pop("findings"))
    return PeerCase(tool, file.stem, findings=findings, otherwise=tuple(content.pop("otherwise")), **content)


def _json(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


CASES: Final = [_read(tool, file) for tool in TOOLS for file in sorted((HERE / tool).glob("*.json"))]
REASONS: Final = cast("Mapping[str, str]", _json("reasons.json"))
INEXPRESSIBLE: Final = cast("list[Mapping[str, str]]", _json("inexpressible.json"))
