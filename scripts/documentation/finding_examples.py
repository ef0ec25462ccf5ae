"""An example of every finding: a small file that causes it. The contract is invented, and small enough to read."""

from __future__ import annotations

import gzip
import json
import pickle
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["EXAMPLES", "MODEL", "OPERATION", "Example"]

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
                "Note": {"shape": "Note"},
                "Quantity": {"shape": "Quantity"},
                "Weight": {"shape": "Weight"},
                "Items": {"shape": "Items"},
                "Labels": {"shape": "Labels"},
                "Payment": {"shape": "Payment"},
                "Address": {"shape": "Address"},
            },
        },
        "Address": {
            "type": "structure",
            "members": {name: {"shape": "String"} for name in ("Name", "Street", "City", "Country")},
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


@dataclass(frozen=True, slots=True)
class Example:
    """A file that causes a finding.

    Attributes:
        code: the code of the finding.
        file: the name of the file; "" if `display` is a Python expression.
        content: the content of the file; None if the file does not exist.
        display: the file as a page shows it: its content, or a description of it.
        language: the language of `display`, for highlighting.
        is_order: whether the settings name the contract of the file.
        missing: a module that can't be imported when the file is read.
    """

    code: str
    file: str
    content: bytes | None
    display: str
    language: str = "json"
    is_order: bool = True
    missing: str | None = None


def _order(code: str, **members: object) -> Example:
    text = json.dumps({"OrderId": "A-1001", **members})
    return Example(code, f"{code}.json", text.encode(), text)


def _text(code: str, text: str, suffix: str = "json", language: str = "json", *, is_order: bool = True) -> Example:
    return Example(code, f"{code}.{suffix}", text.encode(), text, language, is_order)


def _described(code: str, content: bytes | None, display: str, name: str, **options: Any) -> Example:
    return Example(code, name, content, display, "text", **options)


_LINE: Final = {"shapeproof": 1, "contract": OPERATION, "representation": "cli"}
_ERROR: Final = {**_LINE, "part": "error", "response": {"Error": {"Code": "OrderNotFoundException"}}}
_UNKNOWN: Final = {**_LINE, "contract": "shop.get_order@2.0.0", "response": {"OrderId": "A-1001"}}

_XML: Final = "<Order><OrderId>A-1001</OrderId></Order>"

EXAMPLES: Final = (
    _text("SP101", '{"Status": "SHIPPED"}'),
    _order("SP102", Quantity="3"),
    _order("SP103", Note=None),
    _order("SP104", CreatedAt="yesterday"),
    _order("SP105", Payment={"Card": "Visa", "Invoice": "30 days"}),
    _order("SP106", Items=["pen", None]),
    _text("SP107", '{"OrderId": "A-1001", "Weight": NaN}'),
    _order(
        "SP108",
        **dict.fromkeys(("Status", "CreatedAt", "Note", "Quantity", "Items", "Labels", "Payment")),
        Address=dict.fromkeys(("Name", "Street", "City", "Country")),
    ),
    Example("SP109", "shop.GetOrder_1.xml", _XML.encode(), _XML, "xml", is_order=False),
    _text("SP201", '{"OrderId": "1001"}'),
    _order("SP202", Note="ok"),
    _order("SP203", Note="leave it with the neighbours"),
    _order("SP204", Quantity=-1),
    _order("SP205", Quantity=100),
    _order("SP206", Items=["pen"]),
    _order("SP207", Items=["pen", "ink", "paper", "stamp"]),
    _order("SP208", Labels={"colour": "blue"}),
    _order("SP209", Labels={"a": "1", "b": "2", "c": "3", "d": "4"}),
    _order("SP210", Labels={"Colour": "blue", "size": "L"}),
    _order("SP220", Items=[]),
    _order("SP221", Quantity=0),
    _order("SP301", Notes="leave it at the door"),
    _order("SP302", Status="SHIPED"),
    _text("SP303", json.dumps(_ERROR), "jsonl", is_order=False),
    _order("SP304", Status="Shipped"),
    _text("SP901", '{"OrderId": "A-1001",}'),
    _described("SP902", b"", "an empty file", "SP902.json"),
    _described(
        "SP903",
        '{"OrderId": "A-1001", "Note": "café"}'.encode("latin-1"),
        '{"OrderId": "A-1001", "Note": "caf\\xe9"}  in Latin-1',
        "SP903.json",
    ),
    _described("SP904", b'\xef\xbb\xbf{"OrderId": "A-1001"}', '\\xef\\xbb\\xbf{"OrderId": "A-1001"}', "SP904.json"),
    _text("SP905", '{"OrderId": "A-1001", "OrderId": "A-1002"}'),
    _text("SP906", '{"OrderId": "A-1001", "Quantity": NaN}'),
    _text("SP907", '{"OrderId": "A-1001", "Note": "a smile: \\ud83d"}'),
    _described(
        "SP908",
        b'{"OrderId": ' + b"[" * 300 + b"]" * 300 + b"}",
        '{"OrderId": [[[[…]]]]}  300 lists deep',
        "SP908.json",
    ),
    _described(
        "SP909",
        b'{"OrderId": "A-1001", "Quantity": ' + b"9" * 5000 + b"}",
        '{"OrderId": "A-1001", "Quantity": 999…}  5,000 digits',
        "SP909.json",
    ),
    _described(
        "SP910", pickle.dumps({"OrderId": "A-1001"}, protocol=4), 'pickle.dumps({"OrderId": "A-1001"})', "SP910.json"
    ),
    _text("SP911", '{"OrderId": "A-1001", "CreatedAt": now()}', "txt", "python"),
    _text("SP912", '{"shapeproof": 1, "representation": "cli", "response": {}}', "jsonl", is_order=False),
    _described(
        "SP913",
        gzip.compress(b'{"OrderId": "A-1001"}', mtime=0)[:-12],
        "a gzip file without its last 12 bytes",
        "SP913.json.gz",
    ),
    _text("SP914", '["A-1001"]'),
    Example(
        "SP915", "", None, f'shapeproof.findings({{"OrderId": "A-1001", 1: "one"}}, "{OPERATION}")', "python", False
    ),
    _text("SP916", '{"status_code": 200, "data": {"OrderId": "A-1001"}, "ResponseMetadata": {}}'),
    _text("SP917", '{"HyperParameterTuningJobName": "a", "HyperParameterTuningJobStatus": "Failed"}'),
    _described("SP990", None, "shapeproof validate missing.json", "missing.json", is_order=False),
    _text("SP991", '{"Id": "A-1001"}', is_order=False),
    _text("SP992", json.dumps(_UNKNOWN), "jsonl", is_order=False),
    _described("SP993", b"interactions: []\n", "interactions: []", "SP993.yaml", missing="yaml"),
    _described(
        "SP994",
        b'{"log": {"entries": []}}',
        "a HAR archive, and an installation without the module that reads it",
        "SP994.har",
        missing="shapeproof.recordings.formats.har",
    ),
    Example(
        "SP995",
        "",
        None,
        f'shapeproof.findings({{"OrderId": "A-1001", "Items": [0] * 100_000}}, "{OPERATION}")[-1:]',
        "python",
        False,
    ),
)
