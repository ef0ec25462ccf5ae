"""Parses XML into elements that know where they stand, within the limits of the readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from shapeproof.recordings.limits import MAX_VALUES
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.validation.catalog import FindingCode, reading
from shapeproof.validation.refused_values import MAX_NESTING, TOO_DEEP

__all__ = ["XmlElement", "parse_xml"]

_TOO_MANY_ELEMENTS: Final = f"more than {MAX_VALUES:,} XML elements; record a smaller response"


@dataclass(slots=True)
class XmlElement:
    """An element. Names have no namespaces: no reader of a response looks at them.

    Attributes:
        tag: its name.
        attributes: its attributes.
        offset: the number of bytes before it.
        text: the text inside, without that of its children.
        children: the elements inside, in their order.
    """

    tag: str
    attributes: Mapping[str, str]
    offset: int
    text: str = ""
    children: list[XmlElement] = field(default_factory=list["XmlElement"])


def parse_xml(body: bytes) -> XmlElement:
    """Parse an XML document in UTF-8 and return its root.

    Raises:
        ParseError: it is not valid XML, nested too deep, or has too many elements.
    """
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    roots: list[XmlElement] = []
    opened: list[XmlElement] = []
    texts: list[list[str]] = []  # of the opened elements, in pieces
    tags: dict[str, str] = {}
    count = 0

    def start_element(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MAX_VALUES:
            raise _error(reading.TOO_LARGE, _TOO_MANY_ELEMENTS, parser)
        if len(opened) == MAX_NESTING:
            raise _error(reading.NESTED_TOO_DEEP, TOO_DEEP, parser)
        local = {_local(key): value for key, value in attributes.items()} if attributes else attributes
        tag = tags.get(name) or tags.setdefault(name, _local(name))  # a body has few names, and each of them often
        element = XmlElement(tag, local, parser.CurrentByteIndex)
        (opened[-1].children if opened else roots).append(element)
        opened.append(element)
        texts.append([])

    def end_element(_name: str) -> None:
        element, pieces = opened.pop(), texts.pop()
        if pieces:
            element.text = pieces[0] if len(pieces) == 1 else "".join(pieces)

    def character_data(text: str) -> None:
        texts[-1].append(text)

    parser.StartElementHandler, parser.EndElementHandler = start_element, end_element
    parser.CharacterDataHandler = character_data
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise ParseError(reading.INVALID_SYNTAX, f"not valid XML: {error}; record it again", 1, 1) from error
    return roots[0]


def _error(code: FindingCode, message: str, parser: expat.XMLParserType) -> ParseError:
    return ParseError(code, message, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
