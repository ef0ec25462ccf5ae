"""What a request names by itself: its operation in a header, in its path, or in a field of a form."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl

from shapeproof.recordings.model import Exchange

__all__ = ["amz_target", "form_fields", "named_operation", "rpc_target"]

_RPC_PATH: Final = re.compile(r"/service/([^/]+)/operation/([^/]+)/?$")
"""How a request of Smithy's protocols rpc-v2 names its service, by its target prefix, and its operation."""


def named_operation(exchange: Exchange) -> tuple[str, str] | None:
    """The service and the operation that a request names without a service model: the target prefix, and its operation."""
    return amz_target(exchange) or rpc_target(exchange)


def amz_target(exchange: Exchange) -> tuple[str, str] | None:
    """The X-Amz-Target header of the JSON protocols: the service's target prefix, and the operation."""
    prefix, dot, operation = exchange.request_headers.get("x-amz-target", "").rpartition(".")
    return (prefix, operation) if dot else None


def rpc_target(exchange: Exchange) -> tuple[str, str] | None:
    """The path of Smithy's protocols rpc-v2: the service's target prefix, and the operation."""
    named = _RPC_PATH.search(exchange.url_parts.path)
    return (named[1], named[2]) if named else None


def form_fields(exchange: Exchange) -> dict[str, str]:
    """The fields of a form, in the body or in the query."""
    fields = dict(parse_qsl(exchange.url_parts.query, keep_blank_values=True))
    body = exchange.request_body
    if body and "=" in body[:200].decode("latin-1") and not body.lstrip().startswith((b"{", b"<", b"[")):
        fields |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return fields
