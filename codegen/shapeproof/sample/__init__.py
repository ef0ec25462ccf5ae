"""Deterministic responses for any contract: the smallest, the fullest, and mutants that each break one constraint."""

from __future__ import annotations

from shapeproof.sample.errors import NoSample, NoText
from shapeproof.sample.mutation import Mutant, Unbreakable, mutants, unbreakable
from shapeproof.sample.responses import fullest, smallest

__all__ = ["Mutant", "NoSample", "NoText", "Unbreakable", "fullest", "mutants", "smallest", "unbreakable"]
