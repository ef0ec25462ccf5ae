"""Strings enter generated Python as literals, names or docstrings; templates print nothing else."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.errors import InternalError
from shapeproof.generate.models.source.editing import with_literals
from shapeproof.generate.models.source.literals import PythonCode, docstring, escaped, identifier, literal
from shapeproof.generate.models.source.templates import module_templates

ANY_TEXT = st.text(st.characters(), max_size=30)


@given(st.one_of(ANY_TEXT, st.integers(), st.booleans(), st.none()))
def test_literal_evaluates_to_its_value(value: str | float | None) -> None:
    source = literal(value)
    assert ast.literal_eval(source) == value
    assert source.isascii()
    assert source.isprintable()


@given(ANY_TEXT)
def test_docstring_evaluates_to_its_text(text: str) -> None:
    assert ast.literal_eval(docstring(text)) == f"{text}\n"
    assert ast.literal_eval(f'"""{escaped(text)}"""') == text


@given(st.lists(ANY_TEXT, max_size=5))
def test_strings_are_rewritten_where_they_stand(texts: list[str]) -> None:
    source = "".join(f"name_{index} = [{text!r}, 1]  # {index}\n" for index, text in enumerate(texts))
    edited = with_literals(source)
    assert ast.dump(ast.parse(edited)) == ast.dump(ast.parse(source))
    assert edited.isascii()
    assert [line.split("#")[-1] for line in edited.split("\n")] == [line.split("#")[-1] for line in source.split("\n")]


@pytest.mark.parametrize("name", ["", "a b", "1a", "class", "None", "__class__", "é", "\uff4fs", "a.b", "a\n"])
def test_other_names_are_a_bug(name: str) -> None:
    with pytest.raises(InternalError, match="can't be a name"):
        identifier(name)


@pytest.mark.parametrize("value", ["plain", 1, None, literal("code") + "", {"a": literal("b")}])
def test_template_refuses_what_is_not_code(value: Any) -> None:
    template = module_templates().from_string("x = {{ value }}")
    with pytest.raises(InternalError, match="which is not Python code"):
        template.render(value=value)


def test_template_prints_code_literals_and_names() -> None:
    template = module_templates().from_string("{{ code }}, {{ text | literal }}, {{ name | identifier }}")
    assert template.render(code=PythonCode("f()"), text='"', name="a") == "f(), '\"', a"


def test_template_refuses_its_own_constants() -> None:
    with pytest.raises(InternalError, match="which is not Python code"):
        module_templates().from_string("{{ 'constant' }}").render()


@given(ANY_TEXT.map(lambda text: f"{text}::{text} ::error::x ##[add-mask]x ###[x] ##vso[x]"))
def test_source_commands_no_ci_service(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text
    assert ast.literal_eval(docstring(text)) == f"{text}\n"
    assert "##" not in literal(text) + docstring(text)
    words = docstring(text).split()  # wrapping may begin a line with any of them
    assert not any(word.startswith("::") for word in words)
