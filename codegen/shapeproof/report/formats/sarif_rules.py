"""The catalogue of finding codes as SARIF's rules: each with a name, what it means, and how it is mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from shapeproof.validation.catalog import CODES

__all__ = ["RULE_TEXTS", "rules"]

_NARROW: Final = (
    "Write a value as the service really sends it; a placeholder is better replaced by a real one with its ids changed."
)
_AGAIN: Final = "Record the response anew, or write it out with a JSON library instead of by hand."

RULE_TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "SP101": ("RequiredMemberAbsent", "Add the member. The service always sends it, and readers rely on that."),
    "SP102": (
        "WrongType",
        "Write the value in the type that the contract has: a number without quotes, a list in brackets.",
    ),
    "SP103": (
        "NullForAbsent",
        "Leave the member out. boto3 and the AWS CLI never hand over null for a member without a value.",
    ),
    "SP104": (
        "NoTimestamp",
        "Write ISO 8601 as the AWS CLI does, a datetime as boto3 does, or epoch seconds as the service does.",
    ),
    "SP105": ("UnionNotOne", "Keep exactly one member of the union: the one that the service would send."),
    "SP201": ("PatternNotMatched", _NARROW),
    "SP202": ("TextTooShort", _NARROW),
    "SP203": ("TextTooLong", _NARROW),
    "SP204": ("NumberTooSmall", _NARROW),
    "SP205": ("NumberTooLarge", _NARROW),
    "SP206": ("TooFewItems", "Add items until there are as many as the contract wants."),
    "SP207": ("TooManyItems", "Take items away until there are as few as the contract allows."),
    "SP208": ("TooFewEntries", "Add entries until there are as many as the contract wants."),
    "SP209": ("TooManyEntries", "Take entries away until there are as few as the contract allows."),
    "SP210": ("KeyNotAllowed", "Write the key as the service would; its pattern and lengths hold for keys too."),
    "SP220": (
        "EmptyBelowMinimum",
        "Nothing is wrong if the service sent this; in a mock, leave the member out or fill it.",
    ),
    "SP221": (
        "ZeroBelowMinimum",
        "Nothing is wrong if the service sent this; in a mock, leave the member out or write a real number.",
    ),
    "SP301": (
        "UnknownMember",
        "Correct the spelling, or take the member out. If the service is newer than the contract, capture its edition.",
    ),
    "SP302": (
        "UnknownEnumValue",
        "Take one of the values that the message names. If the service is newer than the contract, capture its edition.",
    ),
    "SP303": (
        "UnknownErrorCode",
        "Check the spelling. Errors that every service has are listed by no operation, and are no fault.",
    ),
    "SP901": ("NotReadable", _AGAIN),
    "SP902": ("NothingInIt", "Put a response into it, or delete it."),
    "SP903": ("NotUtf8", "Save the file as UTF-8."),
    "SP904": ("ByteOrderMark", "Save the file as UTF-8 without a byte order mark."),
    "SP905": ("KeyTwice", "Delete one of the two; readers differ in which they take."),
    "SP906": ("NumberNotFinite", "Write a finite number, or leave the member out: JSON has neither NaN nor Infinity."),
    "SP907": ("LoneSurrogate", "Write the whole character; half of a pair can't be encoded."),
    "SP908": ("NestedTooDeep", "Look at what made this: no response of AWS is nested that deep."),
    "SP909": ("TooLarge", "Split it, or write one response a line as JSON Lines, which may be of any length."),
    "SP910": ("Pickle", "Record as JSON instead: loading a pickle runs code."),
    "SP911": ("NoLiteral", "Write the value itself in place of the expression; what is printed is never executed."),
    "SP912": (
        "BrokenRecordingLine",
        "Write the line anew; it needs shapeproof, contract, representation and response.",
    ),
    "SP913": ("CompressionBroken", "Compress the file again."),
    "SP914": ("NoObject", "Write the whole response, in braces, instead of a part of it."),
    "SP915": ("KeyNoText", "Write the key in quotes."),
    "SP990": ("PathUnreadable", "Check the path and its permissions."),
    "SP991": (
        "ContractUnknown",
        "Say what it is with --contract SERVICE.OPERATION, or name the file <service>.<Operation>_1.json.",
    ),
    "SP992": (
        "ContractNotFound",
        "Check the spelling of the name, or capture the contract: shapeproof capture SERVICE.OPERATION.",
    ),
    "SP993": ("ExtraMissing", "Install the extra that the message names, where Shapeproof is installed."),
}
"""For each code its name and its mend."""


def rules() -> Iterator[dict[str, object]]:
    """Every code as a reportingDescriptor, in the order of the catalogue."""
    for code in CODES.values():
        name, mend = RULE_TEXTS[code.code]
        sentence = f"{code.title[0].upper()}{code.title[1:]}."
        severities = f"An error in the strict view, {_articled(code.tolerant)} in the tolerant one."
        if code.strict == code.tolerant:
            severities = f"{_articled(code.strict).capitalize()} in both views."
        yield {
            "id": code.code,
            "name": name,
            "shortDescription": {"text": sentence},
            "fullDescription": {"text": f"{sentence} {severities}"},
            "help": {"text": mend},
            "defaultConfiguration": {"level": code.strict},
            "properties": {"tags": [code.kind]},
        }


def _articled(severity: str) -> str:
    return f"an {severity}" if severity == "error" else f"a {severity}"
