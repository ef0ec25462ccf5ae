"""No string of a contract means anything in a page of Markdown: a CommonMark parser finds our own markup alone."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.attack.hostile_material import hostile_contract
from tests.attack.hostile_strings import HostileString, parameters

from shapeproof.errors import InternalError, printable
from shapeproof.generate.docs.rendering import markdown
from shapeproof.generate.models.enforcement import Enforcement, Unenforced
from shapeproof.generate.output.enforcement_page import enforcement_page
from shapeproof.markup.markdown_page import markdown_templates
from shapeproof.markup.markdown_text import MarkdownText, as_block, as_cell, as_code, as_code_cell, as_name

OWN_HTML: Final = re.compile(r"</?details>|</?summary>|<br>|<!-- -->|</?code>|(?<=<summary>)Show its \d+ lines|\s")
BLOCKS: Final = {"heading_open", "paragraph_open", "table_open", "bullet_list_open", "fence", "html_block"}

hostile = pytest.mark.parametrize("hostile", parameters(longest=1_000))


@cache
def parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def parse(text: str) -> list[Token]:
    """All tokens, those inside of lines too."""
    return [token for block in parser().parse(text) for token in (block, *(block.children or ()))]


def shape(tokens: list[Token]) -> list[str]:
    """The structure of a page: its blocks, and the number of cells in each row."""
    return [token.type for token in tokens if token.nesting == 1 and token.type not in {"link_open", "em_open"}]


def assert_own_markup(text: str) -> None:
    tokens = parse(text)
    in_code = False
    assert printable(text) == text
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "em_open":  # our notes on a member
            assert following is not None
            assert re.match("deprecated|not checked:|on the wire:", following.content)
        if token.type in {"html_inline", "html_block"}:
            assert OWN_HTML.sub("", token.content) == ""
        elif token.type == "link_open":
            assert re.fullmatch(r"#[\w%-]*", str(token.attrs["href"]))
        assert token.type not in {
            "image",
            "s_open",
            "strong_open",
            "code_block",
            "blockquote_open",
            "ordered_list_open",
        }
        assert token.type != "hr"
        in_code = token.content == "<code>" or (in_code and token.content != "</code>")
        if token.type == "text" and not in_code:
            assert not re.search(r"@\w|#\d|\bGH-\d", token.content, re.IGNORECASE)
    raw = "".join(token.content for token in tokens if token.type == "inline")
    assert not re.search(r"\w://|\bwww\.", re.sub(r"(`+).*?\1", "", raw))


@hostile
def test_reference_page_has_the_same_structure_whatever_the_string(hostile: HostileString) -> None:
    page = markdown(hostile_contract(hostile.text))
    assert_own_markup(page)
    tables = [token for token in parse(page) if token.type == "tr_open"]
    assert len(tables) == len(
        [token for token in parse(markdown(hostile_contract("Plain"))) if token.type == "tr_open"]
    )
    headings = [token for token in parser().parse(page) if token.type == "heading_open"]
    assert [token.tag for token in headings][:4] == ["h1", "h2", "h2", "h2"]
    assert len(headings) == page.count("\n#") + 1


@hostile
def test_cells_of_a_table_are_counted_right(hostile: HostileString) -> None:
    cells = [as_cell(hostile.text), as_name(hostile.text), as_code_cell(hostile.text), "end"]
    tokens = parse(f"| a | b | c | d |\n|---|---|---|---|\n| {' | '.join(cells)} |\n| {' | '.join(cells)} |\n")
    assert [token.type for token in tokens].count("tr_open") == 3
    assert [token.type for token in tokens].count("td_open") == 8
    inlines = [token for token in tokens if token.type == "inline"]
    assert [inlines[index].content for index in (7, 11)] == ["end", "end"]


@hostile
def test_code_is_the_string(hostile: HostileString) -> None:
    expected = printable(hostile.text).replace("\n", r"\n")
    for markdown_text in (as_code(hostile.text), f"| {as_code_cell(hostile.text)} |\n|---|"):
        html = parser().render(f"{markdown_text}\n")
        (code,) = re.findall(r"<code>(.*?)</code>", html, re.DOTALL)
        for reference, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
            code = code.replace(reference, character)
        assert code == expected


@hostile
def test_block_has_paragraphs_and_lists_alone(hostile: HostileString) -> None:
    text = f"before\n{as_block(hostile.text)}\n\nafter"
    assert_own_markup(text)
    assert set(shape(parse(text))) <= {"paragraph_open", "bullet_list_open", "list_item_open"}


@hostile
def test_enforcement_page_holds_the_string(hostile: HostileString) -> None:
    enforcement = Enforcement({hostile.text: 2}, (Unenforced(hostile.text, hostile.text),))
    page = enforcement_page([hostile_contract(hostile.text)], {"pydantic": enforcement})
    assert_own_markup(page)
    assert [token.type for token in parse(page)].count("tr_open") == 4


@pytest.mark.parametrize("source", ["{{ value }}", "{{ value ~ '' }}", "{{ value | upper }}", "{{ [value] }}"])
def test_template_that_prints_a_raw_value_fails(source: str) -> None:
    template = markdown_templates("generate", "docs", "a test", extra="generate").from_string(source)
    with pytest.raises(InternalError, match="without one of the filters for Markdown"):
        template.render(value="raw")


def test_template_prints_what_filters_numbers_macros_and_itself_made() -> None:
    source = "{% macro m(x) %}<{{ x | cell }}>{% endmacro %}{{ m('a|b') }} {{ 3 }} {{ value }} {{ '*' }}"
    template = markdown_templates("generate", "docs", "a test", extra="generate").from_string(source)
    assert template.render(value=MarkdownText("**x**")) == r"<a\|b> 3 **x** *"
