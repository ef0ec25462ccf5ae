"""What pages must hold so that a loop over them ends where it should: tokens, and the flag that another page follows."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice, pairwise
from typing import Any, Final, NamedTuple

from shapeproof.contract import Contract, Schema, resolve
from shapeproof.contract.routes import follow_route, has_path, route_to, shape_at
from shapeproof.errors import UsageError
from shapeproof.fuzz.core.choices import ABSENT, PRESENT
from shapeproof.sample.errors import UnsatisfiableString
from shapeproof.sample.responses import smallest
from shapeproof.sample.scalars import SampleStyle, keys, scalar

__all__ = ["MAX_PAGES", "PagePins", "no_paginator", "page_pins"]

MAX_PAGES: Final = 4


class PagePins(NamedTuple):
    """Pins by path.

    Attributes:
        followed: those of the pages before the last one, which differ in their tokens.
        last: those of the last page.
    """

    followed: tuple[dict[str, Any], ...]
    last: dict[str, Any]

    def with_common(self, common: Mapping[str, Any]) -> PagePins:
        """These pins, and others of every page."""
        return PagePins(tuple({**common, **pins} for pins in self.followed), {**common, **self.last})


def page_pins(contract: Contract) -> PagePins:
    """The pins of the pages of an operation.

    Args:
        contract: the contract of an operation that boto3 has a paginator for.

    Raises:
        UsageError: there is no paginator, or no page of its could be the last one.
    """
    paginator, root = contract.paginator, contract.response
    if paginator is None:
        raise no_paginator(contract, hint="leave pages out")
    tokens = [path for path in paginator.output_tokens if has_path(root, path)]
    flag = paginator.more_results
    if flag is not None and not (has_path(root, flag) and shape_at(root, flag).get("type") == "boolean"):
        raise UsageError(f"{contract.name}: its paginator looks at {flag}, which is not a boolean of the response")
    if not tokens and flag is None:
        raise UsageError(f"{contract.name}: nothing in a page of its tells whether another one follows")
    followed: list[dict[str, Any]] = [{} for _ in range(MAX_PAGES - 1)]
    last: dict[str, Any] = {}
    for number, path in enumerate(tokens):
        last |= {path: ABSENT} if _is_optional(root, path) else _empty(contract, path, flag)
        if not number:  # one token tells pages apart; the others stand for parts of it that may be missing
            for pins, token in zip(followed, _tokens(contract, path), strict=True):
                pins.update(_with_owners(path, token))
    if flag is not None:
        last |= _with_owners(flag, value=False)
        for pins in followed:
            pins.update(_with_owners(flag, value=True))
    return PagePins(tuple(followed), last)


def no_paginator(contract: Contract, *, hint: str) -> UsageError:
    """The error that an operation has no pages."""
    return UsageError(
        f"{contract.name} has no pages: botocore has no paginator for it, or one that merges nothing", hint=hint
    )


def _with_owners(path: str, value: Any) -> dict[str, Any]:
    """A pin, and the presence of the structures around the member."""
    names = path.split(".")
    owners = {".".join(names[:length]): PRESENT for length in range(1, len(names))}
    return {**owners, path: value}


def _is_optional(root: Schema, path: str) -> bool:
    route = route_to(root, path)
    owner, _ = follow_route(root, route)
    return route[-1].removeprefix(".") not in owner.get("required", ())


def _empty(contract: Contract, path: str, flag: str | None) -> dict[str, Any]:
    """The pin of a token that the last page must have: an empty string, unless the flag tells that the page is the last."""
    if flag is not None:
        return {}
    shape = shape_at(contract.response, path)
    if shape.get("type") != "string" or shape.get("minLength", 0) or "enum" in shape:
        raise UsageError(f"{contract.name}: {path} is required, so that no page could be the last one")
    return {path: ""}


def _tokens(contract: Contract, path: str) -> list[Any]:
    """Tokens that are different, and not empty: a loop would end there."""
    root, shape = contract.response, shape_at(contract.response, path)
    try:
        tokens = [_token(root, shape, index) for index in range(MAX_PAGES - 1)]
    except UnsatisfiableString as error:
        raise UsageError(f"{contract.name}: no token can be made for {path}: {error.message}") from error
    if not all(tokens) or any(token == before for token, before in pairwise(tokens)):
        raise UsageError(f"{contract.name}: {path} has too few values to tell pages apart")
    return tokens


def _token(root: Schema, shape: Schema, index: int) -> Any:
    """The token with an index: another one for each, if the schema allows several; None for what can't be a token."""
    if shape.get("type") in {"string", "integer", "number"}:
        return scalar(shape, SampleStyle(plain=True, index=index))
    if isinstance(shape.get("additionalProperties"), Mapping):  # a key of a table, for example
        names = resolve(root, shape.get("propertyNames", {"type": "string"}))
        name = list(islice(keys(names, SampleStyle(plain=True)), index + 1))[-1]
        return {name: smallest({**shape["additionalProperties"], "$defs": root["$defs"]})}
    return None
