"""Secrets that a text assigns to a name: `password=…`, `api-key: …`, `<token>…`, `--client-secret …`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from shapeproof.expressions import Expression
from shapeproof.validation.secret_names import LAST_WORDS, is_secret_name

__all__ = ["assigns_secret", "names_secret"]

_ASSIGNMENT: Final = Expression(
    r"(?<![\w.-])-{0,2}(?P<name>[\w.-]++)"
    r"""(?=(?P<separator>["'\\]{0,8}\s*+(?:=>|:=|==?|:(?![:/]))|>|(?<=[a-z]) (?=[^-\s]))"""
    r"(?P<gap>[ \t]*+(?:[|>][+-]?[ \t]*+)?\s*+)"
    r"""["'\\]{0,8}(?!(?:true|false|null|none|undefined)\b)(?P<value>[^\s"'\\<>,;][^\s"'\\]{3})(?P<next>[\w-]*+:?))""",
    re.IGNORECASE,
)
_LOOK_BACK: Final = 64
_WORDS: Final = re.compile(r"[^\W_]++")
_MAX_WORDS: Final = 5
_DIRECTORIES: Final = frozenset({"PWD", "OLDPWD"})


def assigns_secret(text: str) -> bool:
    """Whether a text assigns a value to the name of a secret, in any of the usual notations."""
    if not ("=" in text or ":" in text or ">" in text or "--" in text):
        return False
    return any(_is_assignment(text, match) for match in _ASSIGNMENT.compiled.finditer(text))


def _is_assignment(text: str, match: re.Match[str]) -> bool:
    name, separator = match["name"], match["separator"].strip("\"'\\ \t\r\n")
    if not name.lower().endswith(LAST_WORDS):
        return False
    start, gap = match.start("name"), match["gap"]
    before = text[start - 1 : start]
    if separator == ">":
        is_notation = before in {"<", ":"}
    elif not separator:
        is_notation = text[start - 2 : start] == "--"
    elif separator == ":":
        is_notation = not (before in {":", "/"} and not gap)  # a part of an ARN or a URI
    else:
        is_notation = True
    if not is_notation or (name in _DIRECTORIES and match["value"].startswith(("/", "~"))):
        return False
    if "\n" in gap and match["next"].endswith(":"):  # a mapping of YAML, whose values have names of their own
        return False
    return names_secret(text[max(0, match.end("name") - _LOOK_BACK) : match.end("name")])


@lru_cache(maxsize=4096)
def names_secret(phrase: str) -> bool:
    """Whether a phrase ends with the name of a secret, written in any case, as one word or as several."""
    phrase = re.split(r"[^\w .-]", phrase)[-1]
    words = _WORDS.findall(phrase.rpartition(".")[2] or phrase)[-_MAX_WORDS:]
    return is_secret_name(["".join(words[start:]) for start in range(len(words))])
