"""The names of the files of a contract, apart from what reads them, which is slow to import."""

from __future__ import annotations

from typing import Final

__all__ = [
    "CAPTURE_AGAIN",
    "CHANGES_FILE",
    "CONTRACT_FILE",
    "CONTRACT_FILES",
    "HISTORY_FILE",
    "MODEL_FILE",
    "OVERLAY_FILE",
    "SCHEMA_FILES",
]

MODEL_FILE: Final = "model.json"
OVERLAY_FILE: Final = "overlay.json"
CONTRACT_FILE: Final = "contract.json"
CHANGES_FILE: Final = "changes.jsonl"
"""In the directory of all contracts; see `capture.changes`."""

HISTORY_FILE: Final = "history.json"
"""In the directory of an operation, beside its editions; see `registry.timelines`."""

SCHEMA_FILES: Final = {
    "response": "response.schema.json",
    "request": "request.schema.json",
    "errors": "errors.schema.json",
}
CONTRACT_FILES: Final = (CONTRACT_FILE, *SCHEMA_FILES.values())
"""The files that a contract is read from."""

CAPTURE_AGAIN: Final = "capture it again: shapeproof capture NAME"
"""The hint for captured files whose format is not the expected one."""
