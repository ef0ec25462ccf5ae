"""How deep definitions are nested in each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

__all__ = ["MAX_NESTING", "nesting_depths"]

MAX_NESTING: Final = 100
"""How deep shapes may be nested. In botocore 1.44.5, bedrock-agent-runtime's are the deepest: 23."""


def nesting_depths(graph: Mapping[str, Iterable[str]], own_depths: Mapping[str, int] | None = None) -> dict[str, int]:
    """How deep each definition is: the greatest number of definitions of which each contains the next.

    Definitions that contain each other count all together, wherever one of them is entered: no path through them visits
    more. The time is linear in the size of the graph.

    Args:
        graph: the names of the definitions that each definition refers to. Names without an entry are ignored.
        own_depths: how much each definition counts, if not one.

    Returns:
        The depth of each definition. A definition comes after those that it contains, unless they contain it.
    """
    finished: dict[str, int] = {}
    order: dict[str, int] = {}
    earliest: dict[str, int] = {}
    open_names: list[str] = []
    for start in graph:
        if start in order:
            continue
        # Tarjan's algorithm, with a stack of its own: a recursion would end at the limit of Python.
        pending = [(start, iter(graph[start]))]
        order[start] = earliest[start] = len(order)
        open_names.append(start)
        while pending:
            name, references = pending[-1]
            for reference in references:
                if reference not in graph:
                    continue
                if reference not in order:
                    order[reference] = earliest[reference] = len(order)
                    open_names.append(reference)
                    pending.append((reference, iter(graph[reference])))
                    break
                if reference not in finished:
                    earliest[name] = min(earliest[name], order[reference])
            else:
                pending.pop()
                if pending:
                    owner = pending[-1][0]
                    earliest[owner] = min(earliest[owner], earliest[name])
                if earliest[name] == order[name]:
                    component = [open_names.pop()]
                    while component[-1] != name:
                        component.append(open_names.pop())
                    below = max((finished.get(other, 0) for member in component for other in graph[member]), default=0)
                    own = sum(own_depths[member] for member in component) if own_depths else len(component)
                    finished |= dict.fromkeys(component, below + own)
    return finished
