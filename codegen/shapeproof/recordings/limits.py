"""The limits of the readers. Each one that is reached is a finding that names it; docs/reference/recordings.md lists them."""

from __future__ import annotations

from typing import Final

from shapeproof.files import MAX_FILE
from shapeproof.representations.plain_values import MAX_DIGITS
from shapeproof.validation.refused_values import MAX_NESTING

__all__ = [
    "MAX_ALIASED_BYTES",
    "MAX_ALIASED_VALUES",
    "MAX_DECODED",
    "MAX_DIGITS",
    "MAX_DOCUMENT",
    "MAX_ENCODINGS",
    "MAX_NESTING_YAML",
    "MAX_NOT_LITERAL",
    "MAX_STATEMENT",
    "MAX_UNPACKED",
    "MAX_VALUES",
    "MAX_VALUES_JSON",
]

MAX_DOCUMENT: Final = MAX_FILE
"""The most bytes of one JSON document, one line, or one unpacked file; JSON Lines may be longer."""
MAX_UNPACKED: Final = 4 * 2**30
"""The most bytes of JSON Lines that one gzip file may unpack to."""
MAX_DECODED: Final = MAX_DOCUMENT
"""The most bytes that the compressed bodies of one file may decode to, together: as many as it could hold decoded."""
MAX_ENCODINGS: Final = 2
"""The most content encodings of one HTTP body. Services use one; a proxy may name it twice, or add `aws-chunked`."""
MAX_VALUES_JSON: Final = 5_000_000
"""The most values in one JSON document, one line, or one body in CBOR: they take about 1 GB in memory."""
MAX_VALUES: Final = 1_000_000
"""The most values in one file of YAML, one body in XML, one statement of printed Python: their trees take more."""
MAX_STATEMENT: Final = 8 * 2**20
"""The most characters of one statement of printed Python, whose syntax tree takes up to 250 times as many bytes."""
MAX_NESTING_YAML: Final = MAX_NESTING + 20
"""The most levels in YAML: a response is a few levels deep in a cassette."""
MAX_NOT_LITERAL: Final = 1_000
"""The most values of one response in printed Python that are not literals, and so can't be checked."""
MAX_ALIASED_VALUES: Final = 1_000_000
"""The most values that the aliases of a YAML file may repeat."""
MAX_ALIASED_BYTES: Final = MAX_DOCUMENT
"""The most characters that the aliases of a YAML file may repeat."""
