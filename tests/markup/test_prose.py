"""Plain text with code spans, rendered as HTML and Markdown without being misread as markup."""

from __future__ import annotations

import pytest

from shapeproof.markup.prose import as_block, as_breakable, as_cell, as_code, as_html, heading_slugs


def test_html_has_paragraphs_lists_and_code_and_escapes_the_rest() -> None:
    assert as_html("A `b < c` & \"d\" 'e'\n\n- one\n- <two>\n\nlast") == (
        "<p>A <code>b &lt; c</code> &amp; &quot;d&quot; &#x27;e&#x27;</p><ul><li>one</li><li>&lt;two&gt;</li></ul><p>last</p>"
    )
    assert as_html("") == ""


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
    [("a|b", r"`a\|b`"), ("a`b", "`` a`b ``"), ("a``b`", "``` a``b` ```"), ("[a-z]*", "`[a-z]*`")],
)
def test_code_span_has_longer_fence_than_its_content(text: str, expected: str) -> None:
    assert as_code(text) == expected


def test_long_names_break_between_words() -> None:
    assert as_breakable("/TrainingJobs/[]/RoleArn") == "/<wbr>Training<wbr>Jobs/[]/<wbr>Role<wbr>Arn"
    assert as_breakable("a<b") == "a&lt;b"


def test_heading_slugs_match_github() -> None:
    assert heading_slugs(["Errors", "VpcConfig", "Errors", "A b, c", "errors"]) == [
        "errors",
        "vpcconfig",
        "errors-1",
        "a-b-c",
        "errors-2",
    ]
