"""What `ResponseMetadata` holds in a response of boto3, unless the user pins something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from shapeproof.contract import Contract, Part
from shapeproof.errors import UsageError
from shapeproof.fuzz.core.choices import ABSENT, PRESENT, Marker
from shapeproof.representations.response_metadata import RESPONSE_METADATA

__all__ = ["metadata_pins", "with_one_status"]

_STATUS: Final = "HTTPStatusCode"
_REQUEST_ID: Final = "c6104cbe-af31-11e0-8154-cbc7ccf896c7"
_DATE: Final = "Mon, 06 May 2024 07:08:09 GMT"


def metadata_pins(contract: Contract, part: Part) -> dict[str, Any]:
    """Pins for the metadata of most responses: the first attempt succeeded, or an error was not worth another attempt.

    Args:
        contract: the contract of the operation.
        part: `response` or `error`.
    """
    members = {
        "RequestId": _REQUEST_ID,
        "HostId": ABSENT,
        _STATUS: 400 if part == "error" else 200,
        "HTTPHeaders": {
            "x-amzn-requestid": _REQUEST_ID,
            "content-type": "application/json" if contract.json_protocol else "text/xml",
            "date": _DATE,
        },
        "RetryAttempts": 0,
        "MaxAttemptsReached": ABSENT,
    }
    return {
        RESPONSE_METADATA: PRESENT,
        **{f"{RESPONSE_METADATA}.{member}": value for member, value in members.items()},
    }


def with_one_status(pins: Mapping[str, Any], statuses: Sequence[str]) -> dict[str, Any]:
    """The pins of a response of boto3, in which the status stands in members of the service and in the metadata.

    Args:
        pins: what the user pins.
        statuses: the members of the service that are the status.

    Returns:
        The pins, with that of the status where the metadata has it.

    Raises:
        UsageError: they are pinned differently.
    """
    path = f"{RESPONSE_METADATA}.{_STATUS}"
    pinned = {name: pins[name] for name in (*statuses, path) if name in pins and not isinstance(pins[name], Marker)}
    metadata = pins.get(RESPONSE_METADATA)
    if isinstance(metadata, Mapping) and _STATUS in metadata:
        pinned[path] = cast("Mapping[str, Any]", metadata)[_STATUS]
    (first, pin), *others = [*pinned.items()] or [("", None)]
    for other, other_pin in others:
        if other_pin != pin:
            raise UsageError(
                f"boto3 returns one status in {first} and in {other}, got {pin!r} and {other_pin!r}",
                where=f"the pin {other!r}",
                hint="pin one of them",
            )
    if not pinned or metadata is ABSENT or isinstance(metadata, Mapping):
        return dict(pins)
    # The members follow the metadata when a response is drawn.
    return {**pins, **{name: PRESENT for name in statuses if name in pinned}, path: pin}
