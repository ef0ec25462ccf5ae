"""The finding codes as the rules of a SARIF report."""

from __future__ import annotations

from collections.abc import Iterator

from shapeproof.errors import with_article
from shapeproof.validation.catalog import CODES

__all__ = ["rules"]


def rules() -> Iterator[dict[str, object]]:
    """Every code as a reportingDescriptor, in the order of the catalogue."""
    for code in CODES.values():
        title = f"{code.title[0].upper()}{code.title[1:]}."
        severities = f"An error in the strict view, {with_article(code.tolerant)} in the tolerant view."
        if code.strict == code.tolerant:
            severities = f"{with_article(code.strict).capitalize()} in both views."
        yield {
            "id": code.number,
            "name": code.name,
            "shortDescription": {"text": title},
            "fullDescription": {"text": f"{title} {severities}"},
            "help": {"text": code.hint},
            "defaultConfiguration": {"level": code.strict},
            "properties": {"tags": [code.kind]},
        }
