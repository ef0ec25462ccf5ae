"""Pages of reference: everything is there once, every link arrives, nothing in a description breaks them."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any, Final, cast

import pytest

from shapeproof import findings, load
from shapeproof.capture.descriptions import described
from shapeproof.contract import Contract, places
from shapeproof.generate.docs import html, markdown
from shapeproof.generate.page_contents import page
from shapeproof.generate.prose import as_cell, as_html, github_slug
from shapeproof.schemas import installed_descriptions

OTHERS: Final = [
    "bedrock-runtime.converse",
    "cloudfront.get_distribution",
    "dynamodb.query",
    "ec2.describe_instances",
    "iam.get_role",
    "kms.encrypt",
    "lambda.invoke",
    "s3.get_object",
    "s3.put_bucket_tagging",
    "sagemaker.describe_training_job",
    "sts.get_caller_identity",
]


class Links(HTMLParser):
    """The ids of a page, and the fragments that it links to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.outside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its signature
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in {"href", "src"}:
                (self.targets.add if (value or "").startswith("#") else self.outside.append)((value or "").lstrip("#"))


def assert_links_arrive(contract: Contract) -> None:
    text = html(contract)
    links = Links(text)
    assert len(links.ids) == len(set(links.ids))
    assert links.targets <= set(links.ids)
    assert links.outside == [], "the file needs no other"
    written = markdown(contract)
    headings = {github_slug(heading) for heading in re.findall(r"^#+ (.*)$", written, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]*)\)", written)) <= headings


def test_every_link_arrives(contract: Contract) -> None:
    assert_links_arrive(contract)


@pytest.mark.parametrize("name", OTHERS)
def test_pages_of_other_operations_are_whole(name: str) -> None:
    contract = load(f"{name}@installed")
    for one in (contract, described(contract, installed_descriptions(contract))):
        assert_links_arrive(one)
        assert "None" not in re.findall(r"<h3>(.*?)</h3>", html(one))


def test_every_place_of_the_response_has_an_anchor(contract: Contract) -> None:
    ids = set(Links(html(contract)).ids)
    wanted = {anchor(path) for path, _, _ in places(contract.response)}
    assert len(wanted) == 316
    assert wanted <= ids


def anchor(path: str) -> str:
    return "/" + path.replace("[]", ".[]").replace("{}", ".{}").replace(".", "/")


def test_each_structure_and_enum_stands_once_with_all_its_members_and_values(contract: Contract) -> None:
    written = markdown(contract)
    for name, definition in contract.response["$defs"].items():
        (section,) = re.findall(rf"^### {name}$(.*?)(?=^##|\Z)", written, re.MULTILINE | re.DOTALL)
        for member in definition.get("properties", {}):
            assert section.count(f"| `{member}` |") == 1
        for value in definition.get("enum", ()):
            assert f"- `{value}`" in section
        assert definition["description"] in section


def test_a_long_enum_is_folded(contract: Contract) -> None:
    written = markdown(contract)
    (section,) = re.findall(r"^### TrainingInstanceType$(.*?)(?=^##)", written, re.MULTILINE | re.DOTALL)
    assert "<details><summary>49 values</summary>" in section
    assert "<summary>49 values</summary>" in html(contract)


@pytest.mark.parametrize("name", ["sagemaker.describe_hyper_parameter_tuning_job", "dynamodb.query", "s3.get_object"])
def test_the_example_satisfies_the_contract(name: str) -> None:
    contract = load(name)
    example = page(contract).example
    assert example is not None
    assert list(findings(json.loads(example), contract)) == []
    assert example in markdown(contract)


def test_an_operation_that_no_response_satisfies_says_so(contract: Contract) -> None:
    response = deepcopy(cast("dict[str, Any]", contract.response))
    name = response["$defs"][response["title"]]["properties"]["HyperParameterTuningJobName"]
    name |= {"minLength": 40, "maxLength": 32}
    broken = replace(contract, response=response)
    assert "No response satisfies the contract" in markdown(broken)
    assert "No response satisfies the contract" in html(broken)


HOSTILE: Final = "A | pipe, `a | code`, <script>alert('x')</script> & \"quotes\"\n\nAnd more:\n\n- one\n- two <b>"


def test_nothing_in_a_description_breaks_a_page(contract: Contract) -> None:
    response = deepcopy(cast("dict[str, Any]", contract.response))
    definition = response["$defs"]["Channel"]
    definition["properties"]["ChannelName"]["description"] = HOSTILE
    told = replace(contract, response=response)
    assert html(told).count("<script") == 1
    (row,) = [line for line in markdown(told).splitlines() if line.startswith("| `ChannelName`")]
    assert len(re.findall(r"(?<!\\)\|", row)) == 6
    assert "<script" not in row


def test_prose_is_escaped_and_laid_out() -> None:
    assert as_html(HOSTILE) == (
        "<p>A | pipe, <code>a | code</code>, &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quotes&quot;</p>"
        "<p>And more:</p><ul><li>one</li><li>two &lt;b&gt;</li></ul>"
    )
    assert as_cell("a\n\nb | `c < d` < e") == r"a<br>b \| `c < d` &lt; e"
    assert as_html("") == ""


def test_a_giant_is_unfolded_once_and_linked() -> None:
    contract = load("quicksight.describe_dashboard_definition@installed")
    text = html(contract)
    assert len(text) < 3_000_000
    assert "Unfolded where" in text
    links = Links(text)
    assert links.targets <= set(links.ids)
