"""The colours of severities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shapeproof.validation.catalog import Severity

__all__ = ["COLOURS"]

COLOURS: Final[Mapping[Severity, str]] = {"error": "red", "warning": "yellow", "note": "cyan"}
"""By names that both click and pytest know."""
