"""The rules of a schema: responses that keep them, and those that break one alone."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from shapeproof.contract import Pointer, Schema
from shapeproof.rules.evaluator import compile_rules
from shapeproof.rules.paths import member_pointer
from shapeproof.rules.reading import has_rules
from shapeproof.sample.coherence import Repairer
from shapeproof.sample.coherence.breaking import broken_alone, coherent_bases

__all__ = ["SchemaRules"]


class SchemaRules:
    """The rules of one schema, compiled when they are first asked for."""

    def __init__(self, root: Schema) -> None:
        self._root = root

    @cached_property
    def _repairer(self) -> Repairer | None:
        return Repairer(self._root, compile_rules(self._root)) if has_rules(self._root) else None

    @cached_property
    def _bases(self) -> list[Any]:
        return [] if self._repairer is None else list(coherent_bases(self._repairer))

    def are_kept(self, response: Any) -> bool:
        """Whether a response keeps all rules."""
        return self._repairer is None or not self._repairer.broken(response)

    def repaired(self, response: Any) -> Any:
        """A response that keeps the rules, as near to this one as is found; the response itself if none is."""
        if self._repairer is None:
            return response
        repaired = self._repairer.repaired(response)
        return response if repaired.broken else repaired.response

    def broken_response(self, rule: str) -> tuple[Any, Pointer] | None:
        """A response that breaks a rule and nothing else, and where it is broken; None if none is found."""
        readers = None if self._repairer is None else self._repairer.rules.get(rule)
        if self._repairer is None or readers is None or readers.checked.reads_old_self:
            return None
        checked = readers.checked.rule
        found = broken_alone(self._repairer, checked, self._bases)
        if found is None:
            return None
        return found.response, (*found.pointer, *member_pointer(self._root, checked, checked.at[0]))
