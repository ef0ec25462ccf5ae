"""The words of `x-wire`: where a member is sent, and how a timestamp is."""

from __future__ import annotations

from typing import Final

__all__ = ["LOCATIONS", "TIME_FORMATS"]

LOCATIONS: Final = ("header", "headers", "querystring", "statusCode", "uri")
"""Where a member is sent that isn't a part of the body."""

TIME_FORMATS: Final = ("iso8601", "rfc822", "unixTimestamp")
"""How a timestamp is sent: as ISO 8601, as in the headers of HTTP, or in seconds since 1970."""
