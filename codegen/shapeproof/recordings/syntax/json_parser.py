"""Parses JSON strictly.

jiter parses, and is trusted only when it succeeds. When it fails, the text is scanned again, slowly, for a plain reason
and the location where a person would look: jiter counts bytes, and often notices a fault only after it.
"""

from __future__ import annotations

import codecs

import jiter

__all__ = ["parse_json", "split_bom"]


def parse_json(data: bytes) -> object:
    """Parse one JSON text.

    Args:
        data: UTF-8, without a byte order mark.

    Returns:
        Dicts, lists, strings, numbers, booleans and None. What jiter accepts and a strict reader refuses (1e400, an
        empty array at level 201) is left to `refused_values`.

    Raises:
        ParseError: the data is not strict JSON.
    """
    try:
        value: object = jiter.from_json(data, catch_duplicate_keys=True, allow_inf_nan=False)
    except ValueError as error:
        jiter_message = str(error)
    else:
        return value
    from shapeproof.recordings.syntax.json_diagnosis import diagnose  # rarely needed, and slow to import

    raise diagnose(data, jiter_message)


def split_bom(data: bytes) -> tuple[bytes, bool]:
    """Remove a UTF-8 byte order mark; the second value says whether there was one."""
    has_bom = data.startswith(codecs.BOM_UTF8)
    return (data[len(codecs.BOM_UTF8) :] if has_bom else data), has_bom
