"""Templates of HTML can't print a raw value: not by a filter, not outside of quotes, not as the scheme of a link."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from jinja2 import TemplateSyntaxError

from shapeproof.markup.html_page import html_templates

TEMPLATES: Final = sorted((Path(__file__).parents[2] / "codegen" / "shapeproof").rglob("templates/**/*.html.jinja"))
SCRIPTS: Final = sorted((Path(__file__).parents[2] / "codegen" / "shapeproof").rglob("templates/**/*.js"))
ENVIRONMENT: Final = html_templates("generate", "docs", "a test", extra="generate")

each_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)


def test_there_are_templates_and_scripts() -> None:
    assert len(TEMPLATES) >= 5
    assert len(SCRIPTS) >= 5


@pytest.mark.parametrize("source", ["{{ value }}", "{{ '' ~ value }}", "{{ [value] }}", '<a title="{{ value }}">'])
def test_values_are_escaped(source: str) -> None:
    text = ENVIRONMENT.from_string(source).render(value='"><script>\x1b\u202e')
    assert "<script>" not in text
    assert '">' not in text.removesuffix('">')
    assert text.isprintable()


@pytest.mark.parametrize("name", ["safe", "urlize", "xmlattr", "tojson"])
def test_no_filter_trusts_a_value(name: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=f"No filter named '{name}'"):
        ENVIRONMENT.from_string(f"{{{{ value | {name} }}}}")


@each_template
def test_attributes_are_quoted_and_links_are_fragments(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"=\{\{", text), "an attribute without quotes"
    assert not re.search(r"\s(on\w+|style|srcdoc)=", text), "an attribute that is a script or a style"
    for target in re.findall(r'\b(?:href|src|action|data)="([^"]*)', text):
        assert target.startswith("#")
        assert all("anchor" in value or "loop.index" in value for value in re.findall(r"\{\{(.*?)\}\}", target))
    assert "autoescape" not in text


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_make_no_markup_and_no_code_of_strings(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\.on\w+\s*=", text
    )
    assert not re.search(r"set(Timeout|Interval)\(\s*[\"'`]", text)
