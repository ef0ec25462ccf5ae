"""A generated module with any other statement than its template and its specification have is refused."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Final, cast

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract
from shapeproof.generate.models.flavours import FlavourName
from shapeproof.generate.models.module_body import ModuleBody, generate_body
from shapeproof.generate.models.source.module_check import UnexpectedSourceError, check_module

SHAPES: Final = {
    "Thing": {
        "type": "structure",
        "required": ["Mode"],
        "members": {"Mode": {"shape": "Mode"}, "Inner": {"shape": "Inner"}, "When": {"shape": "When"}},
    },
    "Inner": {"type": "structure", "members": {"Codes": {"shape": "Codes"}}},
    "Mode": {"type": "string", "enum": ["on", "off"]},
    "Code": {"type": "string", "pattern": "[a-z]+"},
    "Codes": {"type": "list", "member": {"shape": "Code"}, "max": 3},
    "When": {"type": "timestamp"},
}
EDITS: Final = {
    "call at the top": ("class Inner", "print()\n\n\nclass Inner"),
    "assignment": ("class Inner", "x = 1\n\n\nclass Inner"),
    "import": ("from enum", "import os\nfrom enum"),
    "import of another name": ("from enum import", "from enum import EnumMeta,"),
    "import under another name": ("from enum import", "from enum import StrEnum as Renamed,"),
    "relative import": ("from enum", "from .x import Enum\nfrom enum"),
    "function": ("class Inner", "def f() -> None: ...\n\n\nclass Inner"),
    "another class": ("class Inner", "class Other:\n    pass\n\n\nclass Inner"),
    "another base": ("class Mode(StrEnum", "class Mode(print(), StrEnum"),
    "another enum member": ('    ON = "on"', '    ON = "on"\n    X = "x"'),
    "another enum value": ('"off"', '"of"'),
    "computed enum value": ('"off"', '"of" + "f"'),
    "method of an enum": ('    ON = "on"', '    ON = "on"\n    def f(self): ...'),
    "entry of a table": ('"Thing": {', '"Thing": {"x": print(),'),
    "unpacked table": ('"Thing": {', '**{}, "Thing": {'),
    "value of a table": ('("time"', '(*print(), "time"'),
    "function of the template": ("def to_dict", "@print\ndef to_dict"),
    "statement in a function": ("    return _write_response", "    print()\n    return _write_response"),
    "renamed class": ("class Inner", "class Outer"),
    "syntax": ("class Inner", "class class"),
    "null": ("class Inner", "\0class Inner"),
}
OF_STRUCTURES: Final = {
    "another member": ("mode:", "x: int\n    mode:"),
    "default": ("when: When | UnsetType = UNSET", "when: When | UnsetType = print()"),
    "constraint": ("Meta(pattern=r", "print("),
    "forward reference": ("list[Code]", 'list["print()"]'),
    "unknown name": ("mode: Mode", "mode: Print"),
    "call in a type": ("mode: Mode", "mode: Mode[print()]"),
    "attribute in a type": ("mode: Mode", "mode: msgspec.Raw"),
    "statement in a class": ("    mode: Mode", "    print()\n    mode: Mode"),
    "settings of a class": ("class Inner(_Structure, kw_only=True", "class Inner(_Structure, kw_only=print()"),
    "keywords of a class": ("class Inner(_Structure, kw_only=True", "class Inner(_Structure, **{}"),
}  # fmt: skip


@pytest.fixture(scope="module")
def contract(handmade: Callable[..., OperationModel]) -> Contract:
    return build(handmade(SHAPES))


@pytest.fixture
def body(contract: Contract, flavour: str) -> ModuleBody:
    return generate_body([contract], cast("FlavourName", flavour), "strict")


def edited(source: str, edit: tuple[str, str]) -> str:
    before, after = edit
    assert before in source
    return source.replace(before, after, 1)


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec", "dataclass"])
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_other_statements_are_refused(body: ModuleBody, edit: tuple[str, str]) -> None:
    check_module(body.source, body.expected)
    with pytest.raises(UnexpectedSourceError, match="the generated module"):
        check_module(edited(body.source, edit), body.expected)


@pytest.mark.parametrize("flavour", ["msgspec"])
def test_missing_class_is_refused(body: ModuleBody) -> None:
    tree = ast.parse(body.source)
    tree.body = [node for node in tree.body if not (isinstance(node, ast.ClassDef) and node.name == "Inner")]
    with pytest.raises(UnexpectedSourceError, match="lacks the class Inner"):
        check_module(ast.unparse(tree), body.expected)


@pytest.mark.parametrize("flavour", ["msgspec"])
@pytest.mark.parametrize("edit", OF_STRUCTURES.values(), ids=OF_STRUCTURES.keys())
def test_other_expressions_are_refused(body: ModuleBody, edit: tuple[str, str]) -> None:
    with pytest.raises(UnexpectedSourceError, match="the generated module"):
        check_module(edited(body.source, edit), body.expected)


@pytest.mark.parametrize("flavour", ["typeddict"])
@pytest.mark.parametrize(
    "edit", [('Literal["on"', 'Literal["in"'), ("ReadOnly[Inner]", 'ReadOnly["print()"]'), ("mode", "mood")]
)
def test_other_types_are_refused(body: ModuleBody, edit: tuple[str, str]) -> None:
    with pytest.raises(UnexpectedSourceError, match="the generated module"):
        check_module(edited(body.source, edit), body.expected)
