"""The lead of a description: a few whole paragraphs or sentences."""

from __future__ import annotations

import pytest

from shapeproof.markup.prose import split_lead


@pytest.mark.parametrize(
    ("text", "lead", "rest"),
    [
        ("", "", ""),
        ("Short.\n\nAll of it.", "Short.\n\nAll of it.", ""),
        ("One.\n\nTwo.\n\nThree, which is longer.", "One.\n\nTwo.", "Three, which is longer."),
        ("One.\n \n- a list that is too long", "One.", "- a list that is too long"),
        ("One sentence. Another one that is long.", "One sentence.", "Another one that is long."),
        ("It is (e.g. this) one sentence of words.", "", "It is (e.g. this) one sentence of words."),
        ("First. In `code. Nothing` is cut, ever.", "First.", "In `code. Nothing` is cut, ever."),
        ("The \x01link. Text\x02https://a.b\x03 is whole.", "", "The \x01link. Text\x02https://a.b\x03 is whole."),
    ],
)
def test_lead_ends_with_a_paragraph_or_a_sentence(text: str, lead: str, rest: str) -> None:
    assert split_lead(text, 25) == (lead, rest)
