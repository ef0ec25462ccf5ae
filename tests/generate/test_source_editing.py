"""Edits of Python source: removing placeholders, inserting docstrings, and removing and sorting imports."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.generate.models.source.editing import (
    public_names,
    with_docstrings,
    with_sorted_imports,
    without_placeholders,
)

SOURCE = """\
from placeholder import Name, Tag
from enum import StrEnum


class Mode(StrEnum):
    ON = "on"
    OFF = "off"


class Empty(Base):
    pass


class Thing(Base):
    model_config = dict(
        extra="forbid",
    )
    name: Name
    size: int | None = (
        None
    )


Alias: TypeAlias = Literal["a"]
"""


def docstrings(source: str) -> dict[str, str]:
    """The docstrings of classes, attributes and aliases by name."""
    texts: dict[str, str] = {}

    def collect(body: list[ast.stmt], prefix: str) -> None:
        for statement, following in zip(body, [*body[1:], None], strict=True):
            match statement, following:
                case (
                    (ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)])),
                    ast.Expr(value=ast.Constant(value=str(text))),
                ):
                    texts[prefix + name] = text
                case ast.ClassDef(name=name, body=inner) as statement, _:
                    texts[name] = ast.get_docstring(statement) or ""
                    collect(inner, f"{name}.")
                case _:
                    pass

    collect(ast.parse(source).body, "")
    return {name: text for name, text in texts.items() if text}


def test_placeholders_and_settings_are_removed() -> None:
    edited = without_placeholders(SOURCE, "placeholder", "model_config")
    assert "placeholder" not in edited
    assert "model_config" not in edited
    assert "forbid" not in edited
    assert "class Empty(Base):\n    pass" in edited


def test_aliased_placeholder_keeps_its_alias() -> None:
    edited = without_placeholders(
        "from placeholder import Name as Name_aliased, Tag\nx: Name_aliased = 1\n", "placeholder", ""
    )
    assert edited == "Name_aliased: TypeAlias = Name\nx: Name_aliased = 1\n"


def test_docstrings_follow_their_definitions() -> None:
    texts = {
        "Mode": {"": "Whether it runs.", "ON": "It does.", "OFF": "It doesn't."},
        "Empty": {"": "Nothing."},
        "Thing": {"": "A thing.", "size": "In mm."},
        "Alias": {"": "A letter."},
        "Unknown": {"": "Not there."},
    }
    edited = with_docstrings(SOURCE, texts)
    assert docstrings(edited) == {
        "Mode": "Whether it runs.",
        "Mode.ON": "It does.",
        "Mode.OFF": "It doesn't.",
        "Empty": "Nothing.",
        "Thing": "A thing.",
        "Thing.size": "In mm.",
        "Alias": "A letter.",
    }
    assert "pass" not in edited


@given(
    st.text(
        st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=["Zl", "Zp", "Cs", "Cc", "Zs"])
    )
)
def test_any_text_can_be_a_docstring(text: str) -> None:
    edited = with_docstrings(SOURCE, {"Thing": {"size": text}})
    assert docstrings(edited).get("Thing.size", "").split() == text.split()


@pytest.mark.parametrize(
    "text", ['It is "so"', 'Three """ quotes', "A \\d backslash\\", "- one\n- two", "a\n\nb " * 90]
)
def test_quotes_and_backslashes_in_docstring_are_escaped(text: str) -> None:
    edited = with_docstrings(SOURCE, {"Thing": {"": text}})
    assert docstrings(edited)["Thing"].split() == text.split()
    assert max(map(len, edited.splitlines())) <= 120


def test_imports_are_merged_sorted_and_unused_removed() -> None:
    source = (
        "import re\nfrom typing import Any, Final\n\nx: Any = 1\n\nimport json\nfrom datetime import UTC, datetime\n"
        'from zlib import crc32 as sum_of\nfrom pydantic import Field\n\ny = list["Field"], datetime, UTC, sum_of, json.x\n'
    )
    assert with_sorted_imports(f"from __future__ import annotations\n{source}") == (
        "from __future__ import annotations\n\nimport json\nfrom datetime import UTC, datetime\nfrom typing import Any\n"
        "from zlib import crc32 as sum_of\n\nfrom pydantic import Field\n\nx: Any = 1\n\n\n"
        'y = list["Field"], datetime, UTC, sum_of, json.x\n'
    )


def test_public_names_are_sorted() -> None:
    assert public_names(SOURCE + "\ndef _f() -> None: ...\ndef g() -> None: ...\n") == [
        "Alias",
        "Empty",
        "Mode",
        "Thing",
        "g",
    ]
