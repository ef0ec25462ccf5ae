"""Parses host names: a service of AWS, by the prefix of its endpoint, or another host."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from typing import Final, NamedTuple

__all__ = ["Host", "parse_host"]

_AWS_SUFFIXES: Final = (
    ".amazonaws.com.cn",
    ".api.amazonwebservices.com.cn",
    ".amazonaws.com",
    ".amazonaws.eu",
    ".api.amazonwebservices.eu",
    ".api.aws",
)
_MAX_LENGTH: Final = 255
"""Of DNS. What is longer isn't the name of a host, and could keep the expressions below busy for hours."""
_REGION: Final = r"[a-z]{2,4}(?:-[a-z]+)+-\d"
_IS_REGION: Final = re.compile(rf"(?:fips-)?{_REGION}|global|dualstack|fips|vpce(?:-.*)?|[a-z]{{2}}-[a-z]+-\d[a-z]")
_AFFIXES: Final = re.compile(rf"^fips-|-fips(?=$|-)|-{_REGION}$|-external-1$|-accelerate$|(?<=^s3express)-.*$")
# Host names that no model has as its endpoint prefix.
_ALIASES: Final = {
    "queue": "sqs",
    "s3-accesspoint": "s3",
    "s3-object-lambda": "s3",
    "s3express": "s3",
}
_HYPHEN: Final = re.compile("-")
_LOCAL_BUCKET: Final = re.compile(r"(?!s3\.)(?P<bucket>.+?)\.(?:s3(?=\.)|localhost$)")


class Host(NamedTuple):
    """A host.

    Attributes:
        is_aws: whether it is one of AWS's.
        endpoint_prefix: the endpoint prefix of its service; empty if none is known.
        subdomain: what precedes the prefix: a bucket, an account, a domain of the user's own.
    """

    is_aws: bool
    endpoint_prefix: str = ""
    subdomain: str = ""


def parse_host(
    name: str,
    endpoint_prefixes: Container[str],
    has_host_prefix: Callable[[str, str], bool] = lambda _endpoint, _prefix: False,
) -> Host:
    """Parse the name of a host.

    Args:
        name: the name, in either case.
        endpoint_prefixes: the endpoint prefixes that are known.
        has_host_prefix: whether an operation of the service with this endpoint prefix has a prefix of its own, which
            precedes it: `sync-` in `sync-states`. What precedes a dot needn't be known.
    """
    if len(name) > _MAX_LENGTH:
        return Host(is_aws=False)
    name = name.lower().rstrip(".")
    suffix = next((suffix for suffix in _AWS_SUFFIXES if name.endswith(suffix)), None)
    if suffix is None:
        local = _LOCAL_BUCKET.match(name)
        return Host(is_aws=False, subdomain=local["bucket"] if local else "")
    labels = [label for label in name.removesuffix(suffix).split(".") if not _IS_REGION.fullmatch(label)]
    stripped = [_AFFIXES.sub("", label) for label in labels]
    for start in range(len(stripped)):
        prefix = ".".join(stripped[start:])
        prefix = prefix if prefix in endpoint_prefixes else _ALIASES.get(prefix, "")
        if prefix in endpoint_prefixes:
            return Host(is_aws=True, endpoint_prefix=prefix, subdomain=".".join(labels[:start]))
    last = stripped[-1] if stripped else ""
    for hyphen in _HYPHEN.finditer(last):
        prefix = last[hyphen.end() :]
        if prefix in endpoint_prefixes and has_host_prefix(prefix, last[: hyphen.end()]):
            return Host(is_aws=True, endpoint_prefix=prefix, subdomain=".".join(labels[:-1]))
    return Host(is_aws=True)
