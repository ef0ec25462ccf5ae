"""Strings that programs often mishandle: candidates, which a pattern and lengths may rule out."""

from __future__ import annotations

from typing import Final

__all__ = ["NAUGHTY_CHARACTERS", "NAUGHTY_STRINGS"]

NAUGHTY_STRINGS: Final = (
    "",
    " ",
    "0",
    "-1",
    "01",
    "1.5",
    "1e400",
    "123456789012345678901234567890",
    "null",
    "None",
    "NaN",
    "true",
    "False",
    "undefined",
    "N/A",
    " leading",
    "trailing ",
    "two  spaces",
    "a,b;c|d",
    "it's",
    '"quoted"',
    "back\\slash",
    "{}",
    "[]",
    "${HOME}",
    "{0}",
    "%s%n",
    "../../etc/passwd",
    "<b>bold</b>&amp;",
    "2024-02-30T25:00:00Z",
    "tab\there",
    "line one\nline two",
    "carriage\r\nreturn",
    "ends with a newline\n",
    "line\u2028separator",
    "nul\0byte",
    "\ufeffmarked",
    "naïve café",
    "e\u0301 combined",
    "İstanbul ß",
    "日本語",
    "😀",
    "👩‍👩‍👧 family",
    "שלום עולם",
    "مرحبا",
    "\u202eright to left",
    "zero\u200bwidth",
)
"""Those that satisfy the pattern and the lengths are used; a short one is repeated until it is long enough."""

NAUGHTY_CHARACTERS: Final = "-_./:+=@ '\"\\\n\té日😀م"
"""Where a pattern allows several characters, strings with each of these throughout are used."""
