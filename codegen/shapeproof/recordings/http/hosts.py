"""The host of a request -> whose it is: a service of AWS, by the prefix of its endpoint, or somebody else."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final, NamedTuple

__all__ = ["Host", "host_of"]

_SUFFIXES: Final = (
    ".amazonaws.com.cn",
    ".api.amazonwebservices.com.cn",
    ".amazonaws.com",
    ".amazonaws.eu",
    ".api.amazonwebservices.eu",
    ".api.aws",
)
_REGION: Final = r"[a-z]{2,4}(?:-[a-z]+)+-\d"
_IS_REGION: Final = re.compile(rf"(?:fips-)?{_REGION}|global|dualstack|fips|vpce(?:-.*)?|[a-z]{{2}}-[a-z]+-\d[a-z]")
_AFFIXES: Final = re.compile(rf"^fips-|-fips(?=$|-)|-{_REGION}$|-external-1$|-accelerate$|(?<=^s3express)-.*$")
# Names of hosts that no model has as a prefix.
_ALIASES: Final = {
    "queue": "sqs",
    "s3-accesspoint": "s3",
    "s3-object-lambda": "s3",
    "s3express": "s3",
}
_LOCAL_BUCKET: Final = re.compile(r"(?!s3\.)(?P<bucket>.+?)\.(?:s3(?=\.)|localhost$)")


class Host(NamedTuple):
    """`is_aws` says that the host is one of AWS's. `prefix` is the service's endpoint prefix, "" where none is known.

    `before` is what stands before that: a bucket, an account, a domain of one's own.
    """

    is_aws: bool
    prefix: str = ""
    before: str = ""


def host_of(name: str, prefixes: Container[str]) -> Host:
    """What a host's name says. `prefixes` are the endpoint prefixes that are known."""
    name = name.lower().rstrip(".")
    suffix = next((one for one in _SUFFIXES if name.endswith(one)), None)
    if suffix is None:
        local = _LOCAL_BUCKET.match(name)
        return Host(is_aws=False, before=local["bucket"] if local else "")
    labels = [label for label in name.removesuffix(suffix).split(".") if not _IS_REGION.fullmatch(label)]
    plain = [_AFFIXES.sub("", label) for label in labels]
    for start in range(len(plain)):
        prefix = ".".join(plain[start:])
        prefix = prefix if prefix in prefixes else _ALIASES.get(prefix, "")
        if prefix in prefixes:
            return Host(is_aws=True, prefix=prefix, before=".".join(labels[:start]))
    return Host(is_aws=True)
