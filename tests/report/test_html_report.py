"""The HTML report: complete, escaped, self-contained, and without sensitive values."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.report.conftest import CONTRACT

from shapeproof.baseline.file_format import Entry
from shapeproof.contract import Contract
from shapeproof.errors import MissingExtraError
from shapeproof.markup.html_page import html_templates
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.registry import load
from shapeproof.report.common.footer import INTERRUPTED
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats import html as html_report
from shapeproof.report.formats.html import HtmlReport
from shapeproof.validation.finding import Finding

RenderReport = Callable[..., str]


class TagCollector(HTMLParser):
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


def test_every_finding_is_listed_with_its_location(render_html_report: RenderReport, examples: Path) -> None:
    text = render_html_report(examples)
    plain_text = re.sub(r"<[^>]+>", "", text)
    assert "30 errors in 27 responses" in plain_text
    assert "misspelled_member.json:31:5" in plain_text
    assert "unknown member FailureReasons; did you mean FailureReason?" in plain_text
    assert text.count('class="finding error"') == 30
    assert "sagemaker.describe_hyper_parameter_tuning_job@1.29.145" in plain_text
    assert "unknown members and nulls that boto3 or the AWS CLI dropped before this was recorded" in plain_text


def test_page_is_self_contained(render_html_report: RenderReport, examples: Path) -> None:
    tags = TagCollector(render_html_report(examples))
    assert tags.open == []
    assert len(tags.ids) == len(set(tags.ids))
    assert {link.removeprefix("#") for link in tags.links} <= set(tags.ids)
    assert tags.external == []
    assert render_html_report(examples) == render_html_report(examples)


def test_page_without_findings_and_coverage_is_short(
    render_html_report: RenderReport, examples: Path, tmp_path: Path
) -> None:
    text = render_html_report(examples / "good", options=CheckOptions())
    assert "Every response matches its contract." in text
    assert 'id="coverage"' not in text
    assert "Nothing was checked" in render_html_report(tmp_path)


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
        (
            RunSummary(responses=1, suppressed=1),
            ["No new errors in 1 response", "No new findings. 1 finding is suppressed."],
        ),
        (
            RunSummary(responses=2, suppressed=2, known=3),
            ["No new findings. The baseline has 3 known findings. 2 findings are suppressed."],
        ),
    ],
)
def test_page_describes_outcome_of_run(run: RunSummary, sentences: list[str]) -> None:
    text = visible_text("".join(HtmlReport().end(run, load)))
    assert [sentence for sentence in sentences if sentence not in text] == []
    assert not re.search("matches its contract|No response was found", text)


def test_shortened_list_states_what_is_omitted(
    render_html_report: RenderReport, examples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html_report, "_MAX_FINDINGS", 5)
    text = render_html_report(examples)
    assert "The first 5 of 34 findings are listed." in text
    assert text.count('class="finding ') == 5
    monkeypatch.setattr(html_report, "_MAX_NODES", 0)
    assert "the trees of 1 contract with fewer responses are left out" in render_html_report(examples)


@pytest.mark.parametrize("listed", [1, 3, 4, 5, 9, 100])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 12])
def test_button_shows_what_is_left_of_a_group_and_is_missing_where_nothing_is(
    count: int, listed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups have all findings, the first few, or only their counts, where the page has room for no more."""
    monkeypatch.setattr(html_report, "_MAX_FINDINGS", listed)
    report, run = HtmlReport(), RunSummary()
    findings = [
        Located(Finding(code, "structure", "error", ("A",), "A", "required", "m"), "a.json", 0, 1, 1, CONTRACT)
        for code in ("SP101", "SP201", "SP301")
        for _ in range(count)
    ]
    result = UnitResult("a.json", findings=findings)
    run.add(result)
    text = "".join([*report.add(result), *report.end(run, load)])
    groups = re.findall('<section class="group .*?</section>', text, flags=re.DOTALL)
    assert len(groups) == min(3, -(-listed // count))
    for group in groups:
        hidden = group.count('class="finding ') - 3
        assert re.findall(r"Show (\S+) more", group) == ([str(hidden)] if hidden > 0 else [])
    assert sum(group.count('class="finding ') for group in groups) == min(listed, 3 * count)


def test_file_content_is_escaped(render_html_report: RenderReport, tmp_path: Path) -> None:
    name = "<b>&\udcff\n.json"
    (tmp_path / name).write_text(json.dumps({"HyperParameterTuningJobStatus": "</script><img src=x>", "<i>": "`<u>`"}))
    text = render_html_report(
        tmp_path, options=CheckOptions("sagemaker.describe_hyper_parameter_tuning_job", coverage=True)
    )
    assert not re.search(r"<(b|i|u|img)>|<img ", text.replace("<b><span", ""))
    assert text.count("</script>") == 1
    assert r"\udcff" in text.encode().decode()
    assert TagCollector(text).open == []


def test_sensitive_values_are_not_shown(
    render_html_report: RenderReport, tmp_path: Path, capture: Callable[[str], Contract]
) -> None:
    capture("secretsmanager.GetSecretValue")
    (tmp_path / "secretsmanager.GetSecretValue_1.json").write_text(
        json.dumps({"Name": "n", "SecretString": {"hunter": "opensesame"}, "SecretBinary": "opensesame"})
    )
    text = render_html_report(tmp_path)
    assert "Secret<wbr>String" in text
    assert "opensesame" not in text


def test_skipped_files_are_listed(render_html_report: RenderReport, examples: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("x")
    assert "notes.md" in render_html_report(examples / "good", tmp_path)


def test_missing_jinja2_is_reported_at_construction(monkeypatch: pytest.MonkeyPatch) -> None:
    html_templates.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match=r'pip install "shapeproof\[html\]"'):
        HtmlReport()
