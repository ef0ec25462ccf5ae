"""Subscriptions to botocore's events. An error in here never reaches the code that calls the client."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from pathlib import PurePath
from traceback import extract_tb, walk_tb
from types import TracebackType
from typing import Any, Final, Self

from shapeproof.contract import Contract
from shapeproof.errors import ShapeproofError, UsageError, with_article
from shapeproof.live.contracts import LiveContracts
from shapeproof.live.garbage_collection import collection_paused
from shapeproof.live.operation_filter import ALL_OPERATIONS, OperationFilter
from shapeproof.live.responses import LiveResponse, live_response, rejected_response
from shapeproof.recordings.http.botocore_rejection import botocore_rejection
from shapeproof.recordings.syntax.parse_error import ParseError

__all__ = ["LOG", "Handlers", "Subscription", "event_emitter", "event_handlers"]

Handlers = tuple[tuple[str, Callable[..., None]], ...]

LOG: Final = logging.getLogger("shapeproof")

_CONTEXT_KEY: Final = "shapeproof-received"
"""Where one event leaves the HTTP response for a later one, in the context of the call."""

_PARSERS: Final = frozenset({"botocore.parsers", "aiobotocore.parsers"})


class Subscription:
    """Handlers that are registered on a client or session, until `stop` or the end of a `with` block."""

    def __init__(self, target: Any, handlers: Handlers) -> None:
        """Register the handlers.

        Args:
            target: a client or session of boto3 or botocore.
            handlers: event names and their handlers.

        Raises:
            UsageError: the target has no events.
        """
        self._events = event_emitter(target)
        self._is_stopped = False
        self._handlers = tuple((name, self._until_stopped(handler)) for name, handler in handlers)
        for name, handler in self._handlers:
            self._events.register(name, handler)

    def _until_stopped(self, handler: Callable[..., None]) -> Callable[..., None]:
        """Clients that a session created meanwhile keep their handlers, so these must do nothing once stopped."""

        def handle(**event: object) -> None:
            if not self._is_stopped:
                handler(**event)

        return handle

    def stop(self) -> None:
        """Unregister the handlers."""
        self._is_stopped = True
        for name, handler in self._handlers:
            self._events.unregister(name, handler)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def event_emitter(target: Any) -> Any:
    """Return the event emitter of a client or session of boto3 or botocore.

    Raises:
        UsageError: the target has no events.
    """
    events = getattr(getattr(target, "meta", None), "events", None)  # a client
    events = events or getattr(target, "events", None)  # a boto3 session
    if events is None and hasattr(target, "get_component"):  # a botocore session
        events = target.get_component("event_emitter")
    if not hasattr(events, "unregister"):
        raise UsageError(
            f"expected a client or session of boto3 or botocore, got {with_article(type(target).__name__)}, which has no events",
            hint="of a resource, pass its .meta.client",
        )
    return events


def event_handlers(
    contracts: LiveContracts,
    on_response: Callable[[LiveResponse], Callable[[], object] | None],
    on_error: Callable[[str], object],
    operations: OperationFilter = ALL_OPERATIONS,
    on_unselected: Callable[[str], object] | None = None,
) -> Handlers:
    """Return handlers for the events of a client or session, or for botocore's list of its own handlers.

    Args:
        contracts: finds the contracts of operations.
        on_response: called with each response. What it raises ends up at `on_error`; the function that it returns is
            called afterwards, and what that raises reaches the caller of the client.
        on_error: called with a message when a response can't be checked.
        operations: the operations whose responses are passed on.
        on_unselected: called with the operation of each other response, as `s3.ListBuckets`.
    """
    # What botocore is parsing. A context variable, because the event before has no context of the call: threads and
    # asyncio's tasks have one each, and of nested calls, the inner one ends before the outer one is parsed.
    parsing: ContextVar[tuple[Any, Mapping[str, Any]] | None] = ContextVar("shapeproof-parsing", default=None)

    def call_started(**_: object) -> None:
        parsing.set(None)  # of a call that was interrupted

    def parsing_started(operation_model: Any, response_dict: Mapping[str, Any], **_: object) -> None:
        parsing.set((operation_model, response_dict))

    def response_received(context: dict[str, Any] | None, response_dict: Mapping[str, Any] | None, **_: object) -> None:
        parsing.set(None)
        if context is not None:
            context[_CONTEXT_KEY] = response_dict

    def call_failed(exception: Exception, event_name: str, **_: object) -> None:
        rejected = parsing.get()
        parsing.set(None)
        if rejected is not None:
            model, received = rejected
            check(model, lambda contract: rejected_response(contract, model, received, exception))
        elif _is_raised_by_parser(exception):  # older versions of botocore don't tell what they are going to parse
            operation = event_name.rpartition(".")[2]
            on_error(f"{operation}: {botocore_rejection(exception).message}")

    def call_completed(http_response: Any, parsed: Any, model: Any, context: Mapping[str, Any], **_: object) -> None:
        received = context.get(_CONTEXT_KEY)
        check(model, lambda contract: live_response(contract, model, received, http_response, parsed))

    def check(model: Any, response_of: Callable[[Contract], LiveResponse]) -> None:
        notify: Callable[[], object] | None = None
        try:
            if operations.matches(model.service_model.service_name, model.name):
                with collection_paused():
                    notify = on_response(response_of(contracts.contract_of(model)))
            elif on_unselected is not None:
                on_unselected(f"{model.service_model.service_name}.{model.name}")
        except Exception as error:  # noqa: BLE001  an observer must never break what it observes
            on_error(f"{getattr(model, 'name', 'unknown operation')}: {_described(error)}")
        if notify is not None:
            notify()

    # With both wildcards, botocore calls these before the handlers of a service, its own among them, which change
    # responses: they decode policies, for example.
    return (
        ("before-call.*.*", call_started),
        ("before-parse.*.*", parsing_started),
        ("response-received.*.*", response_received),
        ("after-call.*.*", call_completed),
        ("after-call-error.*.*", call_failed),
    )


def _is_raised_by_parser(error: Exception) -> bool:
    modules = (frame.f_globals.get("__name__") for frame, _ in walk_tb(error.__traceback__))
    return any(module in _PARSERS for module in modules)


def _described(error: Exception) -> str:
    """The type of an error and what it says, without what it may quote of a response.

    Errors of Shapeproof's own, and of the parsers, say what is wrong in words that hold no values of a response. Of any
    other error, the place has to do; the log has the rest at level DEBUG.
    """
    kind = type(error).__name__
    if isinstance(error, ShapeproofError):
        return f"{kind}: {error}"
    if isinstance(error, ParseError):
        return str(error)
    LOG.debug("a response could not be checked", exc_info=error)
    frames = extract_tb(error.__traceback__)
    place = f" in {frames[-1].name}, line {frames[-1].lineno} of {PurePath(frames[-1].filename).name}" if frames else ""
    return f"{kind}{place} (the message may quote the response, and is logged at level DEBUG only)"
