"""Why botocore can't read a response, in words that quote nothing of it."""

from __future__ import annotations

from typing import Final

from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.validation.catalog import reading

__all__ = ["botocore_rejection"]

_INVALID_XML: Final = ", invalid XML"
"""What botocore says before it quotes the whole body."""


def botocore_rejection(error: Exception) -> ParseError:
    """What an error of botocore's parser says about the response. Whatever trips the parser is a fault of the response.

    Args:
        error: the error.
    """
    from shapeproof.validation.quotations import reason_of  # slow to import; most responses can be read

    reason, invalid_xml, _ = str(error).partition(_INVALID_XML)
    if invalid_xml:
        reason = reason.partition("\n")[0]
        return ParseError(reading.INVALID_SYNTAX, f"not valid XML: {reason}; record it again", 1, 1)
    message = f"boto3 cannot read this body ({type(error).__name__}: {reason_of(error)}); compare it with the service's"
    return ParseError(reading.INVALID_SYNTAX, message, 1, 1)
