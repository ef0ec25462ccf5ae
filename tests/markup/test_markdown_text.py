"""Strings from outside as Markdown, as a reader of Markdown understands them."""

from __future__ import annotations

import pytest

from shapeproof.markup.markdown_text import as_block, as_cell, as_code, as_code_cell, heading_slugs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a | b", r"a \| b"),
        ("`a | b`", r"`a \| b`"),
        ("one\n\ntwo\nthree", "one<br>two<br>three"),
        ("arn:*:<x> & [y](z)", r"arn:\*:&lt;x> &amp; \[y\](z)"),
        ("num_epochs _loud_", r"num_epochs \_loud\_"),
        ("`*_[<`", "`*_[<`"),
        ("a lonely ` tick", r"a lonely \` tick"),
    ],
)
def test_table_cell_is_one_escaped_line(text: str, expected: str) -> None:
    assert as_cell(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# no heading", r"\# no heading"),
        ("> no quotation", r"\> no quotation"),
        ("1. no list", r"1\. no list"),
        ("12 eggs", "12 eggs"),
        ("text\n---", "text\n\\---"),
        ("- a list\n- goes on\n\nand ends", "- a list\n- goes on\n\nand ends"),
        ("<details>", "&lt;details>"),
    ],
)
def test_block_keeps_only_paragraphs_and_lists(text: str, expected: str) -> None:
    assert as_block(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|b", "`a|b`"),
        ("a`b", "``a`b``"),
        ("a``b`", "``` a``b` ```"),
        (" a", "`  a `"),
        ("[a-z]*", "`[a-z]*`"),
        ("a\nb\u202e", r"`a\nb\u202e`"),
        ("", "<code></code>"),
    ],
)
def test_code_span_has_longer_fence_than_its_content(text: str, expected: str) -> None:
    assert as_code(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("a|b", r"`a\|b`"), (r"a\|b", "<code>a&#92;&#124;b</code>"), (r"a\b", r"`a\b`")]
)
def test_code_in_a_cell_keeps_the_cell_whole(text: str, expected: str) -> None:
    assert as_code_cell(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x01`A|B` [c]\x02https://a.b/c?d&e\x03", r"[`A\|B` \[c\]](https://a.b/c?d&amp;e)"),
        ("no image!\x01x\x02https://a.b\x03", "no image!<!-- -->[x](https://a.b)"),
        ("\x01x\x02javascript:alert(1)\x03", r"\\x01x\\x02javascript:alert(1)\\x03"),
    ],
)
def test_links_lead_to_web_pages_alone(text: str, expected: str) -> None:
    assert as_cell(text) == expected


def test_heading_slugs_match_github() -> None:
    assert heading_slugs(["Errors", "VpcConfig", "Errors", "A b, c", "errors"]) == [
        "errors",
        "vpcconfig",
        "errors-1",
        "a-b-c",
        "errors-2",
    ]
