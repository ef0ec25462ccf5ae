"""SP67x: operations and services that come or go."""

from __future__ import annotations

from typing import Final

from shapeproof.diff.catalog.change_code import ChangeCode

__all__ = ["OPERATION_ADDED", "OPERATION_REMOVED", "SERVICE_ADDED", "SERVICE_REMOVED"]

_OPERATIONS: Final = "ListOrders"
_MORE_OPERATIONS: Final = "ListOrders, GetOrder"
_SERVICES: Final = "shop"
_MORE_SERVICES: Final = "shop, warehouse"

OPERATION_ADDED: Final = ChangeCode(
    number="SP671",
    name="OperationAdded",
    title="operation added",
    closed="harmless",
    open="harmless",
    request="harmless",
    why="No code calls it yet.",
    hint="Nothing to do.",
    old=_OPERATIONS,
    new=_MORE_OPERATIONS,
    mirror="SP672",
    has_witness=False,
)
OPERATION_REMOVED: Final = ChangeCode(
    number="SP672",
    name="OperationRemoved",
    title="operation removed",
    closed="breaking",
    open="breaking",
    request="breaking",
    why="The client has no method of that name any more: the call itself fails.",
    hint="Replace the calls before the upgrade.",
    old=_MORE_OPERATIONS,
    new=_OPERATIONS,
    mirror="SP671",
    has_witness=False,
)
SERVICE_ADDED: Final = ChangeCode(
    number="SP673",
    name="ServiceAdded",
    title="service added",
    closed="harmless",
    open="harmless",
    request="harmless",
    why="No code uses it yet.",
    hint="Nothing to do.",
    old=_SERVICES,
    new=_MORE_SERVICES,
    mirror="SP674",
    has_witness=False,
)
SERVICE_REMOVED: Final = ChangeCode(
    number="SP674",
    name="ServiceRemoved",
    title="service removed",
    closed="breaking",
    open="breaking",
    request="breaking",
    why="There is no client of that name any more.",
    hint="Replace its use before the upgrade.",
    old=_MORE_SERVICES,
    new=_SERVICES,
    mirror="SP673",
    has_witness=False,
)
