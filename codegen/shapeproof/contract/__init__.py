"""Contracts, their views, and traversals that a schema guides. Immutable, without IO."""

from shapeproof.contract.history import History
from shapeproof.contract.model import Contract, Part, Representation, Scenario, operation_key, operation_of
from shapeproof.contract.options import require_option
from shapeproof.contract.paginator import Paginator
from shapeproof.contract.pointers import Pointer, pointer_text, value_at
from shapeproof.contract.schema import (
    Schema,
    is_stream,
    is_union,
    members_set,
    reachable_definitions,
    recursive_definitions,
    reference,
    resolve,
)
from shapeproof.contract.traversal import (
    Step,
    Visit,
    child,
    child_node,
    has_more_places,
    iter_schema,
    path_of,
    shapes_along,
    walk,
)
from shapeproof.contract.views import View

__all__ = [
    "Contract",
    "History",
    "Paginator",
    "Part",
    "Pointer",
    "Representation",
    "Scenario",
    "Schema",
    "Step",
    "View",
    "Visit",
    "child",
    "child_node",
    "has_more_places",
    "is_stream",
    "is_union",
    "iter_schema",
    "members_set",
    "operation_key",
    "operation_of",
    "path_of",
    "pointer_text",
    "reachable_definitions",
    "recursive_definitions",
    "reference",
    "require_option",
    "resolve",
    "shapes_along",
    "value_at",
    "walk",
]
