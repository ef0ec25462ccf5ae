"""An example of each code that causes it, and one that doesn't. All are of one invented operation, `shop.get_order`.

`docs/reference/findings.md` has the messages about them, and `shapeproof explain` shows them. Tests check each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

__all__ = ["EXAMPLES", "CodeExample"]


class CodeExample(NamedTuple):
    """An example that causes a finding, and one that doesn't.

    Attributes:
        breaks: a file that causes it, or what describes one.
        keeps: the same without the fault.
        language: the language of what breaks it; `text` for a description.
    """

    breaks: str
    keeps: str
    language: str = "json"


EXAMPLES: Final[Mapping[str, CodeExample]] = {
    "SP101": CodeExample(
        '{"Status": "SHIPPED"}',
        '{"OrderId": "A-1001", "Status": "SHIPPED"}',
    ),
    "SP102": CodeExample(
        '{"OrderId": "A-1001", "Quantity": "3"}',
        '{"OrderId": "A-1001", "Quantity": 3}',
    ),
    "SP103": CodeExample(
        '{"OrderId": "A-1001", "Note": null}',
        '{"OrderId": "A-1001"}',
    ),
    "SP104": CodeExample(
        '{"OrderId": "A-1001", "CreatedAt": "yesterday"}',
        '{"OrderId": "A-1001", "CreatedAt": "2026-05-06T08:00:00Z"}',
    ),
    "SP105": CodeExample(
        '{"OrderId": "A-1001", "Payment": {"Card": "Visa", "Invoice": "30 days"}}',
        '{"OrderId": "A-1001", "Payment": {"Card": "Visa"}}',
    ),
    "SP106": CodeExample(
        '{"OrderId": "A-1001", "Items": ["pen", null]}',
        '{"OrderId": "A-1001", "Items": ["pen", "ink"]}',
    ),
    "SP107": CodeExample(
        '{"OrderId": "A-1001", "Weight": NaN}',
        '{"OrderId": "A-1001", "Quantity": 2, "Weight": 0.5}',
    ),
    "SP108": CodeExample(
        '{"OrderId": "A-1001", "Status": null, "CreatedAt": null, "Note": null, "Quantity": null, "Items": null, "Labels": null, "Payment": null, "Address": {"Name": null, "Street": null, "City": null, "Country": null}}',
        '{"OrderId": "A-1001", "Address": {"City": "Turin"}}',
    ),
    "SP109": CodeExample(
        "<Order><OrderId>A-1001</OrderId></Order>",
        "<ListAllMyBucketsResult><Buckets><Bucket><Name>orders</Name></Bucket></Buckets></ListAllMyBucketsResult>",
        "xml",
    ),
    "SP201": CodeExample(
        '{"OrderId": "1001"}',
        '{"OrderId": "A-1001"}',
    ),
    "SP202": CodeExample(
        '{"OrderId": "A-1001", "Note": "ok"}',
        '{"OrderId": "A-1001", "Note": "fine"}',
    ),
    "SP203": CodeExample(
        '{"OrderId": "A-1001", "Note": "leave it with the neighbours"}',
        '{"OrderId": "A-1001", "Note": "ring twice"}',
    ),
    "SP204": CodeExample(
        '{"OrderId": "A-1001", "Quantity": -1}',
        '{"OrderId": "A-1001", "Quantity": 1}',
    ),
    "SP205": CodeExample(
        '{"OrderId": "A-1001", "Quantity": 100}',
        '{"OrderId": "A-1001", "Quantity": 99}',
    ),
    "SP206": CodeExample(
        '{"OrderId": "A-1001", "Items": ["pen"]}',
        '{"OrderId": "A-1001", "Items": ["pen", "ink"]}',
    ),
    "SP207": CodeExample(
        '{"OrderId": "A-1001", "Items": ["pen", "ink", "paper", "stamp"]}',
        '{"OrderId": "A-1001", "Items": ["pen", "ink", "paper"]}',
    ),
    "SP208": CodeExample(
        '{"OrderId": "A-1001", "Labels": {"colour": "blue"}}',
        '{"OrderId": "A-1001", "Labels": {"colour": "blue", "size": "L"}}',
    ),
    "SP209": CodeExample(
        '{"OrderId": "A-1001", "Labels": {"a": "1", "b": "2", "c": "3", "d": "4"}}',
        '{"OrderId": "A-1001", "Labels": {"a": "1", "b": "2", "c": "3"}}',
    ),
    "SP210": CodeExample(
        '{"OrderId": "A-1001", "Labels": {"Colour": "blue", "size": "L"}}',
        '{"OrderId": "A-1001", "Labels": {"colour": "blue", "size": "L"}}',
    ),
    "SP220": CodeExample(
        '{"OrderId": "A-1001", "Items": []}',
        '{"OrderId": "A-1001", "Items": ["pen", "ink"]}',
    ),
    "SP221": CodeExample(
        '{"OrderId": "A-1001", "Quantity": 0}',
        '{"OrderId": "A-1001", "Quantity": 1}',
    ),
    "SP301": CodeExample(
        '{"OrderId": "A-1001", "Notes": "leave it at the door"}',
        '{"OrderId": "A-1001", "Note": "leave it at the door"}',
    ),
    "SP302": CodeExample(
        '{"OrderId": "A-1001", "Status": "SHIPED"}',
        '{"OrderId": "A-1001", "Status": "SHIPPED"}',
    ),
    "SP303": CodeExample(
        '{"shapeproof": 1, "contract": "shop.get_order", "representation": "cli", "part": "error", "response": {"Error": {"Code": "ThrottlingException"}}}',
        '{"shapeproof": 1, "contract": "shop.get_order", "representation": "cli", "part": "error", "response": {"Error": {"Code": "OrderNotFound"}}}',
    ),
    "SP304": CodeExample(
        '{"OrderId": "A-1001", "Status": "Shipped"}',
        '{"OrderId": "A-1001", "Status": "SHIPPED"}',
    ),
    "SP305": CodeExample(
        '{"shapeproof": 1, "contract": "shop.get_order", "representation": "cli", "part": "error", "response": {"Error": {"Code": "OrderNotFoundException"}}}',
        '{"shapeproof": 1, "contract": "shop.get_order", "representation": "cli", "part": "error", "response": {"Error": {"Code": "OrderNotFound"}}}',
    ),
    "SP306": CodeExample(
        '{"OrderId": "A-1001", "Contact": {"Name": "Ada"}}',
        '{"OrderId": "A-1001", "Contact": {"Name": "Ada", "Email": "ada@shop.example"}}',
    ),
    "SP307": CodeExample(
        '{"OrderId": "A-1001", "Coupon": "SPRING"}',
        '{"OrderId": "A-1001"}',
    ),
    "SP308": CodeExample(
        '{"OrderId": "A-1001", "Status": "RETURNED"}',
        '{"OrderId": "A-1001", "Status": "DELIVERED"}',
    ),
    "SP401": CodeExample(
        '{"OrderId": "A-1001", "CreatedAt": "2026-05-06T08:00:00Z", "DeliveredAt": "2026-05-05T09:00:00Z"}',
        '{"OrderId": "A-1001", "CreatedAt": "2026-05-06T08:00:00Z", "DeliveredAt": "2026-05-07T09:00:00Z"}',
    ),
    "SP402": CodeExample(
        '{"OrderId": "A-1001", "Change": {"CreationTime": "2026-05-06T08:00:00Z", "LastModifiedTime": "2026-05-05T09:00:00Z"}}',
        '{"OrderId": "A-1001", "Change": {"CreationTime": "2026-05-05T09:00:00Z", "LastModifiedTime": "2026-05-06T08:00:00Z"}}',
    ),
    "SP403": CodeExample(
        '{"OrderId": "A-1001", "Weight": 12.5}',
        '{"OrderId": "A-1001", "Weight": 12.5, "Quantity": 2}',
    ),
    "SP901": CodeExample(
        '{"OrderId": "A-1001",}',
        '{"OrderId": "A-1001"}',
    ),
    "SP902": CodeExample(
        "an empty file",
        '{"OrderId": "A-1001"}',
        "text",
    ),
    "SP903": CodeExample(
        '{"OrderId": "A-1001", "Note": "caf\\xe9"}  in Latin-1',
        '{"OrderId": "A-1001", "Note": "café"}',
        "text",
    ),
    "SP904": CodeExample(
        '\\xef\\xbb\\xbf{"OrderId": "A-1001"}',
        '{"OrderId": "A-1001"}',
        "text",
    ),
    "SP905": CodeExample(
        '{"OrderId": "A-1001", "OrderId": "A-1002"}',
        '{"OrderId": "A-1001"}',
    ),
    "SP906": CodeExample(
        '{"OrderId": "A-1001", "Quantity": NaN}',
        '{"OrderId": "A-1001", "Quantity": 3}',
    ),
    "SP907": CodeExample(
        '{"OrderId": "A-1001", "Note": "a smile: \\ud83d"}',
        '{"OrderId": "A-1001", "Note": "a smile: \\ud83d\\ude42"}',
    ),
    "SP908": CodeExample(
        '{"OrderId": [[[[…]]]]}  300 lists deep',
        '{"OrderId": "A-1001"}',
        "text",
    ),
    "SP909": CodeExample(
        '{"OrderId": "A-1001", "Quantity": 999…}  5,000 digits',
        '{"OrderId": "A-1001", "Quantity": 9}',
        "text",
    ),
    "SP910": CodeExample(
        'pickle.dumps({"OrderId": "A-1001"})',
        '{"OrderId": "A-1001"}',
        "text",
    ),
    "SP911": CodeExample(
        '{"OrderId": "A-1001", "CreatedAt": now()}',
        '{"OrderId": "A-1001", "CreatedAt": datetime.datetime(2026, 5, 6, tzinfo=datetime.timezone.utc)}',
        "python",
    ),
    "SP912": CodeExample(
        '{"shapeproof": 1, "representation": "cli", "response": {}}',
        '{"shapeproof": 1, "contract": "shop.get_order", "representation": "cli", "response": {"OrderId": "A-1001"}}',
    ),
    "SP913": CodeExample(
        "a gzip file without its last 12 bytes",
        "the whole file",
        "text",
    ),
    "SP914": CodeExample(
        '["A-1001"]',
        '{"OrderId": "A-1001"}',
    ),
    "SP915": CodeExample(
        'shapeproof.findings({"OrderId": "A-1001", 1: "one"}, "shop.get_order")',
        '{"OrderId": "A-1001", "Note": "one"}',
        "python",
    ),
    "SP916": CodeExample(
        '{"status_code": 200, "data": {"OrderId": "A-1001"}, "ResponseMetadata": {}}',
        '{"status_code": 200, "data": {"OrderId": "A-1001"}}',
    ),
    "SP917": CodeExample(
        '{"HyperParameterTuningJobName": "a", "HyperParameterTuningJobStatus": "Failed"}',
        '{"OrderId": "A-1001"}',
    ),
    "SP990": CodeExample(
        "shapeproof validate missing.json",
        "shapeproof validate orders.json",
        "text",
    ),
    "SP991": CodeExample(
        '{"Id": "A-1001"}',
        "shapeproof validate --contract shop.get_order order.json",
    ),
    "SP992": CodeExample(
        '{"shapeproof": 1, "contract": "shop.get_order@2.0.0", "representation": "cli", "response": {"OrderId": "A-1001"}}',
        '{"shapeproof": 1, "contract": "shop.get_order", "representation": "cli", "response": {"OrderId": "A-1001"}}',
    ),
    "SP993": CodeExample(
        "interactions: []",
        'pip install "shapeproof[vcr]"',
        "text",
    ),
    "SP994": CodeExample(
        "a HAR archive, and an installation without the module that reads it",
        "the whole installation",
        "text",
    ),
    "SP995": CodeExample(
        'shapeproof.findings({"OrderId": "A-1001", "Items": [0] * 100_000}, "shop.get_order")[-1:]',
        '{"OrderId": "A-1001", "Items": ["pen", "ink"]}',
        "python",
    ),
}
"""The examples by the number of the code."""
