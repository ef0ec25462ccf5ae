"""Options that take one of a few values, and know where else a value is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import click

__all__ = ["OTHER_REPRESENTATIONS", "HintedChoice"]

_NAMES: Final[Mapping[str, Sequence[str]]] = {
    "sdk": ("boto3", "boto", "botocore"),
    "cli": ("aws", "awscli", "aws-cli"),
    "wire": ("http", "body"),
}
OTHER_REPRESENTATIONS: Final = {
    other: f"what {other} has is called {name}" for name, others in _NAMES.items() for other in others
}
"""Hints for other names of representations."""


class HintedChoice(click.Choice[str]):
    """A choice with hints for values that it doesn't take, but that mean something elsewhere."""

    def __init__(self, choices: Sequence[str], hints: Mapping[str, str]) -> None:
        """Create it.

        Args:
            choices: the values.
            hints: what to do instead, by other values.
        """
        super().__init__(choices)
        self.hints: Final = hints
