"""What `ResponseMetadata` holds in a response of boto3, unless the user pins something else."""

from __future__ import annotations

from typing import Any, Final

from shapeproof.contract import Contract, Part
from shapeproof.fuzz.core.choices import ABSENT, PRESENT
from shapeproof.representations.response_metadata import RESPONSE_METADATA

__all__ = ["metadata_pins"]

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
        "HTTPStatusCode": 400 if part == "error" else 200,
        "HTTPHeaders": {
            "x-amzn-requestid": _REQUEST_ID,
            "content-type": "application/json" if contract.json_protocol else "text/xml",
            "date": _DATE,
        },
        "RetryAttempts": 0,
    }
    return {
        RESPONSE_METADATA: PRESENT,
        **{f"{RESPONSE_METADATA}.{member}": value for member, value in members.items()},
    }
