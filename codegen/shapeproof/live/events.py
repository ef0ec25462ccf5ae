"""botocore's events -> the answers that clients get. Whatever goes wrong here never reaches the client's caller."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

from shapeproof.contract import operation_key
from shapeproof.errors import UsageError
from shapeproof.live.contracts import LiveContracts
from shapeproof.live.response_events import LiveResponse, live_response
from shapeproof.registry import ContractRegistry

__all__ = ["EVERYTHING", "Handlers", "Only", "Subscription", "events_of", "handlers"]

Handlers = tuple[tuple[str, Callable[..., None]], ...]

_RECEIVED: Final = "shapeproof-received"
"""Where one event leaves the HTTP answer for the next, in the call's own context."""


@dataclass(frozen=True, slots=True)
class Only:
    """The services and operations to look at; all where none are named."""

    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str, registry: ContractRegistry) -> Only:
        """`sagemaker,s3.list_buckets`, operations in either spelling, as the installed botocore knows them.

        Raises UsageError for a text of another form, UnknownContractError for a name that nothing knows.
        """
        names: set[str] = set()
        for part in text.split(","):
            service, dot, operation = part.strip().lower().partition(".")
            if not service or (dot and not operation):
                raise UsageError(
                    f"{text!r} names no services or operations", hint="write SERVICE or SERVICE.OPERATION, with commas"
                )
            if dot:
                registry.models.find(service, operation)
            else:
                registry.models.require(service)
            names.add(_name(service, operation) if dot else service)
        return cls(frozenset(names))

    def has(self, service: str, operation: str) -> bool:
        """Whether an operation is meant."""
        return not self.names or service in self.names or _name(service, operation) in self.names


EVERYTHING: Final = Only()


def _name(service: str, operation: str) -> str:
    return f"{service.lower()}.{operation_key(operation)}"


class Subscription:
    """What stands between a client's events and whoever listens; over with `stop`, or at the end of a `with`."""

    def __init__(self, target: Any, registered: Handlers) -> None:
        """`target` is a boto3 or botocore client or session. Raises UsageError for anything else."""
        self._events = events_of(target)
        self._is_over = False
        self._registered = tuple((name, self._until_over(handler)) for name, handler in registered)
        for name, handler in self._registered:
            self._events.register(name, handler)

    def _until_over(self, handler: Callable[..., None]) -> Callable[..., None]:
        """Clients that a session has made meanwhile keep what was registered when they were made."""

        def called(**event: object) -> None:
            if not self._is_over:
                handler(**event)

        return called

    def stop(self) -> None:
        """Listen no longer."""
        self._is_over = True
        for name, handler in self._registered:
            self._events.unregister(name, handler)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def events_of(target: Any) -> Any:
    """The event system of a boto3 or botocore client or session. Raises UsageError for anything else."""
    events = getattr(getattr(target, "meta", None), "events", None)  # a client's
    events = events or getattr(target, "events", None)  # a boto3 session's
    if events is None and hasattr(target, "get_component"):  # a botocore session's
        events = target.get_component("event_emitter")
    if not hasattr(events, "unregister"):
        raise UsageError(
            f"a {type(target).__name__} has no events to listen to",
            hint="give a client or a session of boto3 or botocore (of a resource, its .meta.client)",
        )
    return events


def handlers(
    contracts: LiveContracts,
    look: Callable[[LiveResponse], Callable[[], object] | None],
    on_trouble: Callable[[str], object],
    only: Only = EVERYTHING,
) -> Handlers:
    """Event names and what to register for them, on a client's or a session's events or among botocore's own handlers.

    `look` gets every answer of the operations meant; whatever it raises ends as a sentence for `on_trouble`. What it
    returns is called outside of that guard: what a user's own code raises is meant to be raised.
    """

    def received(context: dict[str, Any] | None, response_dict: Mapping[str, Any] | None, **_: object) -> None:
        if context is not None:
            context[_RECEIVED] = response_dict

    def answered(http_response: Any, parsed: Any, model: Any, context: Mapping[str, Any], **_: object) -> None:
        tell: Callable[[], object] | None = None
        try:
            if only.has(model.service_model.service_name, model.name):
                tell = look(live_response(contracts.of(model), model, context.get(_RECEIVED), http_response, parsed))
        except Exception as error:  # noqa: BLE001  an observer that breaks what it observes is worse than none
            on_trouble(f"{getattr(model, 'name', 'an answer')}: {type(error).__name__}: {error}")
        if tell is not None:
            tell()

    # With both wildcards botocore calls these before what it registers for a service, and so before its own handlers
    # change an answer: they decode policies, for one.
    return (("response-received.*.*", received), ("after-call.*.*", answered))
