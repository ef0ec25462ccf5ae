"""Reads the members of a response or an error that travel in HTTP headers or in the status line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from shapeproof.contract import Pointer
from shapeproof.contract.wire import RESPONSE_LOCATIONS
from shapeproof.recordings.body_fault import BodyFault
from shapeproof.recordings.http.xml_scalars import scalar_from_text
from shapeproof.recordings.syntax.json_parser import parse_json
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.recorded_values import decode_base64
from shapeproof.validation.catalog import reading
from shapeproof.validation.refused_values import is_sound

__all__ = ["HeaderMembers", "header_members"]

_TIME_FORMAT: Final = "rfc822"
"""The form of times for which the model names none."""


@dataclass(frozen=True, slots=True)
class HeaderMembers:
    """The members of a response outside its body.

    Attributes:
        in_cli: the members in `cli`, by their names in the contract.
        from_headers: the members as they were sent, by their pointers; a list is that of its items.
        faults: the faults of headers that a schema can't state.
    """

    in_cli: Mapping[str, object] = field(default_factory=dict[str, object])
    from_headers: Mapping[Pointer, object] = field(default_factory=dict[Pointer, object])
    faults: tuple[BodyFault, ...] = ()


def header_members(structure: Any, status: int, headers: Mapping[str, str]) -> HeaderMembers:
    """The members of a response or an error outside its body.

    Args:
        structure: its shape, one of botocore's.
        status: the HTTP status.
        headers: the headers, by name in any case.
    """
    outside = [
        item for item in structure.members.items() if item[1].serialization.get("location") in RESPONSE_LOCATIONS
    ]
    if not outside:
        return HeaderMembers()
    by_name = {name.lower(): value for name, value in headers.items()}
    in_cli: dict[str, object] = {}
    sent: dict[Pointer, object] = {}
    faults: list[BodyFault] = []
    for name, shape in outside:
        traits = shape.serialization
        sent_name = traits.get("name", name).lower()
        match traits.get("location"):
            case "statusCode":
                in_cli[name] = sent[name,] = status
            case "headers":
                prefixed = (key for key in by_name if key.startswith(sent_name))
                in_cli[name] = sent[name,] = {key[len(sent_name) :]: by_name[key] for key in prefixed}
            case "header" if sent_name in by_name and traits.get("jsonvalue") and shape.type_name == "string":
                try:
                    value = _json_value(by_name[sent_name])
                except ValueError:
                    value = by_name[sent_name]
                    message = f"expected JSON in base64 in the header `{traits.get('name', name)}`"
                    faults.append(BodyFault(reading.INVALID_SYNTAX, message, (name,)))
                in_cli[name] = sent[name,] = value
            case "header" if sent_name in by_name and shape.type_name == "list":
                texts = list(_items(shape.member, by_name[sent_name]))
                in_cli[name], sent[name,] = [_value(shape.member, text) for text in texts], texts
            case "header" if sent_name in by_name:
                in_cli[name], sent[name,] = _value(shape, by_name[sent_name]), by_name[sent_name]
            case _:
                pass
    return HeaderMembers(in_cli, sent, tuple(faults))


def _value(shape: Any, text: str) -> object:
    return scalar_from_text(shape, text, default_time_format=_TIME_FORMAT)


def _json_value(text: str) -> object:
    """The JSON that a header holds in base64. Raises ValueError for anything else."""
    try:
        value = parse_json(decode_base64(text))
    except ParseError as error:
        raise ValueError(error.message) from error
    if not is_sound(value):
        raise ValueError("a number is too large, or values are nested too deep")
    return value


def _items(shape: Any, text: str) -> Iterable[str]:
    """The texts of a list's items, between commas. An HTTP date has a comma of its own, which boto3 doesn't know."""
    pieces = text.split(",")
    is_http_date = (
        shape.type_name == "timestamp" and shape.serialization.get("timestampFormat", _TIME_FORMAT) == _TIME_FORMAT
    )
    step = 2 if is_http_date else 1
    return (",".join(pieces[at : at + step]).strip() for at in range(0, len(pieces), step))
