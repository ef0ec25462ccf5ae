"""The templates of modules. They print Python code alone: a plain string, which a contract may have said, is refused."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from shapeproof.errors import InternalError
from shapeproof.generate.models.source.literals import PythonCode, identifier, literal
from shapeproof.markup.templating import templates

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["module_templates"]


@cache
def module_templates() -> Environment:
    """The templates of the flavours, by the name of their file.

    Their filters `literal` and `identifier` turn strings into code.

    Raises:
        MissingExtraError: jinja2 isn't installed.
    """
    filters = {"identifier": identifier, "literal": literal}
    return templates(
        "generate", "models", "generating models", extra="generate", escapes=False, prints=_only_code, filters=filters
    )


def _only_code(value: object) -> PythonCode:
    if not isinstance(value, PythonCode):
        raise InternalError(f"a template prints {value!r}, which is not Python code")
    return value
