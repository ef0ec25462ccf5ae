"""The files of the catalogue's examples, each of which causes its finding, and the invented contract that they are about."""

from __future__ import annotations

import gzip
import pickle
from dataclasses import dataclass
from typing import Any, Final

from shapeproof.validation.catalog.examples import EXAMPLES as TEXTS

__all__ = ["CHANGES", "EXAMPLES", "MODEL", "OPERATION", "OVERLAY", "Example"]

OPERATION: Final = "shop.get_order"

MODEL: Final[dict[str, Any]] = {
    "metadata": {"apiVersion": "2026-01-01", "endpointPrefix": "shop", "protocol": "json", "serviceId": "Shop"},
    "operations": {
        "GetOrder": {"name": "GetOrder", "output": {"shape": "Order"}, "errors": [{"shape": "OrderNotFound"}]}
    },
    "shapes": {
        "Order": {
            "type": "structure",
            "required": ["OrderId"],
            "members": {
                "OrderId": {"shape": "OrderId"},
                "Status": {"shape": "OrderStatus"},
                "CreatedAt": {"shape": "Timestamp"},
                "DeliveredAt": {"shape": "Timestamp"},
                "Note": {"shape": "Note"},
                "Quantity": {"shape": "Quantity"},
                "Weight": {"shape": "Weight"},
                "Items": {"shape": "Items"},
                "Labels": {"shape": "Labels"},
                "Payment": {"shape": "Payment"},
                "Address": {"shape": "Address"},
                "Change": {"shape": "Change"},
                "Contact": {"shape": "Contact"},
            },
        },
        "Address": {
            "type": "structure",
            "members": {name: {"shape": "String"} for name in ("Name", "Street", "City", "Country")},
        },
        "Change": {
            "type": "structure",
            "members": {name: {"shape": "Timestamp"} for name in ("CreationTime", "LastModifiedTime")},
        },
        "Contact": {
            "type": "structure",
            "required": ["Email"],
            "members": {"Name": {"shape": "String"}, "Email": {"shape": "String"}},
        },
        "OrderId": {"type": "string", "pattern": "[A-Z]-[0-9]+"},
        "OrderStatus": {"type": "string", "enum": ["PENDING", "SHIPPED", "DELIVERED"]},
        "Timestamp": {"type": "timestamp"},
        "Note": {"type": "string", "min": 3, "max": 20},
        "Quantity": {"type": "integer", "min": 1, "max": 99},
        "Weight": {"type": "double"},
        "Items": {"type": "list", "member": {"shape": "String"}, "min": 2, "max": 3},
        "Labels": {"type": "map", "key": {"shape": "LabelKey"}, "value": {"shape": "String"}, "min": 2, "max": 3},
        "LabelKey": {"type": "string", "pattern": "[a-z]+"},
        "Payment": {
            "type": "structure",
            "union": True,
            "members": {"Card": {"shape": "String"}, "Invoice": {"shape": "String"}},
        },
        "String": {"type": "string"},
        "OrderNotFound": {"type": "structure", "exception": True, "members": {"message": {"shape": "String"}}},
    },
}


OVERLAY: Final[dict[str, Any]] = {
    "shapeproof": 1,
    "rules": [
        {
            "shape": "Order",
            "id": "SHOP1",
            "when": "has(self.CreatedAt) && has(self.DeliveredAt)",
            "rule": "self.CreatedAt <= self.DeliveredAt",
            "message": "the order was delivered before it was created",
            "messageExpression": "'delivered at ' + string(self.DeliveredAt) + ', but created at ' + string(self.CreatedAt)",
            "at": ["DeliveredAt", "CreatedAt"],
            "source": "https://shop.example/api/orders",
            "keeps": {"CreatedAt": "2026-05-06T08:00:00Z", "DeliveredAt": "2026-05-07T09:00:00Z"},
            "breaks": {"CreatedAt": "2026-05-06T08:00:00Z", "DeliveredAt": "2026-05-05T09:00:00Z"},
        },
        {
            "shape": "Order",
            "id": "SHOP2",
            "when": "has(self.Weight)",
            "rule": "self.Weight / double(self.Quantity) <= 30.0",
            "message": "an item weighs more than 30 kg",
            "at": ["Weight", "Quantity"],
            "source": "https://shop.example/api/orders",
            "keeps": {"Weight": 12.5, "Quantity": 2},
            "breaks": {"Weight": 125.5, "Quantity": 2},
        },
    ],
}

CHANGES: Final = (
    '{"shapeproof":1,"releases":["0.9.0","1.0.0","1.1.0"]}\n'
    '{"service":"shop","shapes":'
    '{"Contact":{"orr":["Email"]},"Order":{"..o":["Coupon"]},"OrderStatus":{"..o":["RETURNED"]}}}\n'
)
"""What the releases of the package that has the model changed."""


@dataclass(frozen=True, slots=True)
class Example:
    """A file that causes a finding.

    Attributes:
        code: the code of the finding.
        file: the name of the file; "" if the example is a Python expression.
        content: the content of the file; None if the file does not exist.
        is_order: whether the settings name the contract of the file.
        missing: a module that can't be imported when the file is read.
    """

    code: str
    file: str
    content: bytes | None
    is_order: bool = True
    missing: str | None = None

    @property
    def display(self) -> str:
        """The file as a page shows it: its content, or a description of it."""
        return TEXTS[self.code].breaks

    @property
    def language(self) -> str:
        """The language of `display`, for highlighting."""
        return TEXTS[self.code].language


def _as_shown(code: str, suffix: str = "json", *, is_order: bool = True) -> Example:
    return Example(code, f"{code}.{suffix}", TEXTS[code].breaks.encode(), is_order)


_FILES: Final = (
    Example("SP109", "shop.GetOrder_1.xml", TEXTS["SP109"].breaks.encode(), is_order=False),
    _as_shown("SP303", "jsonl", is_order=False),
    Example("SP902", "SP902.json", b""),
    Example("SP903", "SP903.json", '{"OrderId": "A-1001", "Note": "café"}'.encode("latin-1")),
    Example("SP904", "SP904.json", b'\xef\xbb\xbf{"OrderId": "A-1001"}'),
    Example("SP908", "SP908.json", b'{"OrderId": ' + b"[" * 300 + b"]" * 300 + b"}"),
    Example("SP909", "SP909.json", b'{"OrderId": "A-1001", "Quantity": ' + b"9" * 5000 + b"}"),
    Example("SP910", "SP910.json", pickle.dumps({"OrderId": "A-1001"}, protocol=4)),
    _as_shown("SP911", "txt"),
    _as_shown("SP912", "jsonl", is_order=False),
    Example("SP913", "SP913.json.gz", gzip.compress(b'{"OrderId": "A-1001"}', mtime=0)[:-12]),
    Example("SP915", "", None, is_order=False),
    Example("SP990", "missing.json", None, is_order=False),
    _as_shown("SP991", is_order=False),
    _as_shown("SP992", "jsonl", is_order=False),
    Example("SP993", "SP993.yaml", b"interactions: []\n", missing="yaml"),
    Example("SP994", "SP994.har", b'{"log": {"entries": []}}', missing="shapeproof.recordings.formats.har"),
    Example("SP995", "", None, is_order=False),
)
"""The examples that are not a JSON file of an order."""
_BY_CODE: Final = {example.code: example for example in _FILES}
EXAMPLES: Final = tuple(_BY_CODE.get(code) or _as_shown(code) for code in TEXTS)
