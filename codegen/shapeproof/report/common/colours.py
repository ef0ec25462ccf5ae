"""The colours of severities, wherever somebody sees colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shapeproof.validation.catalog import Severity

__all__ = ["COLOURS"]

COLOURS: Final[Mapping[Severity, str]] = {"error": "red", "warning": "yellow", "note": "cyan"}
"""By names that click and pytest both know."""
