"""Data of other tools that is taken for recordings, but isn't read: each is told by its name, with what to do instead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

__all__ = ["JEST", "OTHER_TOOLS", "SYRUPY", "OtherTool", "has_pattern", "other_tool", "other_tool_of_yaml"]


@dataclass(frozen=True, slots=True)
class OtherTool:
    """Data of another tool.

    Attributes:
        reason: what it is, in the plural, and what to do about it.
        patterns: what parsed JSON of this tool looks like; see `has_pattern`.
    """

    reason: str
    patterns: tuple[Any, ...]


_EXPORT: Final = "are not read; export the traffic as HAR"
_RECORD: Final = "are not read; record real responses"
_WIREMOCK_URLS: Final = ("url", "urlPath", "urlPattern", "urlPathPattern", "urlPathTemplate")
_WIREMOCK_FIELDS: Final = ("status", "body", "jsonBody", "base64Body", "bodyFileName")
_ANY_NAME: Final = "*"
"""In a pattern, the key whose name is anything: the first member is looked at."""

SYRUPY: Final = "snapshots of syrupy, whose values are printed for people, are not read; use its JSON extension"
JEST: Final = (
    "snapshots of Jest or Vitest, whose values are printed for people, are not read; write the responses as JSON"
)
_PHP_VCR: Final = f"cassettes of PHP-VCR {_EXPORT}"
_LOCALSTACK: Final = "placeholders stand for values"

OTHER_TOOLS: Final = (
    OtherTool(
        f"fixtures of nock {_EXPORT}",
        ([{"scope": str, "path": object, "response": object}],),
    ),
    OtherTool(
        f"mappings of WireMock {_EXPORT}",
        (
            *(
                {"request": {url: object}, "response": {field: object}}
                for url in _WIREMOCK_URLS
                for field in _WIREMOCK_FIELDS
            ),
            {"mappings": [{"request": dict, "response": dict}]},
        ),
    ),
    OtherTool(
        f"collections of Postman {_EXPORT}",
        (
            {"info": {"schema": re.compile(r"https://schema\.(?:getpostman|postman)\.com/")}, "item": list},
            {"info": {"_postman_id": str}, "item": list},
            {"collection": {"info": {"schema": re.compile(r"https://schema\.(?:getpostman|postman)\.com/")}}},
        ),
    ),
    OtherTool(
        "environments of Postman hold no responses",
        ({"values": list, "_postman_variable_scope": str},),
    ),
    OtherTool(
        "requests that moto's recorder keeps are not read: it keeps no responses; record with vcrpy",
        (
            {"method": str, "url": str, "headers": dict, "body": object, "body_encoded": bool},
            {"module": str, "response_type": str, "headers": dict, "url": str, "method": str, "body": object},
        ),
    ),
    OtherTool(_PHP_VCR, ([{"request": {"method": str, "url": str}, "response": {"status": object}}],)),
    OtherTool(
        "events of CloudTrail, which keeps request and response in a form of its own, are not read",
        (
            {"Records": [{"eventVersion": str, "eventSource": str, "eventName": str}]},
            {"eventVersion": str, "eventSource": str, "eventName": str},
            [{"eventVersion": str, "eventSource": str, "eventName": str}],
        ),
    ),
    OtherTool(
        f"snapshots of LocalStack, in which {_LOCALSTACK}, are not read; record the responses themselves",
        ({_ANY_NAME: {"recorded-date": str}}, {_ANY_NAME: {"recorded-content": object}}),
    ),
    OtherTool(
        "lists of LocalStack's validated tests hold no responses",
        ({_ANY_NAME: {"last_validated_date": str}},),
    ),
    OtherTool(
        "API calls that LocalStack persisted are not read: they keep no status and no headers of responses",
        ({"a": str, "m": str, "p": str, "d": object, "h": object},),
    ),
    OtherTool(f"contracts of Pact {_RECORD}", ({"consumer": {"name": str}, "provider": {"name": str}},)),
    OtherTool(
        f"expectations of MockServer {_EXPORT}",
        ([{"httpRequest": dict}], {"httpRequest": dict, "httpResponse": dict}),
    ),
    OtherTool(
        f"imposters of Mountebank {_EXPORT}",
        ({"imposters": list}, {"protocol": str, "stubs": list}),
    ),
    OtherTool(f"simulations of Hoverfly {_EXPORT}", ({"data": {"pairs": list}, "meta": dict},)),
    OtherTool(f"exports of Insomnia {_EXPORT}", ({"_type": "export", "resources": list},)),
    OtherTool(
        "events of EventBridge hold no responses",
        ({"detail-type": str, "source": str, "detail": object},),
    ),
    OtherTool("notebooks are read from files whose names end with .ipynb", ({"nbformat": int, "cells": list},)),
    OtherTool("descriptions of an API hold no responses", ({"openapi": str}, {"swagger": str}, {"smithy": str})),
    OtherTool(
        "templates of CloudFormation hold no responses",
        (
            {"AWSTemplateFormatVersion": object, "Resources": object},
            {"Resources": {_ANY_NAME: {"Type": re.compile(r"AWS::|Alexa::|Custom::")}}},
        ),
    ),
    OtherTool("manifests of Kubernetes hold no responses", ({"apiVersion": str, "kind": str},)),
    OtherTool("workflows of GitHub hold no responses", ({"jobs": {_ANY_NAME: {"runs-on": object}}},)),
)

_PHP_VCR_START: Final = re.compile(rb"\A(?:---[^\n]*\n|#[^\n]*\n|\s)*-\s+request:\s")
_RESPONSES_START: Final = re.compile(rb"\A(?:---[^\n]*\n|#[^\n]*\n|\s)*responses:\s+-\s+response:\s")


def other_tool(value: object) -> str | None:
    """The reason not to read parsed JSON of another tool; None if it is of none that is known."""
    return next((tool.reason for tool in OTHER_TOOLS if any(has_pattern(value, each) for each in tool.patterns)), None)


def other_tool_of_yaml(data: bytes) -> str | None:
    """The same for YAML, by its first lines: nearly all YAML is something else, and isn't parsed."""
    if _PHP_VCR_START.match(data):
        return _PHP_VCR
    if _RESPONSES_START.match(data):
        return "recordings of the library responses, which keeps no requests, are not read; record with vcrpy"
    return None


def has_pattern(value: object, pattern: Any) -> bool:
    """Whether a parsed value looks as a pattern says. Of a list only the first item is looked at.

    Args:
        value: the value.
        pattern: a type; a string; a regular expression, which a string has to start with; a list, of the pattern of its
            items; or a dict, of the patterns of members that are there among others.
    """
    match pattern:
        case type():
            return isinstance(value, pattern)
        case str():
            return value == pattern
        case re.Pattern():
            return isinstance(value, str) and bool(cast("re.Pattern[str]", pattern).match(value))
        case Mapping():
            if not isinstance(value, Mapping):
                return False
            members, wanted = cast("Mapping[str, object]", value), cast("Mapping[str, object]", pattern)
            return all(
                has_pattern(next(iter(members.values()), None), inner)
                if name == _ANY_NAME
                else name in members and has_pattern(members[name], inner)
                for name, inner in wanted.items()
            )
        case _:
            items = cast("Sequence[object]", value) if isinstance(value, list) else ()
            return bool(items) and has_pattern(items[0], pattern[0])
