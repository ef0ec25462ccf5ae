"""A Chromium runs no script of a recording or a contract, whatever is in their strings, and our own still work.

The fixture `page` fails a test for anything on the console, where violations of the policy are told, for errors, and for
requests. All strings are on one page of each kind: what one of them opens, the others might complete.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from tests.attack.hostile_material import hostile_contract, hostile_run
from tests.attack.hostile_strings import hostile_strings

from shapeproof.contract import Contract
from shapeproof.contract.timeline import Lifetime, Release, Timeline
from shapeproof.generate.docs.rendering import html
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.html import HtmlReport

pytestmark = pytest.mark.survey

TEXTS: Final = [hostile.text for hostile in hostile_strings(Path("/nowhere/canary"), longest=1_000)]
WORD: Final = "attacker.invalid"


def reference_page() -> str:
    """The page of a contract with every string as the name, the description and the value of members."""
    contract = hostile_contract("</script><script>alert(1)</script>")
    definitions = dict(contract.response["$defs"])
    title = contract.response["title"]
    members = {
        f"{text}{number}": {
            "type": "string",
            "description": text,
            "x-shape": text,
            "x-wire": {"in": text, "name": text},
        }
        for number, text in enumerate(TEXTS)
    }
    values = {"type": "string", "enum": TEXTS, "x-values": {text: text for text in TEXTS}}
    definitions["Values"] = values
    definitions[title] = definitions[title] | {
        "properties": {**definitions[title]["properties"], **members, "Values": {"$ref": "#/$defs/Values"}}
    }
    request = dict(contract.request["$defs"])
    patterns = {f"{number}": {"type": "string", "pattern": text} for number, text in enumerate(TEXTS)}
    request[contract.request["title"]] = request[contract.request["title"]] | {"properties": patterns}
    day = Release(TEXTS[0], date(2024, 1, 1))
    return html(
        replace(
            contract,
            response={**contract.response, "$defs": definitions},
            request={**contract.request, "$defs": request},
        ),
        Timeline(day, day, 1, 1, tuple(Lifetime(text, tuple(TEXTS[:9]), None, None) for text in TEXTS)),
    )


def report_page() -> str:
    """The report of a run with every string in every position."""
    report, summary = HtmlReport(), RunSummary()
    contracts: dict[str, Contract] = {}
    for text in TEXTS:
        contract = hostile_contract(text)
        contracts[contract.name] = contract
        result, _ = hostile_run(text, contract)
        summary.add(result)
        assert not list(report.add(result))
    return "".join(report.end(summary, contracts.__getitem__))


PAGES: Final = {"reference": reference_page, "report": report_page}


@pytest.fixture(scope="module", params=list(PAGES))
def text(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]()


@pytest.fixture(scope="module")
def address(text: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(text, encoding="utf-8")
    return file.as_uri()


def test_page_has_no_element_or_attribute_of_a_string(page: Any) -> None:
    found = page.evaluate(
        """() => ({
            scripts: document.scripts.length,
            styles: document.querySelectorAll("style").length,
            foreign: document.querySelectorAll("iframe, object, embed, img, svg:not(.timeline svg), math, form, base, link, frame").length,
            drawn: [...document.querySelectorAll("svg *")].map((element) => element.tagName)
                .filter((name) => !["line", "rect", "text", "title"].includes(name)),
            handlers: [...document.querySelectorAll("*")].flatMap((element) => element.getAttributeNames())
                .filter((name) => name.startsWith("on") || name === "style" || name === "srcdoc"),
            links: [...document.links].map((link) => link.getAttribute("href")).filter((href) => !/^#[\\w\\/.:\\[\\]{}~-]*$/.test(href)),
            refreshes: document.querySelectorAll("meta[http-equiv]").length,
            title: document.title.length > 0,
        })"""
    )
    assert found == {
        "scripts": 1,
        "styles": 1,
        "foreign": 0,
        "drawn": [],
        "handlers": [],
        "links": [],
        "refreshes": 1,
        "title": True,
    }


def test_strings_are_shown_as_text(page: Any) -> None:
    shown = page.evaluate("document.body.textContent")
    for text in ("<img src=x onerror=alert(1)>", "javascript:alert(1)", "&lt;script&gt;", "{{ 7 * 191 }}", r"a\u2028b"):
        assert text in shown


def test_search_still_works(page: Any) -> None:
    page.fill("#search", WORD)
    matches = page.locator("#count").or_(page.locator("#matches"))
    assert any(character in "123456789" for character in matches.inner_text())
    page.fill("#search", "<script>")
    assert page.evaluate("document.scripts.length") == 1


def test_every_link_and_button_can_be_used(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((element) => { element.open = true; })")
    buttons = page.evaluate(
        """() => {
            const buttons = [...document.querySelectorAll("button.fold, button.more, #theme, .expand-all, .choice button")];
            buttons.forEach((button) => button.click());
            [...document.links].slice(0, 300).forEach((link) => link.click());
            return buttons.length;
        }"""
    )
    assert buttons > 3
    missing = page.evaluate(
        "[...document.links].map((link) => link.getAttribute('href').slice(1)).filter((id) => !document.getElementById(id))"
    )
    assert missing == []


def test_policy_blocks_what_would_get_in(browser: Any, text: str, tmp_path: Path) -> None:
    """Even if a string were printed raw, nothing of it would run: the policy is proved by an attack."""
    attack = (
        "<script>window.attacked = 1</script><img src=x onerror='window.attacked = 1'>"
        "<style>body { display: none }</style><p style='color: red'><base href='https://attacker.invalid/'>"
        "<a id=attack href='javascript:window.attacked=1'>x</a><iframe srcdoc='<script>top.attacked = 1</script>'></iframe>"
        "<form id=form action='https://attacker.invalid/'></form></body>"
    )
    file = tmp_path / "attacked.html"
    file.write_text(text.replace("</body>", attack), encoding="utf-8")
    page = browser.new_page()
    requests: list[str] = []

    def on_request(request: Any) -> None:
        requests.append(request.url)

    page.on("request", on_request)
    page.goto(file.as_uri())
    page.evaluate("document.getElementById('attack').click(); document.getElementById('form').submit()")
    page.wait_for_timeout(200)
    assert page.evaluate("window.attacked") is None
    assert page.evaluate("getComputedStyle(document.body).display") != "none"
    assert [url for url in requests if not url.startswith(("file:", "about:"))] == []
    page.close()
