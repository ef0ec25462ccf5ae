"""Suggests contracts for a name that none has: another service, the service by another name, or a similar operation.

Everything is known from the models of botocore. Reading the operations of all services takes half a second, which only
whoever made a mistake waits for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Final

from shapeproof.contract import operation_key
from shapeproof.errors import nearest

if TYPE_CHECKING:  # slow to import
    from shapeproof.capture.sources import ModelSource

__all__ = ["similar_contracts", "similar_services"]

_NAMES: Final = ("serviceId", "endpointPrefix", "signingName", "uid", "serviceAbbreviation", "serviceFullName")
"""The entries of a model's metadata that name its service: boto3, the AWS CLI, IAM and people use one or the other."""
_DATE: Final = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_VENDOR: Final = re.compile(r"^(?:aws|amazon)")
_MAX_SUGGESTED: Final = 3
_MIN_PREFIX: Final = 3


def similar_services(models: ModelSource, service: str) -> list[str]:
    """The services that are called so elsewhere, else those with a similar name; at most three.

    Args:
        models: the service models.
        service: an unknown name.
    """
    wanted = _key(service)
    keys = {known: {*_keys(known, models)} for known in models.services}
    if same := [known for known, names in keys.items() if wanted in names]:
        return same[:_MAX_SUGGESTED]
    is_short = len(wanted) < _MIN_PREFIX
    begun = [] if is_short else [known for known, names in keys.items() if any(map(_starts(wanted), names))]
    similar: list[str] = nearest(service, models.services, limit=_MAX_SUGGESTED)
    either: dict[str, None] = dict.fromkeys([*similar, *begun])
    return list(either)[:_MAX_SUGGESTED]


def _starts(prefix: str) -> Callable[[str], bool]:
    return lambda name: name.startswith(prefix)


def similar_contracts(models: ModelSource, service: str, operation: str) -> list[str]:
    """The names of contracts that may have been meant; at most three, the likeliest first.

    Args:
        models: the service models.
        service: the service, known or not; "" if none was named.
        operation: an operation that this service doesn't have, or an unknown one.
    """
    from shapeproof.capture.model import snake_case

    operations = models.operations_by_service
    services = [service] if service in operations else similar_services(models, service) if service else []
    key = operation_key(operation)

    def named(among: Collection[str]) -> list[str]:
        return [
            f"{each}.{snake_case(name)}" for each in among for name in operations[each] if operation_key(name) == key
        ]

    known = [each for each in services if each in operations]
    if found := named(known) or named(operations):
        return found[:_MAX_SUGGESTED]
    for among in (known, operations):
        spelled = {operation_key(name): f"{each}.{snake_case(name)}" for each in among for name in operations[each]}
        if similar := nearest(key, spelled, limit=_MAX_SUGGESTED):
            return [spelled[name] for name in similar]
    return []


def _keys(service: str, models: ModelSource) -> Iterator[str]:
    yield _key(service)
    metadata = models.metadata.get(service, {})
    for entry in _NAMES:
        if isinstance(name := metadata.get(entry), str):
            key = _key(_DATE.sub("", name))
            yield key
            yield _VENDOR.sub("", key)


def _key(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
