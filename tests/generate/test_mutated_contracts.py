"""Whatever others change in a committed contract, each command that reads it succeeds, or says what is wrong with it.

The commands' work is done in this process: what a contract is shown as, its pages, its models and its mutants.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final, get_args

import pytest
from tests.capture.hostile import SERVICE, pointers, renamed, replaced

from shapeproof.capture.build import contract_files
from shapeproof.capture.contract_files import from_files
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract, Pointer, View, iter_schema
from shapeproof.errors import CaptureError
from shapeproof.generate.docs.rendering import html, markdown
from shapeproof.generate.models.flavours import FLAVOURS, Flavour
from shapeproof.generate.models.module_body import generate_body
from shapeproof.report.common.schema_tree import tree
from shapeproof.sample import UnsatisfiableSchema, fullest, mutants, smallest

FILES: Final[dict[str, Any]] = {
    name: json.loads(text)
    for name, text in contract_files(OperationModel.from_service("things", "1.2.3", SERVICE, "GetThing")).items()
    if name != "model.json"
}
OTHER_VALUES: Final[tuple[Any, ...]] = (
    None, True, 0, -1, 2**63, 1.5, "", "A", "#/$defs/Thing", [], ["A"], {}, {"type": "string"}, {"x-shape": "A"},
    {"$ref": "#/$defs/Kind"}, {"type": "array", "items": {"type": "string", "x-shape": "A"}, "x-shape": "B"},
    {"type": "object", "properties": {}},
)  # fmt: skip
OTHER_NAMES: Final = ("Any", "ValueError", "A", "type", "enum", "properties", "items", "x-shape", "required", "maximum")


def deleted(document: Any, pointer: Pointer) -> Any:
    """A copy of a document without what is at a place."""
    copy = json.loads(json.dumps(document))
    owner = copy
    for key in pointer[:-1]:
        owner = owner[key]
    del owner[pointer[-1]]
    return copy


def mutated(chance: random.Random) -> Any:
    """The files with one change."""
    pointer = chance.choice(PLACES)
    match chance.randrange(3):
        case 0 if len(pointer) > 1:
            return deleted(FILES, pointer)
        case 1 if len(pointer) > 1 and isinstance(pointer[-1], str):
            return renamed(FILES, pointer, chance.choice(OTHER_NAMES))
        case _:
            return replaced(FILES, pointer, chance.choice(OTHER_VALUES))


PLACES: Final = [place for place in pointers(FILES) if place[0] != "contract.json"]


def use(contract: Contract, flavours: Iterable[Flavour], views: Iterable[View]) -> None:
    """Do the work of `show`, `mutants`, `generate docs` and `generate models`."""
    for part in ("response", "request"):
        list(tree(contract.schema(part)))
    with suppress(UnsatisfiableSchema):
        smallest(contract)
        fullest(contract)
        list(mutants(contract))
    markdown(contract)
    html(contract)
    for flavour in flavours:
        for view in views:
            compile(generate_body([contract], flavour.name, view).source, "<models>", "exec")
        for _, _, shape in iter_schema(contract.schema("response")):
            if flavour.leaves_out_pattern(shape):
                assert shape["x-shape"]  # the page about what isn't enforced names it


def test_a_mutated_contract_is_used_or_a_clear_error() -> None:
    flavours = list(FLAVOURS.values())
    readable = 0
    for seed in range(240):
        with suppress(CaptureError):
            contract = from_files(mutated(random.Random(seed)), where="here")
            readable += 1
            try:
                use(contract, [flavours[seed % len(flavours)]], ["strict"])
            except Exception as error:
                raise AssertionError(f"seed {seed}") from error
    assert readable > 10


@pytest.mark.survey
@pytest.mark.parametrize("first", range(1_000, 20_000, 1_000))
def test_any_mutated_contract_is_used_or_a_clear_error(first: int) -> None:
    for seed in range(first, first + 1_000):
        with suppress(CaptureError):
            contract = from_files(mutated(random.Random(seed)), where="here")
            try:
                use(contract, FLAVOURS.values(), get_args(View))
            except Exception as error:
                raise AssertionError(f"seed {seed}") from error
