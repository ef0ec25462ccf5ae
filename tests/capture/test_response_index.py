"""Operations are found by the members of their responses, and what can't be read hides no others."""

from __future__ import annotations

import json
from typing import Final

from shapeproof.capture.response_index import ResponseIndex


def model(*members: str) -> bytes:
    output = {"type": "structure", "members": {name: {"shape": "Text"} for name in members}}
    operations = {"GetThing": {"output": {"shape": "Output"}}, "DropThing": {}}
    return json.dumps({"operations": operations, "shapes": {"Output": output}}).encode()


MODELS: Final = {"one": model("A", "B", "C"), "two": model("B", "C", "D"), "three": model(), "bad": b"{", "odd": b"[]"}
ALL: Final[dict[str, set[str]]] = {
    "one.get_thing": {"A", "B", "C"}, "two.get_thing": {"B", "C", "D"}, "three.get_thing": set(),
    "one.drop_thing": set(), "two.drop_thing": set(), "three.drop_thing": set(),
}  # fmt: skip


def test_operations_that_have_most_members_are_found() -> None:
    index = ResponseIndex([*MODELS, "missing"], MODELS.__getitem__)
    assert index.operations_like(["A", "B", "\ud800"]) == {"one.get_thing": {"A", "B", "C"}, "one.drop_thing": set()}
    assert index.operations_like(["B", "C"]).keys() == {f"{name}.{kind}_thing" for name in ("one", "two") for kind in ("get", "drop")}  # fmt: skip
    assert index.operations_like(["A", "D"]) == {}
    assert index.all_operations == ALL


def test_after_a_few_searches_all_models_are_parsed_once() -> None:
    read: list[str] = []

    def read_model(service: str) -> bytes:
        read.append(service)
        return MODELS[service]

    index = ResponseIndex(MODELS, read_model)
    for name in "ABCDEFGH":
        assert {operation for operation, members in ALL.items() if name in members} <= index.operations_like(
            [name]
        ).keys()
    assert index.operations_like(["A"]).keys() == {"one.get_thing", "one.drop_thing"}
    assert len(read) == 4 * len(MODELS)
