"""How much a digest keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["DEFAULT_LIMITS", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a digest keeps. Only digests of the same limits can be merged.

    Attributes:
        samples: the findings that are kept of each key: severity, contract, code, rule and path.
        paths: the keys that are kept of each severity, contract, code and rule: recordings can make up paths.
        keys: the keys that are kept in all.
        contracts: the contracts that are kept in each table of contracts; AWS has some 20,000 operations.
        names: the entries that are kept of each other table, such as the reasons why files are skipped.
    """

    samples: int = 3
    paths: int = 100
    keys: int = 10_000
    contracts: int = 100_000
    names: int = 1_000


DEFAULT_LIMITS: Final = Limits()
