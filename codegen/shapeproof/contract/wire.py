"""The facts of wire formats: the words of `x-wire`, and how blobs look in JSON."""

from __future__ import annotations

from typing import Final

__all__ = [
    "BASE64",
    "LOCATIONS",
    "RESPONSE_LOCATIONS",
    "SDK_DOCUMENT",
    "SDK_EVENTS",
    "SDK_FORMS",
    "SDK_METADATA",
    "SDK_NULL",
    "SDK_STREAM",
    "SDK_WITH_STRING",
    "TIME_FORMATS",
    "TYPE_MEMBER",
    "UNKNOWN_UNION_MEMBER",
]

BASE64: Final = "^(?:(?:[+/-9A-Za-z]{4}[\\n\\r]*)*(?:(?:[+/-9A-Za-z]{2}==|[+/-9A-Za-z]{3}=)[\\n\\r]*)?)$"
"""The pattern of every blob: base64 with its padding. Encoders of MIME and PEM break it into lines, which boto3 joins.

Other strays, which boto3 drops, are faults: a space stands where a `+` was lost.
"""

LOCATIONS: Final = ("header", "headers", "querystring", "statusCode", "uri")
"""Where a member is sent that isn't a part of the body."""

RESPONSE_LOCATIONS: Final = ("header", "headers", "statusCode")
"""Those that a response has. It has no URL: a member of one there is in the body, as for one without a location."""

TIME_FORMATS: Final = ("iso8601", "rfc822", "unixTimestamp")
"""How a timestamp is sent: as ISO 8601, as in the headers of HTTP, or in seconds since 1970."""

SDK_DOCUMENT: Final = "document"
"""A string of JSON that boto3 and the AWS CLI return decoded, as an object or an array."""

SDK_NULL: Final = "null"
"""A string that boto3 and the AWS CLI return as null where the service sends none."""

SDK_WITH_STRING: Final = "with-string"
"""A time beside which boto3 and the AWS CLI return the string that was sent, as `<member>String`."""

SDK_FORMS: Final = (SDK_DOCUMENT, SDK_NULL, SDK_WITH_STRING)
"""The words of `x-sdk`: what botocore makes of a string although the model doesn't say so."""

SDK_STREAM: Final = "stream"
"""Bytes that boto3 returns as a stream. No contract has this word: what is a stream isn't checked."""

SDK_EVENTS: Final = "events"
"""A list of events that boto3 returns as a stream. No contract has this word either."""

SDK_METADATA: Final = "metadata"
"""A structure that botocore makes, whatever the service sends. No contract has this word either."""

TYPE_MEMBER: Final = "__type"
"""What bodies in JSON may name the type of a structure with, or an error. It belongs to the protocol, like a header."""

UNKNOWN_UNION_MEMBER: Final = "SDK_UNKNOWN_MEMBER"
"""What boto3 returns in place of a member of a union that its model lacks: `{"SDK_UNKNOWN_MEMBER": {"name": "…"}}`."""
