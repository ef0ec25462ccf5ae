"""Where schemas hold rules: apart from what reads them, since all schemas are looked through."""

from __future__ import annotations

from typing import Final

__all__ = ["RULES_KEYWORD"]

RULES_KEYWORD: Final = "x-rules"
"""The keyword of a structure in a schema that holds its rules."""
