"""A REST request -> the operation of a service, by the method and address that its model binds each to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl

__all__ = ["HttpRoute", "Match", "matching", "routes_of"]

_LABEL: Final = re.compile(r"\{([^}+]+)(\+?)\}")


Closeness = tuple[bool, int, int, int, int, int]


class Match(NamedTuple):
    """An operation that a request may call; the closest one explains most of the request."""

    closeness: Closeness
    operation: str


@dataclass(frozen=True, slots=True)
class HttpRoute:
    """How one operation is called.

    `path` matches the raw path of a request, from end to end; `fixed` counts the characters that are no label.
    `literals` are the parts of the query that are always there, `required` what its required members are called in the
    query and in headers (place, name), `optional` the names of all that it may have in the query.
    """

    operation: str
    method: str
    path: re.Pattern[str]
    fixed: int
    literals: Mapping[str, str]
    required: frozenset[tuple[str, str]]
    optional: frozenset[str]


def routes_of(model: Mapping[str, Any]) -> list[HttpRoute]:
    """The routes of every operation of a service model that has one."""
    return [
        _route(name, operation["http"], model["shapes"].get(operation.get("input", {}).get("shape"), {}))
        for name, operation in model["operations"].items()
        if "requestUri" in operation.get("http", {})
    ]


def _route(name: str, http: Mapping[str, str], shape: Mapping[str, Any]) -> HttpRoute:
    path, _, query = http["requestUri"].partition("?")
    bound = {
        member: (one["location"], _name_in(one["location"], one.get("locationName", member)))
        for member, one in shape.get("members", {}).items()
        if one.get("location") in {"querystring", "header"}
    }
    required = frozenset(bound[member] for member in shape.get("required", ()) if member in bound)
    return HttpRoute(
        operation=name,
        method=http.get("method", "POST"),
        path=re.compile(_pattern(path.rstrip("/")) + "/*"),
        fixed=len(_LABEL.sub("", path)),
        literals=dict(parse_qsl(query, keep_blank_values=True)),
        required=required,
        optional=frozenset(name for place, name in bound.values() if place == "querystring"),
    )


def _name_in(place: str, name: str) -> str:
    return name.lower() if place == "header" else name


def _pattern(path: str) -> str:
    """The template of a path as a regular expression: a greedy label takes slashes, too."""
    written, end = "", 0
    for label in _LABEL.finditer(path):
        written += re.escape(path[end : label.start()]) + (".+" if label[2] else "[^/]+")
        end = label.end()
    return written + re.escape(path[end:])


def matching(routes: list[HttpRoute], method: str, path: str, query: str, headers: Mapping[str, str]) -> list[Match]:
    """The operations that such a request may call, with how much of it each explains.

    `path` is raw (percent-encoded), names of `headers` are in lower case.
    """
    given = dict(parse_qsl(query, keep_blank_values=True))
    return [
        Match(_closeness(route, given, headers), route.operation)
        for route in routes
        if route.method == method and _matches(route, path, given)
    ]


def _matches(route: HttpRoute, path: str, given: Mapping[str, str]) -> bool:
    if any(given.get(name) != value for name, value in route.literals.items()):
        return False
    if any(name not in given for place, name in route.required if place == "querystring"):
        return False
    return route.path.fullmatch(path) is not None


def _closeness(route: HttpRoute, given: Mapping[str, str], headers: Mapping[str, str]) -> Closeness:
    is_named = given.get("x-id") == route.operation  # newer SDKs say which operation they mean
    explained = sum(name in route.optional for name in given)
    absent = sum(name not in headers for place, name in route.required if place == "header")  # recorders drop some
    return is_named, len(route.literals), route.fixed, -absent, len(route.required), explained
