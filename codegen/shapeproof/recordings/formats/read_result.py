"""What every reader of files yields, and the failures that several of them share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shapeproof.recordings.location import FIRST_LOCATION, Location
from shapeproof.recordings.model import Exchange, FormName, NotRead, ReadFailure, Recording
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.recorded_values import members_of
from shapeproof.representations.response_metadata import RESPONSE_METADATA
from shapeproof.validation.catalog import reading

__all__ = ["BYTE_ORDER_MARK", "PART", "Content", "failure_from", "may_be_queried"]

Content = Iterator[Recording | Exchange | ReadFailure | NotRead]

BYTE_ORDER_MARK: Final = ReadFailure(
    reading.BYTE_ORDER_MARK, "the file starts with a byte order mark; save it as UTF-8 without one", line=1, column=1
)

PART: Final = "if --query printed it, print the whole response, because no contract describes a part of one"
"""The hint about what is like no response: --query prints any value, and objects with members of any name."""

_FORMS_OF_QUERY: Final = frozenset[FormName]({"json", "json lines", "yaml"})


def may_be_queried(recording: Recording) -> bool:
    """Whether the AWS CLI may have printed this: with --query, it need not be a response."""
    return recording.form in _FORMS_OF_QUERY and RESPONSE_METADATA not in members_of(recording.value)


def failure_from(
    error: ParseError, index: int = 0, start: Location = FIRST_LOCATION, form: FormName = "json"
) -> ReadFailure:
    """The failure to read a response.

    Args:
        error: the error, located in the text that was parsed.
        index: the number of the response, from 0.
        start: where the text starts in the file.
        form: the form of the file.
    """
    return ReadFailure(
        error.code,
        error.message,
        index,
        *Location(error.line, error.column).behind(start),
        error.pointer,
        form,
        is_comment=error.is_comment,
    )
