"""Which operations' responses have given members, of all services of a botocore."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Any, Final, cast

from shapeproof.capture.model import snake_case

__all__ = ["ResponseIndex"]

_MAX_SEARCHES: Final = 3
"""Searching all models for names takes half as long as parsing them, which need be done only once."""


class ResponseIndex:
    """The members of responses, by operation: of the models that may matter, until all of them are cheaper."""

    def __init__(self, services: Iterable[str], read: Callable[[str], bytes]) -> None:
        """Read nothing yet.

        Args:
            services: the services.
            read: returns the content of a service's model; raises OSError or ValueError if it can't be read.
        """
        self._services = tuple(services)
        self._read = read
        self._found: dict[frozenset[str], Mapping[str, frozenset[str]]] = {}

    def operations_like(self, members: Collection[str]) -> Mapping[str, frozenset[str]]:
        """The members of responses by the operation's name (`s3.list_buckets`), of those that may have most of some.

        Every operation is among them that has more than half of the members; others may be as well. What can't be read
        is left out: whoever needs that model is told.

        Args:
            members: the members.
        """
        names = frozenset(members)
        if names not in self._found:
            if len(self._found) == _MAX_SEARCHES:
                return self.all_operations
            quoted = [f'"{name}"'.encode("utf-8", "surrogatepass") for name in names]
            self._found[names] = self._operations(lambda model: sum(name in model for name in quoted) * 2 > len(quoted))
        return self._found[names]

    @cached_property
    def all_operations(self) -> Mapping[str, frozenset[str]]:
        """The members of every response by the operation's name. It takes about two seconds."""
        return self._operations(lambda _: True)

    def _operations(self, is_wanted: Callable[[bytes], bool]) -> Mapping[str, frozenset[str]]:
        members: dict[str, frozenset[str]] = {}
        for service in self._services:
            try:
                content = self._read(service)
                if is_wanted(content):
                    members |= _response_members(service, cast("Mapping[str, Any]", json.loads(content)))
            except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
                continue
        return members


def _response_members(service: str, model: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    shapes = model["shapes"]
    return {
        f"{service}.{snake_case(name)}": frozenset(
            shapes[operation["output"]["shape"]].get("members", ()) if "output" in operation else ()
        )
        for name, operation in model["operations"].items()
    }
