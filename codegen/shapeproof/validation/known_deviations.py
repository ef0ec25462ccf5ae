"""Violations that a contract explains: real services are known to send this, although the model forbids it."""

from __future__ import annotations

from typing import Any, Final

from shapeproof.contract import Contract, Schema
from shapeproof.validation.engines.compilation import Engine, EngineName, compile_schema

__all__ = ["KNOWN", "OF_OWNER", "explanation"]

KNOWN: Final = "AWS itself breaks this"
"""How the message of a finding starts that a contract explains."""
OF_OWNER: Final = frozenset({"required", "additionalProperties"})
"""Keywords that are about a member: its owner has them, and `sends` lists names."""


def explanation(
    contract: Contract, engine: EngineName, keyword: str, shape: Schema, owner: Schema, name: object, value: object
) -> str | None:
    """Why a violation is known from real services; None if it is not.

    Args:
        contract: the contract.
        engine: the engine that compares a value with what services send.
        keyword: the violated keyword.
        shape: the schema of the value at fault, or of the missing member.
        owner: the schema of the object or list that the value is in.
        name: the name of the member.
        value: the value; None if it is missing.
    """
    stated: Any = (owner if keyword in OF_OWNER else shape).get("x-deviations", {}).get(keyword)
    if stated is None:
        return None
    if keyword in OF_OWNER:
        return stated["reason"] if name in stated["sends"] else None
    sends: Any = tuple(stated["sends"]) if keyword == "enum" else stated["sends"]
    return stated["reason"] if contract.derived(_compiled, engine, keyword, sends).is_valid(value) else None


def _compiled(_: Contract, engine: EngineName, keyword: str, sends: Any) -> Engine:
    return compile_schema({keyword: list(sends) if keyword == "enum" else sends}, engine)
