"""Descriptions from the documentation of botocore, and descriptions added to a contract that already has some."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.descriptions import described
from shapeproof.capture.model import OperationModel
from shapeproof.capture.overlay import Overlay
from shapeproof.capture.prose import plain_text, prose

SHAPES: dict[str, dict[str, Any]] = {
    "Thing": {"type": "structure", "members": {"State": {"shape": "State"}, "Size": {"shape": "Size"}}},
    "State": {"type": "string", "enum": ["On", "Off"]},
    "Size": {"type": "integer"},
    "Gone": {"type": "structure", "members": {}, "error": {"code": "ThingGone"}},
}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>One.</p>", "One."),
        ("<p>Use\n   <code>Mode</code> &amp; <a href='x'>more</a>.</p><p>Two.</p>", "Use `Mode` & more.\n\nTwo."),
        ("<p>Either:</p> <ul> <li> <p>a</p> </li> <li>b</li> </ul> <p>End</p>", "Either:\n\n- a\n- b\n\nEnd"),
        ("<ul><li>a<ul><li>deep</li></ul></li></ul>", "- a\n  - deep"),
        ("<fullname>Name</fullname><note><p>Mind it.</p></note>", "Name\n\nMind it."),
        ("a < b, and <unknown>c</unknown>", "a < b, and c"),
        ("one<br>two", "one\n\ntwo"),
        ("<code></code>nothing", "nothing"),
    ],
)
def test_html_becomes_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            '<p>See <a href="https://a.b/c?d=1&amp;e#f">Foo  <code>Bar</code></a>.</p>',
            "See <Foo `Bar`|https://a.b/c?d=1&e#f>.",
        ),
        ('<code><a href=" http://a.b/c_(d) e">X</a></code>', "<`X`|http://a.b/c_%28d%29%20e>"),
        ('a <code>b <a href="https://a.b">c</a> d</code>', "a `b `<`c`|https://a.b>` d`"),
        ('one<a href="https://a.b"> two </a>three', "one <two|https://a.b> three"),
        ("<a href='https://a.b/\"|`$\\#x#y'>x</a>", "<x|https://a.b/%22%7C%60%24%5C#x%23y>"),
        ('<a href="HTTPS://A.b:80">x</a>', "<x|https://A.b:80>"),
        ('<a href="https://a.b">x<p>y</a>', "x\n\ny"),
        ('<a href="https://a.b"> </a>x', "x"),
        ('<a href="https://a.b">a ` b</a>', "a ` b"),
    ],
)
def test_links_are_kept_on_request(html: str, text: str) -> None:
    assert plain_text(html, with_links=True) == text.replace("<", "\x01").replace("|", "\x02").replace(">", "\x03")


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.c",
        "/relative",
        "//a.b/c",
        "",
        "https:",
        "https:///path",
        "https://trusted.example@a.b/",
        "https://\u0430.b/",
        "https://a.b:port/",
        "https://[::1",
        "https://a.b\x02https://c.d\x03",
        'https://a"b/',
        "vbscript:https://a.b",
    ],
)
def test_only_addresses_of_web_pages_become_links(href: str) -> None:
    assert plain_text(f"<a href='{href}'>text</a>", with_links=True) == "text"


def test_text_never_becomes_a_link() -> None:
    assert (
        plain_text("\x01x\x02https://a.b\x03 &#1;y&#2;https://a.b&#3;", with_links=True) == "xhttps://a.b yhttps://a.b"
    )


def test_documentation_is_read_by_key(handmade: Callable[..., OperationModel]) -> None:
    words = {"Thing": "<p>A thing.</p>", "Size": "In mm.", "State": "On or off.", "Gone": "No more."}
    shapes = {name: shape | {"documentation": words[name]} for name, shape in SHAPES.items()}
    service = {"operations": {"GetThing": {"documentation": "<p>Gets it.</p>"}}, "shapes": shapes}
    assert prose(service, handmade(SHAPES, errors=("Gone",))) == {
        "GetThing()": "Gets it.",
        "Thing": "A thing.",
        "Thing.Size": "In mm.",  # a scalar is inlined, and so is its description
        "State": "On or off.",
        "Size": "In mm.",
        "Gone": "No more.",
        "ThingGone": "No more.",
    }


def test_a_description_of_our_own_is_kept(handmade: Callable[..., OperationModel]) -> None:
    ours = Overlay(descriptions={"Thing.Size": "Ours.", "State.On": "It runs."})
    contract = build(handmade(SHAPES, errors=("Gone",)), ours)
    texts = {"Thing.Size": "Theirs.", "Thing": "A thing.", "State.On": "Theirs.", "State.Off": "It rests."}
    with_descriptions = described(contract, texts | {"GetThing()": "Gets it.", "ThingGone": "No more."})
    definitions = with_descriptions.response["$defs"]
    assert with_descriptions.response["description"] == "Gets it."
    assert definitions["Thing"]["description"] == "A thing."
    assert definitions["Thing"]["properties"]["Size"]["description"] == "Ours."
    assert definitions["State"]["x-values"] == {"On": "It runs.", "Off": "It rests."}
    code = with_descriptions.errors["$defs"]["GetThingError"]["properties"]["Error"]["properties"]["Code"]
    assert code["x-values"] == {"ThingGone": "No more."}
    assert "description" not in contract.response, "the original contract is unchanged"
