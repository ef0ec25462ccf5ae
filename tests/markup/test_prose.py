"""Plain text with code marks, in HTML and in Markdown: what it says is what is read."""

from __future__ import annotations

import pytest

from shapeproof.markup.prose import as_block, as_breakable, as_cell, as_code, as_html, heading_slugs


def test_html_has_paragraphs_lists_and_code_and_escapes_the_rest() -> None:
    assert as_html("A `b < c` & \"d\" 'e'\n\n- one\n- <two>\n\nlast") == (
        "<p>A <code>b &lt; c</code> &amp; &quot;d&quot; &#x27;e&#x27;</p><ul><li>one</li><li>&lt;two&gt;</li></ul><p>last</p>"
    )
    assert as_html("") == ""


@pytest.mark.parametrize(
    ("text", "written"),
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
def test_a_cell_is_one_line_that_means_what_it_says(text: str, written: str) -> None:
    assert as_cell(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
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
def test_a_block_keeps_paragraphs_and_lists_alone(text: str, written: str) -> None:
    assert as_block(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [("a|b", r"`a\|b`"), ("a`b", "`` a`b ``"), ("a``b`", "``` a``b` ```"), ("[a-z]*", "`[a-z]*`")],
)
def test_code_is_fenced_with_more_ticks_than_it_holds(text: str, written: str) -> None:
    assert as_code(text) == written


def test_long_names_may_break_between_their_words() -> None:
    assert as_breakable("/TrainingJobs/[]/RoleArn") == "/<wbr>Training<wbr>Jobs/[]/<wbr>Role<wbr>Arn"
    assert as_breakable("a<b") == "a&lt;b"


def test_slugs_are_those_of_github() -> None:
    assert heading_slugs(["Errors", "VpcConfig", "Errors", "A b, c", "errors"]) == [
        "errors",
        "vpcconfig",
        "errors-1",
        "a-b-c",
        "errors-2",
    ]
