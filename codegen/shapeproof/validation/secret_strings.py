"""Strings that hold secrets: by their form, or as documents with members that have secret names."""

from __future__ import annotations

import json
from typing import Final, cast

from shapeproof.validation.secret_forms import has_secret_form
from shapeproof.validation.secret_names import SecretNames, Step, step_to

__all__ = ["holds_secret"]

_MAX_DEPTH: Final = 100


def holds_secret(value: object, names: SecretNames, steps: list[Step]) -> bool:
    """Whether a string, or one that is nested in it as JSON, is or contains a secret.

    Args:
        value: any value; what is not a string holds nothing.
        names: the names of members that are secret, also in nested documents.
        steps: the steps to the value.
    """
    if not isinstance(value, str):
        return False
    if has_secret_form(value):
        return True
    if value.lstrip()[:1] not in {"{", "["}:
        return False
    try:
        document = json.loads(value)
    except (ValueError, RecursionError):
        return False
    return _document_holds_secret(document, names, steps)


def _document_holds_secret(value: object, names: SecretNames, steps: list[Step]) -> bool:
    if len(steps) > _MAX_DEPTH:
        return True  # nobody can tell
    entries: list[tuple[str | int, object]]
    if isinstance(value, dict):
        entries = list(cast("dict[str | int, object]", value).items())
        if any(has_secret_form(str(key)) for key, _ in entries):
            return True
    elif isinstance(value, list):
        entries = list(enumerate(cast("list[object]", value)))
    else:
        is_secret = value not in (None, True, False, "") and names.cover(steps)
        return is_secret or holds_secret(value, names, steps)
    return any(
        _document_holds_secret(inner, names, [*steps, step_to(key, None, steps[-1], None)]) for key, inner in entries
    )
