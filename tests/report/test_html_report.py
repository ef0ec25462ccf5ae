"""The HTML report: complete, escaped, without sensitive values, and in one file."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from shapeproof.baseline.file_format import Entry
from shapeproof.contract import Contract
from shapeproof.errors import MissingExtraError
from shapeproof.markup.templating import templates
from shapeproof.recordings.checking.checker import CheckOptions
from shapeproof.registry import load
from shapeproof.report.common.footer import INTERRUPTED
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats import html as html_report
from shapeproof.report.formats.html import HtmlReport

Page = Callable[..., str]


class Tags(HTMLParser):
    """Collects open tags, ids, links and external resources."""

    VOID = frozenset({"meta", "input", "br", "wbr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.external: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(str(value))
            if name == "href":
                self.links.append(str(value))
            if name in {"src", "srcset"}:
                self.external.append(str(value))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()


def test_every_finding_is_listed_with_its_location(page_of: Page, examples: Path) -> None:
    text = page_of(examples)
    plain = re.sub(r"<[^>]+>", "", text)
    assert "34 errors in 27 responses" in plain
    assert "misspelled_member.json:31:5" in plain
    assert "unknown member FailureReasons; did you mean FailureReason?" in plain
    assert text.count('class="finding error"') == 34
    assert "sagemaker.describe_hyper_parameter_tuning_job@1.29.145" in plain
    assert "unknown members and nulls that boto3 or the AWS CLI dropped before this was recorded" in plain


def test_the_page_is_complete_in_itself(page_of: Page, examples: Path) -> None:
    tags = Tags(page_of(examples))
    assert tags.open == []
    assert len(tags.ids) == len(set(tags.ids))
    assert {link.removeprefix("#") for link in tags.links} <= set(tags.ids)
    assert tags.external == []
    assert page_of(examples) == page_of(examples)


def test_a_page_without_coverage_and_findings_is_short(page_of: Page, examples: Path, tmp_path: Path) -> None:
    text = page_of(examples / "good", options=CheckOptions())
    assert "Every response matches its contract." in text
    assert 'id="coverage"' not in text
    assert "Nothing was checked" in page_of(tmp_path)


def visible_text(text: str) -> str:
    return " ".join(re.sub(r"<(script|style)>.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL).split())


@pytest.mark.parametrize(
    ("run", "sentences"),
    [
        (
            RunSummary(responses=2, interrupted=True),
            ["Interrupted: no errors in 2 responses", INTERRUPTED, "No findings before the interruption."],
        ),
        (RunSummary(interrupted=True), [INTERRUPTED, "No findings before the interruption."]),
        (
            RunSummary(responses=2, known=7, stale=[Entry("a", "b", "SP101", "c")]),
            [
                "No new errors in 2 responses",
                "known 7",
                "No new findings. The baseline has 7 known findings.",
                "1 stale entry in the baseline: its findings are gone. Update it with --write-baseline.",
            ],
        ),
    ],
)
def test_the_page_says_how_the_run_went(run: RunSummary, sentences: list[str]) -> None:
    text = visible_text("".join(HtmlReport().end(run, load)))
    assert [sentence for sentence in sentences if sentence not in text] == []
    assert not re.search("matches its contract|No response was found", text)


def test_a_shortened_list_says_so(page_of: Page, examples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_report, "_MAX_FINDINGS", 5)
    text = page_of(examples)
    assert "The first 5 of 34 findings are listed." in text
    assert text.count('class="finding error"') == 5
    monkeypatch.setattr(html_report, "_MAX_NODES", 0)
    assert "the trees of 1 contract with fewer responses are left out" in page_of(examples)


def test_content_of_files_is_escaped(page_of: Page, tmp_path: Path) -> None:
    name = "<b>&\udcff\n.json"
    (tmp_path / name).write_text(json.dumps({"HyperParameterTuningJobStatus": "</script><img src=x>", "<i>": "`<u>`"}))
    text = page_of(tmp_path, options=CheckOptions("sagemaker.describe_hyper_parameter_tuning_job", coverage=True))
    assert not re.search(r"<(b|i|u|img)>|<img ", text.replace("<b><span", ""))
    assert text.count("</script>") == 1
    assert r"\udcff" in text.encode().decode()
    assert Tags(text).open == []


def test_sensitive_values_are_not_shown(page_of: Page, tmp_path: Path, capture: Callable[[str], Contract]) -> None:
    capture("secretsmanager.GetSecretValue")
    (tmp_path / "secretsmanager.GetSecretValue_1.json").write_text(
        json.dumps({"Name": "n", "SecretString": {"hunter": "opensesame"}, "SecretBinary": "opensesame"})
    )
    text = page_of(tmp_path)
    assert "Secret<wbr>String" in text
    assert "opensesame" not in text


def test_skipped_files_are_listed(page_of: Page, examples: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("x")
    assert "notes.md" in page_of(examples / "good", tmp_path)


def test_without_jinja2_the_extra_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    templates.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'shapeproof\[html\]'"):
        HtmlReport()
