"""Matches REST requests to operations, by the method and path that the service model binds each operation to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl

from shapeproof.capture.model import member_traits
from shapeproof.capture.patterns.budget import DOCUMENT_STEPS, Budget
from shapeproof.capture.patterns.matching import full_matcher
from shapeproof.errors import CaptureError

__all__ = ["HttpRoute", "RouteMatch", "build_routes", "match_routes"]

_LABEL: Final = re.compile(r"\{([^{}+]+)(\+?)\}")

Closeness = tuple[bool, int, int, int, int, int]


class RouteMatch(NamedTuple):
    """An operation that a request may call; the one with the greatest closeness explains most of the request."""

    closeness: Closeness
    operation: str


@dataclass(frozen=True, slots=True)
class HttpRoute:
    """How an operation is called.

    Attributes:
        operation: the operation, in botocore's spelling.
        method: the HTTP method.
        path: whether the raw path of a request is one of this route.
        fixed_length: the number of characters of the path that don't belong to a label.
        fixed_query: the parameters of the query that are always present, with their values.
        required: the required members in the query and in headers, as pairs of `querystring` or `header` and a name.
        query_names: the names of all parameters that the query may have.
    """

    operation: str
    method: str
    path: Callable[[str], bool]
    fixed_length: int
    fixed_query: Mapping[str, str]
    required: frozenset[tuple[str, str]]
    query_names: frozenset[str]


def build_routes(model: Mapping[str, Any]) -> list[HttpRoute]:
    """The routes of all operations of a service model that have one. Raises CaptureError for what can't be matched."""
    analysis = Budget(DOCUMENT_STEPS)
    return [
        _build_route(name, operation, analysis, model["shapes"])
        for name, operation in model["operations"].items()
        if "requestUri" in operation.get("http", {})
    ]


def _build_route(name: str, operation: Mapping[str, Any], analysis: Budget, shapes: Mapping[str, Any]) -> HttpRoute:
    http, input_shape = operation["http"], shapes.get(operation.get("input", {}).get("shape"), {})
    path, _, query = http["requestUri"].partition("?")
    members = {
        member: member_traits(traits, shapes.get(traits["shape"], {}))
        for member, traits in input_shape.get("members", {}).items()
    }
    bindings = {
        member: (traits["location"], _bound_name(traits["location"], traits.get("locationName", member)))
        for member, traits in members.items()
        if traits.get("location") in {"querystring", "header"}
    }
    required = frozenset(bindings[member] for member in input_shape.get("required", ()) if member in bindings)
    return HttpRoute(
        operation=name,
        method=http.get("method", "POST"),
        path=_path_matcher(path.rstrip("/"), name, analysis),
        fixed_length=len(_LABEL.sub("", path)),
        fixed_query=dict(parse_qsl(query, keep_blank_values=True)),
        required=required,
        query_names=frozenset(bound for binding, bound in bindings.values() if binding == "querystring"),
    )


def _bound_name(binding: str, name: str) -> str:
    return name.lower() if binding == "header" else name


def _path_matcher(template: str, operation: str, analysis: Budget) -> Callable[[str], bool]:
    """What matches the paths of a template, with slashes at their end: a greedy label matches slashes, too."""
    regex = f"{_path_pattern(template)}/*"
    # Analysing a pattern takes longer than compiling it, and only labels without a slash between them can be slow.
    if any(step.count("{") > 1 for step in template.split("/")) or "+}" in template:
        try:
            return full_matcher(regex, analysis)
        except ValueError as error:
            raise CaptureError(f"the requestUri of {operation} can't be matched: {error}") from error
    compiled = re.compile(regex)
    return lambda path: compiled.fullmatch(path) is not None


def _path_pattern(template: str) -> str:
    pattern, end = "", 0
    for label in _LABEL.finditer(template):
        pattern += re.escape(template[end : label.start()]) + (r"[\s\S]+" if label[2] else "[^/]+")
        end = label.end()
    return pattern + re.escape(template[end:])


def match_routes(
    routes: list[HttpRoute], method: str, path: str, query: str, headers: Mapping[str, str]
) -> list[RouteMatch]:
    """The operations that a request may call, with how much of it each explains.

    Args:
        routes: the routes of a service.
        method: the HTTP method of the request.
        path: its raw (percent-encoded) path.
        query: its raw query.
        headers: its headers, by their names in lower case.
    """
    parameters = dict(parse_qsl(query, keep_blank_values=True))
    return [
        RouteMatch(_closeness(route, parameters, headers), route.operation)
        for route in routes
        if route.method == method and _matches(route, path, parameters)
    ]


def _matches(route: HttpRoute, path: str, parameters: Mapping[str, str]) -> bool:
    if any(parameters.get(name) != value for name, value in route.fixed_query.items()):
        return False
    if any(name not in parameters for binding, name in route.required if binding == "querystring"):
        return False
    return route.path(path)


def _closeness(route: HttpRoute, parameters: Mapping[str, str], headers: Mapping[str, str]) -> Closeness:
    is_named = parameters.get("x-id") == route.operation  # newer SDKs name the operation
    explained = sum(name in route.query_names for name in parameters)
    # Recorders drop some headers, so that a missing one doesn't exclude the operation.
    missing = sum(name not in headers for binding, name in route.required if binding == "header")
    return is_named, len(route.fixed_query), route.fixed_length, -missing, len(route.required), explained
