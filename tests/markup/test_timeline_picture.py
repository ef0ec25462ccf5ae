"""The picture of a timeline: where its bars are, and that it has the facts of its table."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from shapeproof.contract.timeline import Lifetime, Release, Timeline, Transition
from shapeproof.markup.timeline_fragments import timeline_html, timeline_markdown
from shapeproof.markup.timeline_picture import Bar, picture_of

START = date(2021, 2, 2)


def release(number: int) -> Release:
    return Release(f"1.{number}.0", START + timedelta(days=30 * number))


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    count = draw(st.integers(2, 60))
    numbers = st.integers(1, count - 1)

    def transition(after: int) -> Transition:
        before = draw(st.integers(0, after - 1))
        return Transition(release(before), release(after), after - before - 1)

    lifetimes: list[Lifetime] = []
    for index in range(draw(st.integers(0, 5))):
        came, went = sorted([draw(numbers), draw(numbers)])
        lifetimes.append(
            Lifetime(
                f"Member{index}.Of[]",
                tuple(draw(st.lists(st.text(min_size=1, max_size=8), max_size=5, unique=True))),
                transition(came) if draw(st.booleans()) else None,
                transition(went) if draw(st.booleans()) else None,
            )
        )
    return Timeline(release(0), release(count - 1), count, count, tuple(lifetimes))


@given(timelines(), st.none() | st.tuples(st.integers(-900, 2000), st.integers(0, 900)))
def test_bars_are_in_the_picture(timeline: Timeline, marked: tuple[int, int] | None) -> None:
    days = marked and (START + timedelta(days=marked[0]), START + timedelta(days=sum(marked)))
    picture = picture_of(timeline, days or None)
    bars = [bar for row in picture.rows for bar in (row.bar, *row.vague)] + ([picture.marked] if picture.marked else [])
    for bar in bars:
        assert bar.x >= 0
        assert bar.width > 0
        assert bar.x + bar.width <= 100.01
    assert [row.lifetime for row in picture.rows] == list(timeline.lifetimes)
    assert picture.is_exact is not any(
        each and each.skipped for lifetime in timeline.lifetimes for each in (lifetime.came, lifetime.went)
    )


def test_a_bar_is_where_its_days_are() -> None:
    day = date(2024, 1, 1)
    ends = [Release(f"1.{number}.0", day + timedelta(days=number * 100)) for number in range(11)]
    came, went = Transition(ends[1], ends[2], 4), Transition(ends[6], ends[7], 0)
    picture = picture_of(
        Timeline(ends[0], ends[10], 11, 15, (Lifetime("A", (), came, went), Lifetime("B", ("x",), None, None))),
        (ends[4].day, date(2099, 1, 1)),
    )
    assert picture.rows[0].bar == Bar(20, 40)
    assert picture.rows[0].vague == (Bar(10, 10),)
    assert picture.rows[0].words == ("came between 1.1.0 (2024-04-10) and 1.2.0 (2024-07-19), went 1.7.0 (2025-12-01)")
    assert picture.rows[1].bar == Bar(0, 100)
    assert picture.rows[1].words == "there from the start"
    assert picture.marked == Bar(40, 60)
    assert picture.years == ((2025, 36.6), (2026, 73.1))


def test_many_years_have_few_lines() -> None:
    ends = Release("1.0.0", date(1, 1, 1)), Release("2.0.0", date(9999, 12, 31))
    assert len(picture_of(Timeline(*ends, 2, 2, ())).years) <= 21
    assert picture_of(Timeline(ends[1], ends[0], 2, 2, ())).years == (), (
        "a hostile file may have them the wrong way round"
    )


class Cells(HTMLParser):
    """The text of each cell, by row. What is in a picture counts, too: its title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._is_open = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not any(name == "style" for name, _ in attrs)
        if tag == "tr":
            self.rows.append([])
        if tag in {"th", "td"}:
            self.rows[-1].append("")
            self._is_open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"th", "td"}:
            self._is_open = False

    def handle_data(self, data: str) -> None:
        if self._is_open:
            self.rows[-1][-1] += data


@given(timelines())
def test_the_table_has_the_facts_of_the_picture(timeline: Timeline) -> None:
    rows = Cells(timeline_html(timeline)).rows[1:]
    markdown_rows = timeline_markdown(timeline).strip().splitlines()[2:]
    assert len(rows) == len(markdown_rows) == len(timeline.lifetimes)
    for lifetime, (name, came, went, picture), markdown_row in zip(
        timeline.lifetimes, rows, markdown_rows, strict=True
    ):
        assert name.startswith(lifetime.path)
        assert lifetime.path in markdown_row
        for transition, cell, verb in ((lifetime.came, came, "came"), (lifetime.went, went, "went")):
            assert bool(cell.strip()) is bool(transition)
            if transition:
                for known in (transition.after, *([transition.before] if transition.skipped else [])):
                    assert str(known) in cell
                    assert str(known) in markdown_row
                assert f"{verb} {cell.strip()}" in picture


def test_strings_of_others_are_escaped() -> None:
    lifetime = Lifetime("<b>|`x", ("</svg><script>", "|"), None, Transition(release(0), release(1), 0))
    timeline = Timeline(release(0), release(1), 2, 2, (lifetime,))
    page, table = timeline_html(timeline), timeline_markdown(timeline)
    assert "<script" not in page
    assert "<b>" not in page
    assert "`</svg><script>`" in table, "code of Markdown has no markup"
    assert "</svg><script>" in unescape(page)
    assert len(re.findall(r"(?<!\\)\|", table.strip().splitlines()[2])) == 4
