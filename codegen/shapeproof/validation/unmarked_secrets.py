"""Values at fault that messages don't show: they may be secret, although the model doesn't mark them as sensitive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shapeproof.contract import Pointer, Schema, value_at
from shapeproof.validation.classification import KEY_PREFIX
from shapeproof.validation.random_strings import looks_random
from shapeproof.validation.secret_names import BUILTIN_NAMES, steps_along
from shapeproof.validation.secret_strings import holds_secret, is_value_of_secret

__all__ = ["may_be_secret"]

_MAX_SEARCHED: Final = 4096
"""Messages show the start of a long string; only this part is searched for secrets."""
_OUT_OF_PLACE: Final = frozenset({"type", "enum", "format"})
"""What a value violates that is of another kind than belongs there. It may be a key, unlike an identifier that is too long."""


def may_be_secret(root: Schema, response: object, pointer: Pointer, keyword: str, value: object) -> bool:
    """Whether a value has the name or the form of a secret, although the model doesn't mark it as sensitive."""
    if isinstance(value, Mapping | list | None):  # messages don't show them
        return False
    steps = steps_along(root, pointer)
    shown = value[:_MAX_SEARCHED] if isinstance(value, str) else value
    is_out_of_place = keyword in _OUT_OF_PLACE or keyword.startswith(KEY_PREFIX)
    if is_out_of_place and isinstance(shown, str) and looks_random(shown):
        return True
    if pointer and is_value_of_secret(value_at(response, pointer[:-1]), pointer[-1]):
        return True
    return BUILTIN_NAMES.cover(steps) or holds_secret(shown, BUILTIN_NAMES, steps)
