"""A run that was stopped goes on: each unit counts once, and nothing but the state of the same run is taken for it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.digest.archives import LARGE, digest_with, limits, units

from shapeproof.digest.digest import Digest
from shapeproof.digest.json_reader import DigestError, read_digest
from shapeproof.digest.json_text import digest_values, to_json
from shapeproof.digest.limits import Limits
from shapeproof.digest.resume_file import ResumeFile
from shapeproof.digest.run_state import RunPlan, RunState, fingerprint
from shapeproof.errors import ShapeproofError, UsageError
from shapeproof.recordings.discovery.units import Planned, Skipped

archives = st.lists(units, min_size=1, max_size=8)
PLAN: Final = RunPlan("1.0", "options", "contracts", "files", 3)
ONE: Final = digest_with(LARGE)(Skipped("a", "a reason"))


@given(archive=archives, limits=limits, data=st.data())
def test_each_unit_counts_once_however_often_and_in_what_order_it_is_done(
    archive: list[Planned], limits: Limits, data: st.DataObject
) -> None:
    digests = [digest_with(limits)(unit) for unit in archive]
    state = RunState(PLAN._replace(units=len(archive)), limits)
    numbers = range(len(archive))
    order = data.draw(st.permutations([*numbers, *data.draw(st.lists(st.sampled_from(numbers)))]))
    done: set[int] = set()
    for number in order:
        assert state.add(range(number, number + 1), digests[number]) is (number not in done)
        done.add(number)
        assert {one for units in state.done for one in units} == done
        assert {one for units in state.pending() for one in units} == set(numbers) - done
    expected = Digest.empty(limits)
    for digest in digests:
        expected = expected.merge(digest)
    assert not list(state.pending())
    assert state.done == (range(len(archive)),)
    assert state.digest() == expected


def test_units_that_are_done_in_part_are_a_mistake_of_the_caller() -> None:
    state = RunState(PLAN)
    state.add(range(1, 2), ONE)
    for numbers in (range(2), range(1, 3), range(3), range(2, 4), range(1, 1), range(-1, 1)):
        with pytest.raises(ValueError, match=r"only some|not a range"):
            state.add(numbers, ONE)
    assert state.done == (range(1, 2),)


@given(archive=archives, limits=limits)
def test_what_is_read_back_is_what_was_written(archive: list[Planned], limits: Limits) -> None:
    digests = [digest_with(limits)(unit) for unit in archive]
    digest = Digest.empty(limits)
    for other in digests:
        digest = digest.merge(other)
    text = to_json(digest_values(digest))
    assert text.isascii()
    assert read_digest(json.loads(text), limits) == digest
    backwards = Digest.empty(limits)
    for other in reversed(digests):
        backwards = backwards.merge(other)
    assert to_json(digest_values(backwards)) == text


def _places(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of all values in a document."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
    elif isinstance(value, list):
        inner = list(enumerate(value))  # pyright: ignore[reportUnknownArgumentType]
    return [place, *(found for key, child in inner for found in _places(child, (*place, key)))]


@given(archive=archives, data=st.data())
def test_nothing_but_a_digest_is_read_as_one(archive: list[Planned], data: st.DataObject) -> None:
    digest = Digest.empty()
    for unit in archive:
        digest = digest.merge(digest_with(LARGE)(unit))
    values: Any = json.loads(to_json(digest_values(digest)))
    place = data.draw(st.sampled_from(_places(values)[1:]))
    owner = values
    for key in place[:-1]:
        owner = owner[key]
    strange: st.SearchStrategy[Any] = st.sampled_from(
        [None, True, -1, 1.5, 2**70, "", "x" * 9_000, [], {}, [[]], [[1, 2]], {"a": 1}]
    )
    if data.draw(st.booleans()):
        owner[place[-1]] = data.draw(strange)
    else:
        del owner[place[-1]]
    with suppress(DigestError):
        read = read_digest(values, LARGE)
        # It is another text or number in a place that may hold any.
        assert to_json(digest_values(read)) == to_json(values)
        assert all(isinstance(number, int) for number in (read.units, read.responses, *read.codes.values()))


@given(archive=archives, data=st.data())
def test_rows_are_in_their_order_and_given_once(archive: list[Planned], data: st.DataObject) -> None:
    digest = Digest.empty()
    for unit in archive:
        digest = digest.merge(digest_with(LARGE)(unit))
    values: Any = json.loads(to_json(digest_values(digest)))
    tables = [
        name for name, rows in values.items() if isinstance(rows, list) and rows and name not in {"bug", "suppressions"}
    ]
    assume(tables)
    table = values[data.draw(st.sampled_from(tables))]
    table.insert(0, table[-1])
    with pytest.raises(DigestError):
        read_digest(values, LARGE)


def _saved(tmp_path: Path) -> ResumeFile:
    file = ResumeFile(tmp_path / "state.json")
    state = file.load(PLAN)
    assert not state.done
    state.add(range(1, 2), ONE)
    file.save(state)
    return file


def test_a_run_goes_on_where_it_was(tmp_path: Path) -> None:
    file = _saved(tmp_path)
    state = file.load(PLAN)
    assert list(state.pending()) == [range(1), range(2, 3)]
    assert state.digest() == ONE
    assert not state.add(range(1, 2), ONE)
    assert state.add(range(2, 3), ONE)
    file.save(state)
    again = file.load(PLAN)
    assert list(again.pending()) == [range(1)]
    assert again.digest().units == 2


def test_it_is_written_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    file = ResumeFile(tmp_path / "state.json")
    state = file.load(PLAN)
    for now, is_written in ((29.0, False), (31.0, True)):  # noqa: B007 # the clock reads it
        file.save_now_and_then(state)
        assert Path(file.path).exists() is is_written


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": "1.1"}, "by another version of Shapeproof"),
        ({"options": "others"}, "with other options"),
        ({"contracts": "others"}, "with other contracts"),
        ({"files": "others"}, "of other files, or these have changed since"),
        ({"units": 4}, "of other files, or these have changed since"),
    ],
)
def test_the_state_of_another_run_is_refused(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    file = _saved(tmp_path)
    with pytest.raises(UsageError, match=words) as raised:
        file.load(PLAN._replace(**change))
    assert raised.value.where == file.path
    assert "start anew" in (raised.value.hint or "")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("}}\n", "", "it is not valid JSON"),
        ('"shapeproof_resume":1', '"shapeproof_resume":2', "another version"),
        ('"plan":', '"plans":', "it names no plan"),
        ('"done":[[1,2]]', '"done":[[1,3]]', "not those of the digest"),
        ('"done":[[1,2]]', '"done":[[1,9]]', "not a range"),
        ('"done":[[1,2]]', '"done":[[2,1]]', "not a range"),
        ('"done":[[1,2]]', '"done":["1"]', "which units are done"),
        ('"units":1', '"units":-1', "not negative"),
        ('"samples":3', '"samples":4', "another number of samples"),
    ],
)
def test_a_damaged_state_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    file = _saved(tmp_path)
    path = Path(file.path)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(UsageError, match=words) as raised:
        file.load(PLAN)
    assert raised.value.hint


@pytest.mark.parametrize("content", ["", "precious", "[]", "{}", "[" * 100_000, "\0"])
def test_other_files_are_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other"
    path.write_text(content)
    with pytest.raises(UsageError, match="not overwritten"):
        ResumeFile(path).load(PLAN)
    assert path.read_text() == content


def test_what_can_not_be_read_or_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        ResumeFile(tmp_path).load(PLAN)
    (tmp_path / "file").write_text("")
    with pytest.raises(ShapeproofError, match="can't be written"):
        ResumeFile(tmp_path / "file" / "state.json").save(RunState(PLAN))


def test_a_fingerprint_is_of_values_and_their_order() -> None:
    assert fingerprint([{"a": 1, "b": 2}]) == fingerprint([{"b": 2, "a": 1}])
    assert len({fingerprint(values) for values in ([], [1], [1, 2], [2, 1], [[1, 2]], ["1"], [12])}) == 7
