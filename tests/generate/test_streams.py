"""Streams in models: kept as boto3 returned them, unread; events are models. `test_boto3_uses` has all variants."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import cache
from types import ModuleType
from typing import Any, Final, cast

import pytest

from shapeproof import load
from shapeproof.contract import Contract, View
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.module_body import generate_body
from shapeproof.representations.streams import event_stream, streaming_body

METADATA: Final[Mapping[str, Any]] = {"RequestId": "r-1", "HTTPStatusCode": 200, "HTTPHeaders": {}, "RetryAttempts": 0}
EVENTS: Final = (
    {"messageStart": {"role": "assistant"}},
    {"contentBlockDelta": {"contentBlockIndex": 0, "delta": {"text": "Hello"}}},
)


@cache  # with the contract, its modules are kept
def contract_of(operation: str) -> Contract:
    return load(operation)


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], Any]:
    """Returns the models of an operation."""

    def models(operation: str, flavour: str, view: str) -> Any:
        module = ModuleType(f"streams_{flavour}_{view}")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        body = generate_body([contract_of(operation)], cast("FlavourName", flavour), cast("View", view))
        exec(compile(body.source, module.__name__, "exec"), module.__dict__)
        return module

    return models


def loaded_and_written(module: Any, model: Any, answer: Mapping[str, Any]) -> tuple[Any, Any]:
    """The model of an answer, and what it is as boto3 returns it again."""
    if not hasattr(model, "from_boto3"):
        loaded = module.from_dict(model, answer, "sdk", metadata=True)
        return loaded, module.to_dict(model, loaded)
    loaded = model.from_boto3(answer)
    return loaded, loaded.to_boto3()


def member(model: Any, name: str) -> Any:
    if isinstance(model, dict):
        return cast("dict[str, Any]", model)[name]
    return getattr(model, name, None) or getattr(model, name.lower())


@pytest.mark.parametrize("flavour", list(FLAVOURS))
def test_a_stream_of_bytes_is_kept_unread(models: Callable[..., Any], flavour: str) -> None:
    module = models("lambda.invoke", flavour, "tolerant")
    body = streaming_body(b'{"ok": true}')
    answer = {"StatusCode": 200, "Payload": body, "ResponseMetadata": METADATA}
    loaded, written = loaded_and_written(module, module.InvocationResponse, answer)
    assert member(loaded, "Payload") is body
    assert written == answer
    assert written["Payload"] is body
    assert body.read() == b'{"ok": true}'


@pytest.mark.parametrize("flavour", list(FLAVOURS))
def test_a_stream_of_events_yields_models(models: Callable[..., Any], flavour: str) -> None:
    module = models("bedrock-runtime.converse_stream", flavour, "strict")
    source = event_stream(EVENTS)
    loaded, written = loaded_and_written(
        module, module.ConverseStreamResponse, {"stream": source, "ResponseMetadata": METADATA}
    )
    assert written["stream"] is source
    stream = member(loaded, "stream")
    started, delta = stream
    if flavour == "typeddict":
        assert [started, delta] == list(EVENTS)
        assert stream is source
        return
    assert isinstance(started, module.ConverseStreamOutput)
    assert [started.to_boto3(), delta.to_boto3()] == list(EVENTS)
    assert stream.source is source
    assert list(stream) == []  # it can be read once
    stream.close()


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec", "dataclass"])
def test_what_a_test_or_a_recording_has_instead_of_a_stream_loads(models: Callable[..., Any], flavour: str) -> None:
    module = models("bedrock-runtime.converse_stream", flavour, "strict")
    model = module.ConverseStreamResponse
    listed = model.from_boto3({"stream": list(EVENTS)})
    assert [event.to_boto3() for event in listed.stream] == list(EVENTS)
    listed.stream.close()
    assert model.from_boto3({"stream": "<EventStream>"}).stream == "<EventStream>"
    assert model.from_boto3({}).to_boto3() == {}


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec", "dataclass"])
def test_an_event_that_breaks_the_model_is_refused_when_it_arrives(models: Callable[..., Any], flavour: str) -> None:
    module = models("bedrock-runtime.converse_stream", flavour, "strict")
    broken = {"messageStart": {"role": 5}}
    events = iter(module.ConverseStreamResponse.from_boto3({"stream": event_stream([*EVENTS, broken])}).stream)
    assert [next(events).to_boto3() for _ in EVENTS] == list(EVENTS)
    with pytest.raises(ValueError, match=r"(?i)role"):
        next(events)


def test_what_boto3_always_hands_over_is_required_of_its_dicts() -> None:
    source = generate_body([contract_of("bedrock-runtime.converse_stream")], "typeddict", "strict").source
    assert 'ConverseStreamOutputStream: TypeAlias = EventStream["ConverseStreamOutput"]' in source
    assert "    stream: ReadOnly[ConverseStreamOutputStream]\n" in source
    assert (
        "    Payload: ReadOnly[StreamingBody]\n"
        in generate_body([contract_of("lambda.invoke")], "typeddict", "tolerant").source
    )
