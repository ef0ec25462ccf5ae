"""Quotations of what can't be read or isn't known, as messages show them. Whatever they quote of a file passes here.

Nobody can say what an unreadable text means, so that each quotation is short, and none shows what may be secret: by the
name of its place, by its form, or because it could be a key or a password. Such a text is told as its kind and length.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from shapeproof.contract import Pointer
from shapeproof.errors import with_article
from shapeproof.validation.random_strings import looks_random
from shapeproof.validation.secret_forms import has_secret_form
from shapeproof.validation.secret_names import BUILTIN_NAMES, Step, step_to

__all__ = ["is_masked", "masked", "named", "quote", "quote_code", "quote_name", "reason_of", "without_secrets"]

_NOT_SHOWN: Final = "(not shown)"
"""What stands for a name or a word that may be secret."""

_MAX_QUOTED: Final = 20
_MAX_NAME: Final = 40
_HARMLESS: Final = re.compile(
    r"[\W_]*|[+-]?[0-9.]{1,8}|[+-]?(?:nan|inf|infinity)|true|false|null|none|nil|undefined", re.IGNORECASE
)
"""What is no secret, wherever it stands: punctuation, small numbers, and literals of some language."""
_PASSWORD: Final = re.compile(r"[A-Za-z0-9]{8,}+")
_WORD: Final = re.compile(r"[\w-]{1,100}")
_VALUE_IN_REASON: Final = re.compile(r"""["'`:(<\[].*""", re.DOTALL)
_MAX_SEARCHED: Final = 4096


def quote(text: str, pointer: Pointer = (), kind: str = "word") -> str:
    """A part of an unreadable text in quotes; its kind and its length where it may be secret.

    Args:
        text: the part.
        pointer: the place that it stands at, as far as it is known.
        kind: what it is called where it is not shown.
    """
    if text == '"':
        return "a quote"
    kind = "string" if text.startswith(("'", '"', "b'", 'b"')) else kind
    return _told(text, pointer, kind) or repr(_cut(text, _MAX_QUOTED))


def quote_code(code: str, pointer: Pointer = (), kind: str = "name") -> str:
    """As `quote`, for a part of a program, whose names may be longer and need no quotes."""
    return _told(code, pointer, kind) or _cut(code, _MAX_NAME)


def named(kind: str, code: str, pointer: Pointer = ()) -> str:
    """A part of a program with what it is: `the name x`, or `a name of 20 characters (not shown)`."""
    return _told(code, pointer, kind) or f"the {kind} {_cut(code, _MAX_NAME)}"


def quote_name(name: str) -> str:
    """The name of a member or the key of a map, in quotes: it is shown unless it is like no name."""
    return f"(a name of {len(name)} characters, not shown)" if is_masked(name) else repr(_cut(name, _MAX_NAME))


def masked(pointer: Pointer) -> Pointer:
    """A pointer without the keys that may be secret."""
    return tuple(_NOT_SHOWN if isinstance(key, str) and is_masked(key) else key for key in pointer)


def without_secrets(message: str) -> str:
    """A message without the words in it that have the form of a secret."""
    if not has_secret_form(message):
        return message
    words = [_NOT_SHOWN if has_secret_form(word) else word for word in message.split(" ")]
    shown = " ".join(words)
    return "something that has the form of a secret (not shown)" if has_secret_form(shown) else shown


def reason_of(error: Exception) -> str:
    """What a library says is wrong, up to where it quotes a value."""
    return _VALUE_IN_REASON.sub("", str(error)).strip(" ,.") or type(error).__name__


def _told(text: str, pointer: Pointer, kind: str) -> str | None:
    """The kind and the length of a text that may be secret; None for one that may be shown."""
    if _HARMLESS.fullmatch(text) or not (_is_place_of_secret(pointer) or _may_be_secret(text[:_MAX_SEARCHED])):
        return None
    return f"{with_article(kind)} of {len(text)} characters (not shown)"


def _may_be_secret(text: str) -> bool:
    words = _WORD.findall(text)
    return (
        is_masked(text)
        or any(not (word.isalpha() or word.isdigit()) for word in _PASSWORD.findall(text))
        or (len(words) > 1 and any(_is_place_of_secret((word,)) for word in words))
    )


def _is_place_of_secret(pointer: Pointer) -> bool:
    steps = [Step(())]
    for key in pointer:
        steps.append(step_to(key, None, steps[-1], None))
    return BUILTIN_NAMES.cover(steps)


@lru_cache(maxsize=4096)  # the same keys lead to many findings
def is_masked(name: str) -> bool:
    """Whether the name of a member or the key of a map is not shown: it has the form of a secret, or could be a key."""
    return has_secret_form(name) or looks_random(name)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit]}..."
