"""Strings that hold secrets: by their form, or as documents with members that have secret names, encoded or not."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, cast
from urllib.parse import unquote_plus

from shapeproof.validation.secret_assignments import names_secret
from shapeproof.validation.secret_forms import has_secret_form
from shapeproof.validation.secret_names import SecretNames, Step, step_to

__all__ = ["holds_secret", "is_value_of_secret"]

_MAX_DEPTH: Final = 100
_MAX_FAILURES: Final = 8
"""So many brackets in a text may start no document, before no more of them are tried."""
_MAX_DECODED: Final = 2**20
_BASE64: Final = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}+={0,2}")
_ESCAPED: Final = re.compile(r'\\["\\/]')
_START: Final = re.compile(r"[{\[]")
_NAME_OF_PAIR: Final = re.compile(r"(.*)(?:name|key)", re.IGNORECASE)
_VALUE_OF_PAIR: Final = re.compile(r"(.*)value", re.IGNORECASE)


class _Object(NamedTuple):
    """A JSON object with all of its members: of two with one name, the last would hide the first."""

    members: list[tuple[str, object]]


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_Object)


def holds_secret(value: object, names: SecretNames, steps: list[Step]) -> bool:
    """Whether a string, or one that is nested in it or encoded in it, is or contains a secret.

    Args:
        value: any value; what is not a string holds nothing.
        names: the names of members that are secret, also in nested documents.
        steps: the steps to the value.
    """
    return isinstance(value, str) and _string_holds_secret(value, names, steps, is_decoded=False)


def _string_holds_secret(string: str, names: SecretNames, steps: list[Step], *, is_decoded: bool) -> bool:
    """`is_decoded` says that the string comes from a decoded one, and is not decoded again: that could go on for long."""
    return _text_holds_secret(string, names, steps, is_decoded=is_decoded) or (
        not is_decoded
        and any(_text_holds_secret(decoded, names, steps, is_decoded=True) for decoded in _decoded(string))
    )


def is_value_of_secret(owner: object, key: str | int) -> bool:
    """Whether a member is the value in a pair of a name and a value, and the name is that of a secret."""
    if (
        not isinstance(owner, Mapping | _Object)
        or not isinstance(key, str)
        or not (of_pair := _VALUE_OF_PAIR.fullmatch(key))
    ):
        return False
    members = owner.members if isinstance(owner, _Object) else cast("Mapping[str, object]", owner).items()
    return any(
        isinstance(name, str)
        and (match := _NAME_OF_PAIR.fullmatch(other))
        and match[1] == of_pair[1]
        and names_secret(name[-64:])
        for other, name in members
    )


def _text_holds_secret(text: str, names: SecretNames, steps: list[Step], *, is_decoded: bool) -> bool:
    return has_secret_form(text) or any(
        _document_holds_secret(document, names, steps, is_decoded=is_decoded) for document in _documents(text)
    )


def _documents(text: str) -> Iterator[object]:
    """The JSON documents in a text: one that is alone, or several between anything else."""
    position = failures = 0
    while failures < _MAX_FAILURES and (start := _START.search(text, position)):
        try:
            document, position = _DECODER.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            failures, position = failures + 1, start.end()
        else:
            yield document


def _decoded(text: str) -> Iterator[str]:
    """What a text encodes: percent-encoding, escaped JSON, base64. Each is decoded once."""
    if len(text) > _MAX_DECODED:
        return
    if "%" in text and (decoded := unquote_plus(text)) != text:
        yield decoded
    if _ESCAPED.search(text):
        yield _ESCAPED.sub(lambda escape: escape.group()[1], text)
    for match in _BASE64.finditer(text):
        encoded = match.group().rstrip("=").replace("-", "+").replace("_", "/")
        try:
            yield base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True).decode()
        except ValueError:
            continue


def _document_holds_secret(value: object, names: SecretNames, steps: list[Step], *, is_decoded: bool) -> bool:
    if len(steps) > _MAX_DEPTH:
        return True  # nobody can tell
    entries: list[tuple[str | int, object]]
    if isinstance(value, _Object):
        entries = list(value.members)
        if any(has_secret_form(str(key)) for key, _ in entries):
            return True
        if any(is_value_of_secret(value, key) and inner not in _NOTHING for key, inner in entries):
            return True
    elif isinstance(value, list):
        entries = list(enumerate(cast("list[object]", value)))
    else:
        is_secret = value not in _NOTHING and names.cover(steps)
        return is_secret or (
            isinstance(value, str) and _string_holds_secret(value, names, steps, is_decoded=is_decoded)
        )
    return any(
        _document_holds_secret(inner, names, [*steps, step_to(key, None, steps[-1], None)], is_decoded=is_decoded)
        for key, inner in entries
    )


_NOTHING: Final = (None, True, False, "")
