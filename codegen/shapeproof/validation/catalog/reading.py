"""SP9xx: what can't be read, or can't be checked once it is read."""

from __future__ import annotations

from functools import partial
from typing import Final

from shapeproof.validation.catalog.finding_code import FindingCode

__all__ = [
    "BYTE_ORDER_MARK",
    "CONTRACT_NOT_FOUND",
    "CONTRACT_NOT_IDENTIFIED",
    "DUPLICATE_KEY",
    "EXTRA_NOT_INSTALLED",
    "INTERNAL_ERROR",
    "INVALID_COMPRESSION",
    "INVALID_RECORDING_LINE",
    "INVALID_SYNTAX",
    "KEY_NOT_A_STRING",
    "LONE_SURROGATE",
    "NESTED_TOO_DEEP",
    "NOT_A_LITERAL",
    "NOT_UTF8",
    "NO_RESPONSE",
    "NUMBER_NOT_FINITE",
    "OTHER_CONTRACT",
    "PATH_NOT_READABLE",
    "PICKLE",
    "RESPONSE_NOT_AN_OBJECT",
    "STRAY_KEY",
    "TOO_LARGE",
    "TOO_MANY_FINDINGS",
]

_code = partial(FindingCode, kind="reading", strict="error", tolerant="error")

INVALID_SYNTAX: Final = _code(
    number="SP901",
    name="InvalidSyntax",
    title="not valid JSON, YAML, XML, CBOR or Python",
    hint="Record the response again, or write it with a JSON library instead of by hand.",
)
NO_RESPONSE: Final = _code(
    number="SP902",
    name="NoResponse",
    title="no response in the file",
    hint="Put a response into the file, or delete it.",
)
NOT_UTF8: Final = _code(
    number="SP903",
    name="NotUtf8",
    title="not encoded in UTF-8",
    hint="Save the file as UTF-8.",
)
BYTE_ORDER_MARK: Final = _code(
    number="SP904",
    name="ByteOrderMark",
    title="byte order mark at the start",
    hint="Save the file as UTF-8 without a byte order mark.",
    strict="warning",
    tolerant="warning",
    severity_reason="The response after it can be read.",
)
DUPLICATE_KEY: Final = _code(
    number="SP905",
    name="DuplicateKey",
    title="duplicate key in an object",
    hint="Delete one of the two: parsers differ in which one they use.",
)
NUMBER_NOT_FINITE: Final = _code(
    number="SP906",
    name="NumberNotFinite",
    title="number not finite",
    hint="Write a finite number, or omit the member: JSON has neither NaN nor Infinity.",
)
LONE_SURROGATE: Final = _code(
    number="SP907",
    name="LoneSurrogate",
    title="lone surrogate in a string",
    hint="Write the whole character: half of a surrogate pair can't be encoded.",
)
NESTED_TOO_DEEP: Final = _code(
    number="SP908",
    name="NestedTooDeep",
    title="values nested too deep",
    hint="Check the program that wrote this: no AWS response is nested that deep.",
)
TOO_LARGE: Final = _code(
    number="SP909",
    name="TooLarge",
    title="document or number too large",
    hint="Split the document, or write one response per line as JSON Lines, which have no limit of size.",
)
PICKLE: Final = _code(
    number="SP910",
    name="Pickle",
    title="pickle, which is never loaded",
    hint="Record as JSON instead: loading a pickle executes code.",
)
NOT_A_LITERAL: Final = _code(
    number="SP911",
    name="NotALiteral",
    title="printed value not a literal",
    hint="Write the value itself in place of the expression: printed Python is never executed. The other members of "
    "the response are checked; what only a run would show is a note.",
)
INVALID_RECORDING_LINE: Final = _code(
    number="SP912",
    name="InvalidRecordingLine",
    title="invalid recording line",
    hint="Write the line again, with the keys shapeproof, contract, representation and response.",
)
INVALID_COMPRESSION: Final = _code(
    number="SP913",
    name="InvalidCompression",
    title="compressed data not readable",
    hint="Compress the file again.",
)
RESPONSE_NOT_AN_OBJECT: Final = _code(
    number="SP914",
    name="ResponseNotAnObject",
    title="response not a JSON object",
    hint="Write the whole response, in braces, instead of a part of it.",
)
KEY_NOT_A_STRING: Final = _code(
    number="SP915",
    name="KeyNotAString",
    title="key not a string",
    hint="Write the key in quotes.",
)
STRAY_KEY: Final = _code(
    number="SP916",
    name="StrayKey",
    title="key that the recorder does not read",
    hint="Delete the key, or move it to where it belongs: a brace at the wrong place is the usual cause.",
    strict="note",
    tolerant="note",
    severity_reason="The response beside it is checked.",
)
OTHER_CONTRACT: Final = _code(
    number="SP917",
    name="OtherContract",
    title="response of another contract than the named one",
    hint="Name the contract that the message names, or none: the response is recognised by itself.",
)
PATH_NOT_READABLE: Final = _code(
    number="SP990",
    name="PathNotReadable",
    title="path missing or not readable",
    hint="Check the path and its permissions.",
)
CONTRACT_NOT_IDENTIFIED: Final = _code(
    number="SP991",
    name="ContractNotIdentified",
    title="contract of a response not identified",
    hint="Name the contract with --contract SERVICE.OPERATION, or name the file as a contract: s3.list_buckets.json.",
)
CONTRACT_NOT_FOUND: Final = _code(
    number="SP992",
    name="ContractNotFound",
    title="named contract not found",
    hint="Check the spelling of the name, or capture the contract: shapeproof capture SERVICE.OPERATION.",
)
EXTRA_NOT_INSTALLED: Final = _code(
    number="SP993",
    name="ExtraNotInstalled",
    title="optional dependency not installed",
    hint="Install the extra in the message, in the environment of Shapeproof.",
)
INTERNAL_ERROR: Final = _code(
    number="SP994",
    name="InternalError",
    title="bug in Shapeproof",
    hint="Report the bug with the output of --traceback. Until it is fixed, this response is not checked.",
)
TOO_MANY_FINDINGS: Final = _code(
    number="SP995",
    name="TooManyFindings",
    title="too many findings in one response",
    hint="Fix what is listed, and check the response again: the others probably have the same cause.",
)
