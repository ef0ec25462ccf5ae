"""No class or alias takes a name that the generated module's own code uses, whatever the shapes are called."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any, Final, cast, get_args

import pytest
from pydantic import ValidationError
from tests.generate.conftest import round_trip

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract, View
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.module_body import generate_body
from shapeproof.generate.models.source.module_check import UnexpectedSourceError, check_module
from shapeproof.representations.conversion import from_cli
from shapeproof.sample import fullest, smallest

VARIANTS: Final = [(flavour, view) for flavour in FLAVOURS for view in get_args(View)]
SCALARS: Final[Mapping[str, Any]] = {
    "When": {"type": "timestamp", "timestampFormat": "rfc822"},
    "Data": {"type": "blob"},
    "Code": {"type": "string", "pattern": "[a-z]+"},
    "Doc": {"type": "structure", "members": {}, "document": True},
    "Mode": {"type": "string", "enum": ["on", "off"]},
    "Modes": {"type": "list", "member": {"shape": "Mode"}},
}
KINDS: Final[tuple[Mapping[str, Any], ...]] = (
    {"type": "structure", "members": {"When": {"shape": "When"}}},
    {"type": "string", "enum": ["on", "off"]},
    {"type": "string", "min": 1, "pattern": "[a-z]+"},
)
# By default, each flavour has one turn of the kinds; with `pytest --survey`, all of them, in both views.
DEFAULT_CASES: Final = {(index % len(KINDS), flavour, "strict") for index, flavour in enumerate(FLAVOURS)}
CASES: Final = [
    pytest.param(*case, marks=() if case in DEFAULT_CASES else pytest.mark.survey)
    for case in ((first_kind, *variant) for first_kind in range(len(KINDS)) for variant in VARIANTS)
]
OF_LIBRARIES: Final = [
    "dataclass",
    "field",
    "dataclasses",
    "msgspec",
    "pydantic",
    "typing",
    "types",
    "datetime",
    "re",
    "base64",
    "binascii",
    "enum",
    "cast",
    "cache",
    "Any",
    "Any_aliased",
    "Mapping",
    "StrEnum",
    "Literal",
    "NotRequired",
    "Annotated",
    "Field",
    "Meta",
    "Struct",
    "UNSET",
    "BaseModel",
    "parsedate_to_datetime",
    "type_check",
    "When",
    "Code",
    "Thing",
    "ThingShape",
    "Mode",
    "ModeOrString",
    "ModeShape",
    "LoadError",
    "Representation",
    "from_dict",
    "to_dict",
    "read",
    "value",
]


def names_that_modules_use() -> list[str]:
    """The builtin types, and every name in the code of every flavour, but for those of the model itself."""
    names = {*OF_LIBRARIES, *(name for name in dir(builtins) if isinstance(getattr(builtins, name), type))}
    for flavour in FLAVOURS.values():
        source = generate_body([build(model(["Inner"], 0))], flavour.name, "strict").source
        names |= {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    return sorted(name for name in names - SCALARS.keys() - {"Thing"} if not name.startswith("GetThing"))


def model(names: list[str], first_kind: int) -> OperationModel:
    """A model with shapes of these names; their kinds take turns."""
    kinds = [KINDS[(first_kind + index) % len(KINDS)] for index in range(len(names))]
    members = {**{f"M{index}": {"shape": name} for index, name in enumerate(names)}, "Any": {"shape": "Doc"}}
    scalars = {f"S{name}": {"shape": name} for name in SCALARS}
    thing = {"type": "structure", "required": ["SWhen"], "members": members | scalars}
    document = {
        "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "example", "protocol": "json"},
        "operations": {"GetThing": {"name": "GetThing", "output": {"shape": "Thing"}}},
        "shapes": {"Thing": thing, **SCALARS, **dict(zip(names, kinds, strict=True))},
    }
    return OperationModel.from_service("example", "1.0", document, "GetThing")


@pytest.fixture(scope="module")
def names() -> list[str]:
    names = names_that_modules_use()
    assert {"ValueError", "OSError", "str", "cast", "msgspec", "_Conversion", "_members", "model_config"} <= set(names)
    return names


@pytest.fixture
def contract(names: list[str], first_kind: int) -> Contract:
    return build(model(names, first_kind))


@pytest.fixture
def named_module(contract: Contract, flavour: str, view: str) -> Iterator[ModuleType]:
    body = generate_body([contract], cast("FlavourName", flavour), cast("View", view))
    module = sys.modules[f"named_{flavour}"] = ModuleType(f"named_{flavour}")
    exec(compile(body.source, module.__name__, "exec"), module.__dict__)
    yield module
    del sys.modules[module.__name__]


@pytest.mark.parametrize(("first_kind", "flavour", "view"), CASES)
def test_every_name_makes_a_module_that_works(named_module: ModuleType, contract: Contract) -> None:
    for response in (smallest(contract), fullest(contract)):
        for representation in ("sdk", "cli", "wire"):
            written = from_cli(contract.response, response, representation)
            assert round_trip(named_module, "Thing", written, representation, representation) == written
    for invalid in ({"SWhen": "soon"}, {"SWhen": "2024-05-06T07:08:09Z", "SData": "*"}, 5):
        with pytest.raises(named_module.LoadError):
            round_trip(named_module, "Thing", invalid, "sdk")


@pytest.mark.parametrize(("first_kind", "flavour", "view"), [(1, "pydantic", "strict")])
def test_null_is_refused_with_an_error_of_validation(named_module: ModuleType) -> None:
    with pytest.raises(ValidationError, match="null is not allowed"):
        round_trip(named_module, "Thing", {"SWhen": "2024-05-06T07:08:09Z", "SCode": None}, "cli")


@pytest.fixture(scope="module")
def small(handmade: Callable[..., OperationModel]) -> Contract:
    inner = {"Inner": KINDS[0], "Thing": {"type": "structure", "members": {"Inner": {"shape": "Inner"}}}}
    return build(handmade({**SCALARS, **inner}))


@pytest.mark.survey
@pytest.mark.parametrize(("flavour", "view"), VARIANTS)
def test_module_check_refuses_what_rebinds_a_name(small: Contract, flavour: str, view: str) -> None:
    body = generate_body([small], cast("FlavourName", flavour), cast("View", view))
    expected = body.expected

    def check(statement: str, name: str) -> None:
        of_nothing = {name: (frozenset[str](), frozenset[str]())}
        if "TypeAlias" in statement:
            wanted = replace(expected, values={**expected.values, name: ("a",)})
        else:
            wanted = replace(expected, attributes={**expected.attributes, **of_nothing})
        check_module(f"{body.source}\n\n{statement.format(name)}\n", wanted)

    for statement in ("{0} = TypedDict('{0}', {{}})", "{}: TypeAlias = Literal['a']", "class {}(TypedDict): pass"):
        check(statement, "Free")
        with pytest.raises(UnexpectedSourceError, match="unexpected statement"):
            check(statement, "ValueError")
    for name in ("isinstance", "cast", "Mapping", "str", "_Conversion", "from_dict", "Inner"):
        with pytest.raises(UnexpectedSourceError, match="unexpected statement"):
            check("class {}(TypedDict): pass", name)
