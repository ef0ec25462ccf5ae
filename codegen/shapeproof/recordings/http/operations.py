"""Identifies the operation that a request calls, from its host, headers, path and form fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import parse_qsl

from shapeproof.recordings.formats.file_names import service_prefix
from shapeproof.recordings.formats.xml_bodies import operation_of_root
from shapeproof.recordings.http.hosts import Host, parse_host
from shapeproof.recordings.http.request_names import amz_target, form_fields, rpc_target
from shapeproof.recordings.http.routes import HttpRoute, RouteMatch, build_routes, match_routes
from shapeproof.recordings.model import Exchange
from shapeproof.validation.quotations import quote_code

if TYPE_CHECKING:
    from shapeproof.capture.sources import ModelSource

__all__ = [
    "OTHER_HOSTS",
    "Ignored",
    "OperationCall",
    "OperationIndex",
    "RoutingStyle",
    "UnknownOperation",
]

RoutingStyle = Literal["json", "rest", "query", "rpc"]
"""How a request names its operation: in the X-Amz-Target header, by method and path, in a form field, in the path itself."""

OTHER_HOSTS: Final = "traffic of hosts other than AWS"
_NO_ENDPOINT: Final = "traffic of AWS hosts that are not the endpoint of a service, or serve a user's own API"
_PREFLIGHT: Final = "preflight requests of a browser"
_AMBIGUOUS: Final = (
    "unsigned calls to hosts that name no service (record the Authorization header, or name the contract: --contract)"
)

_CREDENTIAL_SCOPE: Final = re.compile(r"Credential=[^/,=\s]*/\d{8}/[^/,=\s]*/([^/,=\s]+)/aws4_request")
_PRESIGNED_SCOPE: Final = re.compile(r"[^/]*/\d{8}/[^/]*/([^/]+)/aws4_request")
_QUERY_PROTOCOLS: Final = frozenset({"query", "ec2"})
_REST_PROTOCOLS: Final = frozenset({"rest-json", "rest-xml"})
_SDK_USER_AGENT: Final = re.compile(r"\b(?:boto3|botocore|aws-sdk|aws-cli)\b", re.IGNORECASE)
_SDK_HEADERS: Final = frozenset({"amz-sdk-invocation-id", "amz-sdk-request", "x-amz-date"})
_API_GATEWAY: Final = "execute-api"


@dataclass(frozen=True, slots=True)
class OperationCall:
    """The operations that a request may call.

    Attributes:
        operations: their names, as `service.Operation`; several if services share an endpoint.
        routing: how the request names its operation.
    """

    operations: tuple[str, ...]
    routing: RoutingStyle


@dataclass(frozen=True, slots=True)
class Ignored:
    """An exchange that isn't checked; `reason` names its kind, in the plural."""

    reason: str


@dataclass(frozen=True, slots=True)
class UnknownOperation:
    """A request to AWS that calls no operation of the models; `message` says what is wrong."""

    message: str


class OperationIndex:
    """Identifies operations with the models of one botocore, which it reads when they are needed."""

    def __init__(self, models: ModelSource) -> None:
        self._models = models
        self._routes: dict[str, list[HttpRoute]] = {}

    def identify(
        self, exchange: Exchange, default_service: str | None = None
    ) -> OperationCall | Ignored | UnknownOperation:
        """Identify the operation that an exchange calls.

        Args:
            exchange: the exchange.
            default_service: the service to try if nothing in the exchange names one.
        """
        if exchange.operation:
            return self._by_declaration(*exchange.operation)
        host = parse_host(exchange.url_parts.hostname or "", self._models.by_endpoint_prefix, self._has_host_prefix)
        services = self._services(exchange, host)
        if exchange.method == "OPTIONS":
            return Ignored(_PREFLIGHT if services else OTHER_HOSTS)
        if (target := rpc_target(exchange)) and (result := self._by_rpc_target(target, services)):
            return result
        if (target := amz_target(exchange)) and (result := self._by_target(target, services)):
            return result
        fields = form_fields(exchange)
        if "Action" in fields and (result := self._by_action(fields, services)):
            return result
        if services:
            return self._by_route(exchange, host, services)
        if default_service and (operations := self._closest_operations(exchange, host, (default_service,))):
            return OperationCall(operations, "rest")
        return Ignored(_NO_ENDPOINT) if host.is_aws else self._by_search(exchange, host)

    def _services(self, exchange: Exchange, host: Host) -> tuple[str, ...]:
        """The services of the host, or those that the request is signed for."""
        if host.endpoint_prefix:
            return self._models.by_endpoint_prefix[host.endpoint_prefix]
        scope = _CREDENTIAL_SCOPE.search(exchange.request_headers.get("authorization", ""))
        scope = scope or _PRESIGNED_SCOPE.match(dict(parse_qsl(exchange.url_parts.query)).get("X-Amz-Credential", ""))
        return self._by_signing_name.get(scope[1], ()) if scope else ()

    def _has_host_prefix(self, endpoint_prefix: str, host_prefix: str) -> bool:
        return any(
            operation.get("endpoint", {}).get("hostPrefix") == host_prefix
            for service in self._models.by_endpoint_prefix[endpoint_prefix]
            for operation in self._operations(service).values()
        )

    def _by_declaration(self, prefix: str, operation: str) -> OperationCall | UnknownOperation:
        """The operation that something else than a request names."""
        known = self._models.metadata.keys() | self._models.by_endpoint_prefix.keys()
        prefix = service_prefix(prefix, known.__contains__)
        services = tuple(dict.fromkeys((prefix, *self._models.by_endpoint_prefix.get(prefix, ()))))
        services = tuple(service for service in services if service in self._models.metadata)
        if not services:
            return UnknownOperation(f"{self._models.where} has no service {quote_code(prefix)}")
        is_query = any(_protocols(self._models.metadata[service]) & _QUERY_PROTOCOLS for service in services)
        is_rest = any(_protocols(self._models.metadata[service]) & _REST_PROTOCOLS for service in services)
        return self._by_name(services, operation, "rest" if is_rest and not is_query else "query")

    def _by_target(self, target: tuple[str, str], services: tuple[str, ...]) -> OperationCall | UnknownOperation | None:
        prefix, operation = target
        candidates = self._by_target_prefix.get(prefix, ())
        if not candidates:
            return None
        candidates = tuple(service for service in candidates if service in services) or candidates
        return self._by_name(candidates, operation, "json")

    def _by_rpc_target(
        self, target: tuple[str, str], services: tuple[str, ...]
    ) -> OperationCall | UnknownOperation | None:
        """The operation that the path names. Models of the time before a service spoke rpc-v2 have no such name for it."""
        prefix, operation = target
        candidates = self._by_target_prefix.get(prefix) or self._by_shape_name.get(prefix, ())
        candidates = tuple(service for service in candidates if service in services) or candidates or services
        return self._by_name(candidates, operation, "rpc") if candidates else None

    def _by_action(
        self, fields: Mapping[str, str], services: tuple[str, ...]
    ) -> OperationCall | UnknownOperation | None:
        metadata_by_service = self._models.metadata
        version = fields.get("Version")
        if not services and version:
            services = tuple(
                service for service, metadata in metadata_by_service.items()
                if metadata.get("apiVersion") == version and _protocols(metadata) & _QUERY_PROTOCOLS
            )  # fmt: skip
            services = tuple(service for service in services if fields["Action"] in self._operations(service))
        if not services:
            return None
        of_version = (service for service in services if metadata_by_service[service].get("apiVersion") == version)
        return self._by_name(tuple(of_version) or services, fields["Action"], "query")

    def _by_name(
        self, services: tuple[str, ...], operation: str, routing: RoutingStyle
    ) -> OperationCall | UnknownOperation:
        names = tuple(f"{service}.{operation}" for service in services if operation in self._operations(service))
        if names:
            return OperationCall(names, routing)
        return UnknownOperation(f"{self._models.where} has no operation {' or '.join(services)}.{operation}")

    def _operations(self, service: str) -> Mapping[str, Any]:
        operations: Mapping[str, Any] = self._models.model(service)["operations"]
        return operations

    def _by_route(
        self, exchange: Exchange, host: Host, services: tuple[str, ...]
    ) -> OperationCall | Ignored | UnknownOperation:
        if operations := self._closest_operations(exchange, host, services):
            return OperationCall(operations, "rest")
        signing_names = {_signing_name(self._models.metadata.get(service, {})) for service in services}
        if (host.subdomain and "s3" not in services) or _API_GATEWAY in {host.endpoint_prefix, *signing_names}:
            return Ignored(_NO_ENDPOINT)
        if result := self._by_root(exchange, services) or self._without_name(exchange, services):
            return result
        request = f"{exchange.method} {exchange.url_parts.path}"
        return UnknownOperation(f"{self._models.where} has no operation of {' or '.join(services)} for {request}")

    def _by_root(self, exchange: Exchange, services: tuple[str, ...]) -> OperationCall | None:
        """The operation that the root of the response names, of a request whose form was not recorded."""
        root = operation_of_root(exchange.body or b"")
        speak_query = (service for service in services if not self._protocols_of(service) & _REST_PROTOCOLS)
        names = tuple(
            f"{service}.{root.operation}" for service in speak_query if root and root.operation in self._operations(service)
        )  # fmt: skip
        return OperationCall(names, "query") if names else None

    def _without_name(self, exchange: Exchange, services: tuple[str, ...]) -> UnknownOperation | None:
        """Why a request tells no operation, if what names it is missing, or was replaced; None if it isn't."""
        protocols = set[str]().union(*map(self._protocols_of, services))
        if protocols & _REST_PROTOCOLS or amz_target(exchange):
            return None
        if "json" in protocols:
            name, where = "X-Amz-Target", "header"
        elif protocols & _QUERY_PROTOCOLS:
            name, where = "Action", "form field"
        else:
            return None
        return UnknownOperation(
            f"the request has no {where} {name} that names the operation of {' or '.join(services)}; "
            f"if the recorder removed or replaced it, record it again with {name} kept (vcrpy: the filters, before_record_request)"
        )

    def _protocols_of(self, service: str) -> set[str]:
        return _protocols(self._models.metadata.get(service, {}))

    def _by_search(self, exchange: Exchange, host: Host) -> OperationCall | Ignored:
        """The call of an SDK whose host and signature name no service: a mock's, recorded without secrets."""
        headers = exchange.request_headers
        if not (_SDK_HEADERS & headers.keys() or _SDK_USER_AGENT.search(headers.get("user-agent", ""))):
            return Ignored(OTHER_HOSTS)
        operations = self._closest_operations(exchange, host, self._models.services)
        services = {name.partition(".")[0] for name in operations}
        return OperationCall(operations, "rest") if len(services) == 1 else Ignored(_AMBIGUOUS)

    def _closest_operations(self, exchange: Exchange, host: Host, services: Iterable[str]) -> tuple[str, ...]:
        """The operations of these services that explain most of a request."""
        url, matches = exchange.url_parts, list[tuple[RouteMatch, str]]()
        for service in services:
            if self._protocols_of(service) & _REST_PROTOCOLS:
                path = f"/{host.subdomain}{url.path}" if service == "s3" and host.subdomain else url.path
                route_matches = match_routes(
                    self._routes_of(service), exchange.method, path, url.query, exchange.request_headers
                )
                matches += ((match, f"{service}.{match.operation}") for match in route_matches)
        closest = max((match.closeness for match, _ in matches), default=None)
        return tuple(name for match, name in matches if match.closeness == closest)

    def _routes_of(self, service: str) -> list[HttpRoute]:
        if service not in self._routes:
            self._routes[service] = build_routes(self._models.model(service))
        return self._routes[service]

    @cached_property
    def _by_target_prefix(self) -> Mapping[str, tuple[str, ...]]:
        return _group(
            (metadata["targetPrefix"], service)
            for service, metadata in self._models.metadata.items()
            if "targetPrefix" in metadata
        )

    @cached_property
    def _by_shape_name(self) -> Mapping[str, tuple[str, ...]]:
        """Services by the last part of their target prefix: other SDKs than botocore leave out the namespace before it."""
        return _group(
            (prefix.rpartition(".")[2], service)
            for prefix, services in self._by_target_prefix.items()
            for service in services
        )

    @cached_property
    def _by_signing_name(self) -> Mapping[str, tuple[str, ...]]:
        """Several services may share a signing name, as bedrock's do."""
        return _group((_signing_name(metadata), service) for service, metadata in self._models.metadata.items())


def _group(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for key, value in pairs:
        groups[key] = (*groups.get(key, ()), value)
    return groups


def _signing_name(metadata: Mapping[str, Any]) -> str:
    return str(metadata.get("signingName", metadata.get("endpointPrefix", "")))


def _protocols(metadata: Mapping[str, Any]) -> set[str]:
    return {metadata.get("protocol", ""), *metadata.get("protocols", ())}
