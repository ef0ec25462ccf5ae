"""A request -> which operation of which service it calls, as far as host, headers, address and form tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import parse_qsl

from shapeproof.recordings.http.hosts import Host, host_of
from shapeproof.recordings.http.routes import HttpRoute, Match, matching, routes_of
from shapeproof.recordings.model import Exchange

if TYPE_CHECKING:
    from shapeproof.capture.sources import ModelSource

__all__ = ["OTHER_HOSTS", "Called", "Ignored", "OperationIndex", "RoutingStyle", "Unknown", "target_of"]

RoutingStyle = Literal["json", "rest", "query"]
"""How operations are named: in a header, by method and address, in a form."""

OTHER_HOSTS: Final = "traffic of other hosts than AWS's"
_NO_ENDPOINT: Final = "traffic of AWS hosts that are no endpoint of a service, or serve somebody's own API"
_CBOR: Final = "bodies in CBOR, which aren't read"
_PREFLIGHT: Final = "preflight requests of a browser"

_SCOPE: Final = re.compile(r"Credential=[^/,\s]*/\d{8}/[^/,\s]*/([^/,\s]+)/aws4_request")
_PRESIGNED: Final = re.compile(r"[^/]*/\d{8}/[^/]*/([^/]+)/aws4_request")
_QUERY_PROTOCOLS: Final = frozenset({"query", "ec2"})
_REST_PROTOCOLS: Final = frozenset({"rest-json", "rest-xml"})
_UNTOLD: Final = (
    "unsigned calls at hosts that tell no service (record the Authorization header, or --contract names it)"
)
_SDK: Final = re.compile(r"\b(?:boto3|botocore|aws-sdk|aws-cli)\b", re.IGNORECASE)
_SDK_HEADERS: Final = frozenset({"amz-sdk-invocation-id", "amz-sdk-request", "x-amz-date"})
_OWN_API: Final = "execute-api"


@dataclass(frozen=True, slots=True)
class Called:
    """The operations that may have been called, as `service.Operation`; several where services share an endpoint."""

    operations: tuple[str, ...]
    speech: RoutingStyle


@dataclass(frozen=True, slots=True)
class Ignored:
    """What isn't checked, and why; `reason` names the kind, in the plural."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A call of AWS, but of no operation that the models know. `problem` says what is amiss."""

    problem: str


def target_of(exchange: Exchange) -> tuple[str, str] | None:
    """What the JSON protocols name in a header: the service's own prefix, and the operation."""
    prefix, dot, operation = exchange.request_headers.get("x-amz-target", "").rpartition(".")
    return (prefix, operation) if dot else None


class OperationIndex:
    """Tells calls by the models of one botocore, which it reads when they are needed."""

    def __init__(self, models: ModelSource) -> None:
        self._models = models
        self._routes: dict[str, list[HttpRoute]] = {}

    def called(self, exchange: Exchange, assumed: str | None = None) -> Called | Ignored | Unknown:
        """What an exchange calls. `assumed` is the service to think of where nothing in the exchange tells one."""
        address, headers = exchange.address, exchange.request_headers
        host = host_of(address.hostname or "", self._models.by_endpoint_prefix)
        services = self._services(exchange, host)
        if exchange.method == "OPTIONS":
            return Ignored(_PREFLIGHT if services else OTHER_HOSTS)
        if headers.get("smithy-protocol") == "rpc-v2-cbor" or "cbor" in headers.get("content-type", ""):
            return Ignored(_CBOR)
        if (target := target_of(exchange)) and (call := self._by_target(target, services)):
            return call
        fields = _fields(exchange)
        if "Action" in fields and (call := self._by_action(fields, services)):
            return call
        if services:
            return self._by_route(exchange, host, services)
        if assumed and (found := self._matching(exchange, host, (assumed,))):
            return Called(found, "rest")
        return Ignored(_NO_ENDPOINT) if host.is_aws else self._by_search(exchange, host)

    def _services(self, exchange: Exchange, host: Host) -> tuple[str, ...]:
        """The services that the host serves, or those that the request was signed for."""
        if host.prefix:
            return self._models.by_endpoint_prefix[host.prefix]
        signed = _SCOPE.search(exchange.request_headers.get("authorization", ""))
        signed = signed or _PRESIGNED.match(dict(parse_qsl(exchange.address.query)).get("X-Amz-Credential", ""))
        return self._by_signing_name.get(signed[1], ()) if signed else ()

    def _by_target(self, target: tuple[str, str], services: tuple[str, ...]) -> Called | Unknown | None:
        prefix, operation = target
        meant = self._by_target_prefix.get(prefix, ())
        if not meant:
            return None
        meant = tuple(one for one in meant if one in services) or meant
        return self._call(meant, operation, "json")

    def _by_action(self, fields: Mapping[str, str], services: tuple[str, ...]) -> Called | Unknown | None:
        versions = {name: one.get("apiVersion") for name, one in self._models.metadata.items()}
        version = fields.get("Version")
        if not services and version:
            services = tuple(
                name for name, one in self._models.metadata.items()
                if versions[name] == version and _spoken(one) & _QUERY_PROTOCOLS
            )  # fmt: skip
            services = tuple(one for one in services if fields["Action"] in self._operations(one))
        if not services:
            return None
        services = tuple(one for one in services if versions[one] == version) or services
        return self._call(services, fields["Action"], "query")

    def _call(self, services: Iterable[str], operation: str, speech: RoutingStyle) -> Called | Unknown:
        services = tuple(services)
        found = tuple(f"{one}.{operation}" for one in services if operation in self._operations(one))
        named = " or ".join(services)
        return Called(found, speech) if found else Unknown(f"{self._models.where} has no operation {named}.{operation}")

    def _operations(self, service: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._models.model(service)["operations"]
        return found

    def _by_route(self, exchange: Exchange, host: Host, services: tuple[str, ...]) -> Called | Ignored | Unknown:
        address = exchange.address
        if found := self._matching(exchange, host, services):
            return Called(found, "rest")
        signed_for = {_signing_name(self._models.metadata.get(service, {})) for service in services}
        if (host.before and "s3" not in services) or _OWN_API in {host.prefix, *signed_for}:
            return Ignored(_NO_ENDPOINT)
        called = f"{exchange.method} {address.path}"
        return Unknown(f"{self._models.where} has no operation of {' or '.join(services)} that is called by {called}")

    def _by_search(self, exchange: Exchange, host: Host) -> Called | Ignored:
        """The call of an SDK, when its host tells no service, nor does a signature: a mock's, recorded without secrets."""
        told = exchange.request_headers
        if not (_SDK_HEADERS & told.keys() or _SDK.search(told.get("user-agent", ""))):
            return Ignored(OTHER_HOSTS)
        found = self._matching(exchange, host, self._models.services)
        services = {name.partition(".")[0] for name in found}
        return Called(found, "rest") if len(services) == 1 else Ignored(_UNTOLD)

    def _matching(self, exchange: Exchange, host: Host, services: Iterable[str]) -> tuple[str, ...]:
        """The operations of these services that explain most of a request."""
        address, found = exchange.address, list[tuple[Match, str]]()
        for service in services:
            if _spoken(self._models.metadata.get(service, {})) & _REST_PROTOCOLS:
                path = f"/{host.before}{address.path}" if service == "s3" and host.before else address.path
                matches = matching(
                    self._routes_of(service), exchange.method, path, address.query, exchange.request_headers
                )
                found += ((one, f"{service}.{one.operation}") for one in matches)
        closest = max((match.closeness for match, _ in found), default=None)
        return tuple(name for match, name in found if match.closeness == closest)

    def _routes_of(self, service: str) -> list[HttpRoute]:
        if service not in self._routes:
            self._routes[service] = routes_of(self._models.model(service))
        return self._routes[service]

    @cached_property
    def _by_target_prefix(self) -> Mapping[str, tuple[str, ...]]:
        return _grouped(
            (one["targetPrefix"], name) for name, one in self._models.metadata.items() if "targetPrefix" in one
        )

    @cached_property
    def _by_signing_name(self) -> Mapping[str, tuple[str, ...]]:
        """Several services may share a name to sign for, as bedrock's do."""
        metadata = self._models.metadata
        return _grouped((_signing_name(one), name) for name, one in metadata.items())


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found


def _signing_name(metadata: Mapping[str, Any]) -> str:
    return str(metadata.get("signingName", metadata.get("endpointPrefix", "")))


def _spoken(metadata: Mapping[str, Any]) -> set[str]:
    return {metadata.get("protocol", ""), *metadata.get("protocols", ())}


def _fields(exchange: Exchange) -> dict[str, str]:
    """The fields of a form, in the body or in the address."""
    fields = dict(parse_qsl(exchange.address.query, keep_blank_values=True))
    body = exchange.request_body
    if body and "=" in body[:200].decode("latin-1") and not body.lstrip().startswith((b"{", b"<", b"[")):
        fields |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return fields
