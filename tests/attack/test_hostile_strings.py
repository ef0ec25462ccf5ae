"""The corpus of hostile strings is sound: names are unique, and it has the kinds that attacks are made of."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from tests.attack.hostile_strings import hostile_strings


def test_names_are_unique() -> None:
    names = [hostile.name for hostile in hostile_strings(Path("canary"))]

    assert len(names) == len(set(names))


def test_texts_are_unique() -> None:
    texts = [hostile.text for hostile in hostile_strings(Path("canary"))]

    assert len(texts) == len(set(texts))


def test_every_kind_of_character_that_is_not_printable_is_attacked() -> None:
    text = "".join(hostile.text for hostile in hostile_strings(Path("canary")))
    categories = {unicodedata.category(character) for character in set(text)}

    assert {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"} <= categories


def test_the_canary_is_the_path_that_was_given(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    armed = [hostile for hostile in hostile_strings(canary) if str(canary) in hostile.text]

    assert len(armed) >= 25
    assert not any("CANARY" in hostile.text for hostile in hostile_strings(canary))


def test_long_strings_can_be_left_out() -> None:
    assert max(len(hostile.text) for hostile in hostile_strings(Path("canary"), longest=500)) <= 500
