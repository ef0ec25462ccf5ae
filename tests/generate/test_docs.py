"""Reference pages: everything is listed once, every link has a target, and no description breaks the markup."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from copy import deepcopy
from dataclasses import replace
from html.parser import HTMLParser
from importlib import import_module
from typing import Any, Final, cast

import pytest

from shapeproof import load
from shapeproof.capture.descriptions import described
from shapeproof.contract import Contract, iter_schema
from shapeproof.errors import MissingExtraError
from shapeproof.generate.docs.page_builder import build_page
from shapeproof.generate.docs.rendering import html, markdown
from shapeproof.markup.markdown_text import heading_slugs
from shapeproof.registry import default_registry
from shapeproof.registry.timelines import timeline_of_contract

OPERATIONS: Final = [
    "bedrock-runtime.converse",
    "bedrock-runtime.converse_stream",
    "cloudfront.get_distribution",
    "dynamodb.query",
    "ec2.describe_instances",
    "iam.get_role",
    "kms.encrypt",
    "lambda.invoke",
    "lexv2-runtime.start_conversation",
    "s3.get_object",
    "s3.select_object_content",
    "s3.put_bucket_tagging",
    "sagemaker.describe_training_job",
    "storagegateway.describe_gateway_information",
    "sts.get_caller_identity",
]
HOSTILE: Final = (
    "A | pipe, `a | code`, <script>alert('x')</script> & \"quotes\" [x](y)\n\n# And more:\n\n- one\n- two <b>"
)


class LinkCollector(HTMLParser):
    """Collects the ids of a page, and the targets of its links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.external: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its signature
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in {"href", "src"}:
                (self.targets.add if (value or "").startswith("#") else self.external.append)((value or "")[1:])


def headings(markdown_text: str) -> list[str]:
    return re.findall(r"^#+ (.*)$", markdown_text, re.MULTILINE)


def section(markdown_text: str, name: str) -> str:
    (content,) = re.findall(rf"^### {name}$(.*?)(?=^##|\Z)", markdown_text, re.MULTILINE | re.DOTALL)
    return str(content)


def with_definition(contract: Contract, name: str, **keywords: Any) -> Contract:
    """A copy of the contract with one definition of its response changed."""
    response = deepcopy(cast("dict[str, Any]", contract.response))
    response["$defs"][name] |= keywords
    return replace(contract, response=response)


def assert_links_have_targets(contract: Contract) -> None:
    links = LinkCollector(html(contract))
    assert len(links.ids) == len(set(links.ids))
    assert not [element_id for element_id in links.ids if re.search(r"\s", element_id)], "an id must not contain spaces"
    assert links.targets
    assert links.targets <= set(links.ids)
    assert links.external == [], "the page must be self-contained"
    markdown_text = markdown(contract)
    targets = set(re.findall(r"\]\(#([^)]*)\)", markdown_text))
    assert targets
    assert targets <= set(heading_slugs(headings(markdown_text)))


def test_every_link_has_a_target(contract: Contract) -> None:
    assert_links_have_targets(contract)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if index % 3 == 0 else pytest.mark.survey) for index, name in enumerate(OPERATIONS)],
)
def test_links_of_other_operations_have_targets(name: str) -> None:
    contract = load(f"{name}@installed")
    for variant in (contract, described(contract, default_registry().descriptions(contract))):
        assert_links_have_targets(variant)


def test_every_path_of_response_has_an_anchor(contract: Contract) -> None:
    ids = set(LinkCollector(html(contract)).ids)
    expected = {anchor(path) for path, _, _ in iter_schema(contract.response)}
    assert len(expected) == 316
    assert expected <= ids


def anchor(path: str) -> str:
    return "/" + path.replace("[]", ".[]").replace("{}", ".{}").replace(".", "/")


def test_every_structure_and_enum_is_described_once_and_completely(contract: Contract) -> None:
    markdown_text = markdown(contract)
    for name, definition in contract.response["$defs"].items():
        content = section(markdown_text, name)
        for member in definition.get("properties", {}):
            assert content.count(f"| `{member}` |") == 1
        for value in definition.get("enum", ()):
            assert f"- `{value}`" in content
        assert definition["description"] in content


def test_shape_links_to_its_members_and_uses(contract: Contract) -> None:
    text = html(contract)
    assert text.count('id="shape-VpcConfig"') == 1
    (card,) = re.findall(r'id="shape-VpcConfig".*?</article>', text, re.DOTALL)
    assert LinkCollector(card).targets == {
        "/TrainingJobDefinition/VpcConfig",
        "/TrainingJobDefinition/VpcConfig/SecurityGroupIds",
        "/TrainingJobDefinition/VpcConfig/Subnets",
        "/TrainingJobDefinitions/[]/VpcConfig",
    }


def test_enum_of_map_keys_lists_its_uses() -> None:
    enums = build_page(load("sqs.get_queue_attributes@installed")).enums
    assert [enum.uses for enum in enums if enum.name == "QueueAttributeName"] == [
        ("/Attributes", "request:/AttributeNames/[]")
    ]


def test_response_request_and_error_come_first(contract: Contract) -> None:
    names = [
        structure.name.removeprefix("DescribeHyperParameterTuningJob") for structure in build_page(contract).structures
    ]
    assert names[:4] == ["Response", "Request", "Error", "AutoParameter"]


def test_long_enum_is_folded(contract: Contract) -> None:
    assert "<details><summary>49 values</summary>" in section(markdown(contract), "TrainingInstanceType")
    assert "<summary>49 values</summary>" in html(contract)


def test_member_outside_body_names_its_header() -> None:
    contract = load("s3.get_object@installed")
    (row,) = [line for line in markdown(contract).splitlines() if line.startswith("| `DeleteMarker`")]
    assert "*on the wire: header x-amz-delete-marker.*" in row
    assert '<span class="badge">on the wire: header x-amz-delete-marker</span>' in html(contract)


def test_patterns_of_keys_and_items_are_distinguished(contract: Contract) -> None:
    assert "keys match `[A-Z_a-z][0-9A-Z_a-z]*`" in markdown(contract)
    assert "each matches `[\\-0-9A-Za-z]+`" in markdown(contract)
    assert "keys match <code>[A-Z_a-z][0-9A-Z_a-z]*</code>" in html(contract)


def test_union_is_described() -> None:
    contract = load("bedrock-runtime.converse@installed")
    assert "exactly one of its members" in section(markdown(contract), "ContentBlock")
    assert "list of one member of [ContentBlock](#contentblock)" in markdown(contract)
    assert "A union: it has exactly one of its members." in html(contract)


def test_structure_with_name_of_a_section_is_linked() -> None:
    response = {
        "title": "Out",
        "$ref": "#/$defs/Out",
        "$defs": {
            "Out": {"type": "object", "properties": {"All": {"$ref": "#/$defs/Errors"}}, "additionalProperties": False},
            "Errors": {"type": "object", "properties": {"N": {"type": "integer"}}, "additionalProperties": False},
        },
    }
    contract = replace(load("sts.get_caller_identity@installed"), response=response)
    assert "[Errors](#errors-1)" in markdown(contract)
    assert_links_have_targets(contract)


def test_description_cannot_break_page(contract: Contract) -> None:
    members = deepcopy(contract.response["$defs"]["Channel"]["properties"])
    members["ChannelName"]["description"] = HOSTILE
    hostile = with_definition(contract, "Channel", properties=members, description=HOSTILE)
    before, after = html(contract), html(hostile)
    assert after.count("<script") == before.count("<script") == 1
    markdown_text = markdown(hostile)
    (row,) = [line for line in markdown_text.splitlines() if line.startswith("| `ChannelName`")]
    assert len(re.findall(r"(?<!\\)\|", row)) == 6
    assert "<script" not in markdown_text
    assert headings(markdown_text) == headings(markdown(contract))


@pytest.mark.parametrize("generate", [html, markdown])
def test_page_ends_with_one_newline(contract: Contract, generate: Any) -> None:
    assert re.search(r"[^\n]\n\Z", generate(contract))


def test_page_is_independent_of_hash_seed() -> None:
    script = (
        "import hashlib\nfrom shapeproof import load\nfrom shapeproof.generate.docs.rendering import html, markdown\n"
        "contract = load('dynamodb.query@installed')\n"
        "print(hashlib.sha256((html(contract) + markdown(contract)).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(digests) == 1


def test_missing_jinja2_is_reported_with_extra(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    for module in (
        "generate.docs.rendering",
        "markup.html_page",
        "markup.markdown_page",
        "markup.templating",
    ):  # these modules cache compiled templates
        monkeypatch.delitem(sys.modules, f"shapeproof.{module}")
    with pytest.raises(MissingExtraError, match="'generate'"):
        import_module("shapeproof.generate.docs.rendering").markdown(contract)


@pytest.mark.survey  # the page has three megabytes
def test_huge_page_lists_members_of_each_structure_once() -> None:
    contract = load("quicksight.describe_dashboard_definition@installed")
    text = html(contract)
    assert len(text) < 3_000_000
    assert "For its members, see" in text
    links = LinkCollector(text)
    assert links.targets <= set(links.ids)


def test_only_large_page_renders_on_demand(contract: Contract) -> None:
    assert 'class="large"' in html(load("quicksight.describe_dashboard_definition@installed"))
    assert 'class="large"' not in html(contract)


def with_links(name: str) -> Contract:
    contract = load(name)
    return described(contract, default_registry().descriptions(contract, with_links=True))


@pytest.mark.parametrize("name", ["s3.get_object@installed", "lambda.invoke@installed", "iam.get_role@installed"])
def test_links_in_prose_survive(name: str) -> None:
    contract = with_links(name)
    links = re.findall(r'<a href="(?!#)([^"]*)" rel="noopener">', html(contract))
    assert len(links) > 3
    assert all(re.match(r"https?://[\w.-]+/", link) for link in links)
    assert set(re.findall(r"\]\((http[^)]*)\)", markdown(contract))) == set(links)
    assert len(re.findall(r"<a\s[^>]*href=\"(?!#)", html(contract))) == len(links), "each has its `rel`"


def test_link_text_is_code_where_the_model_says_so() -> None:
    assert re.search(r'rel="noopener"><code>\w+</code></a>', html(with_links("s3.get_object@installed")))


def test_facts_come_before_a_long_introduction() -> None:
    text = html(with_links("s3.get_object@installed"))
    introduction = text.index("<summary>More about Get<wbr>Object</summary>")
    assert text.index("Retrieves an object from Amazon S3") < text.index('class="facts"') < introduction
    assert introduction < text.index("If the object that you request doesn") < text.index('id="response"')
    page = build_page(load("s3.get_object@installed"))
    assert (page.lead, page.introduction) == ("", "")


def test_short_introduction_is_not_folded(contract: Contract) -> None:
    assert 'class="introduction"' not in html(contract)


def test_stream_of_events_has_its_events_below() -> None:
    page = build_page(load("bedrock-runtime.converse_stream@installed"))
    (stream,) = page.response.children
    assert "".join(word.text for word in stream.member.type_words) == "stream of one member of ConverseStreamOutput"
    assert "EventStream" in stream.member.description
    (event,) = stream.children
    assert (event.anchor, event.member.name) == ("/stream/[]", "each event")
    assert [child.member.name for child in event.children][:3] == [
        "messageStart",
        "contentBlockStart",
        "contentBlockDelta",
    ]
    assert [structure.uses for structure in page.structures if structure.name == "ConverseStreamOutput"] == [
        ("/stream/[]",)
    ]


def test_streams_are_described_in_both_formats() -> None:
    events, body = load("s3.select_object_content@installed"), load("s3.get_object@installed")
    assert "stream of one member of [SelectObjectContentEventStream](#selectobjectcontenteventstream)" in markdown(
        events
    )
    assert 'id="/Payload/[]/Stats/Details/BytesScanned"' in html(events)
    for generate in (html, markdown):
        assert "botocore.eventstream.EventStream" in generate(events)
        assert "botocore.response.StreamingBody" in generate(body)
        assert "stream of bytes" in generate(body)
        assert "stream of events" in generate(load("lexv2-runtime.start_conversation@installed")), "of the request"
        assert "stream" not in generate(load("sts.get_caller_identity@installed")).lower()


@pytest.mark.survey
def test_a_page_has_the_history_that_is_committed(contract: Contract) -> None:
    timeline = timeline_of_contract(default_registry(), load("sagemaker.describe_hyper_parameter_tuning_job"))
    assert timeline
    assert "## History" not in markdown(contract)
    assert "timeline" not in html(contract)
    table = markdown(contract, timeline).partition("\n## History\n")[2].partition("\n## ")[0]
    assert "| `HyperParameterTuningJobConfig.ParameterRanges.AutoParameters` | 1.29.141 (2023-05-25) |  |" in table
    assert table.count("\n| ") == len(timeline.lifetimes) + 1
    page = html(contract, timeline)
    links = LinkCollector(page)
    assert "#history" in {f"#{target}" for target in links.targets}
    assert links.targets <= set(links.ids), "only what is on the page is linked"
    assert 'href="#/TrainingJobDefinition/InputDataConfig/[]/DataSource/S3DataSource/InstanceGroupNames"' in page
    assert 'style="' not in page, "its policy allows none"
    fragments = [section(markdown(contract, timeline), shape.name) for shape in build_page(contract).structures]
    assert fragments == [section(markdown(contract), shape.name) for shape in build_page(contract).structures]
