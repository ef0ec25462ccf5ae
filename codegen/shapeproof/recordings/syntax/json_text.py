"""The bytes of one JSON text -> its value, read strictly; or the reason why it can't be read, with its place.

jiter reads the text and is only believed when it succeeds. When it refuses, the text is read again, slowly, for a reason
in plain words and the place where a person would look: jiter counts bytes, and often notices a fault behind it.
"""

from __future__ import annotations

import codecs

import jiter

__all__ = ["parse", "split_mark"]


def parse(data: bytes) -> object:
    """Read one JSON text (UTF-8, without a byte order mark) into dicts, lists, strings, numbers, booleans and None.

    Raises UnreadableText. What jiter lets pass all the same (1e400, an empty 201st level) is left to `refused_values`.
    """
    try:
        value: object = jiter.from_json(data, catch_duplicate_keys=True, allow_inf_nan=False)
    except ValueError as error:
        refusal = str(error)
    else:
        return value
    from shapeproof.recordings.syntax.json_diagnosis import diagnosis  # rarely needed, and slow to import

    raise diagnosis(data, refusal)


def split_mark(data: bytes) -> tuple[bytes, bool]:
    """Take a UTF-8 byte order mark off; the second value says whether there was one."""
    marked = data.startswith(codecs.BOM_UTF8)
    return (data[len(codecs.BOM_UTF8) :] if marked else data), marked
