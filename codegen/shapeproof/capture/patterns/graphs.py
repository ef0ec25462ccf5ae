"""Shortest paths and strongly connected components of graphs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

__all__ = ["components", "shortest_path"]

_State = TypeVar("_State")


def shortest_path(
    starts: Iterable[_State], following: Callable[[_State], Iterable[_State]], end: _State
) -> list[_State] | None:
    """The shortest path from one of the starts to the end, both included; None if there is none."""
    origins: dict[_State, _State | None] = dict.fromkeys(starts)
    queue = deque(origins)
    while queue:
        state = queue.popleft()
        if state == end:
            path = [state]
            while (origin := origins[path[-1]]) is not None:
                path.append(origin)
            return path[::-1]
        for target in following(state):
            if target not in origins:
                origins[target] = state
                queue.append(target)
    return None


def components(count: int, following: Callable[[int], Iterable[int]]) -> list[list[int]]:
    """The strongly connected components, by Tarjan's algorithm without recursion."""
    numbers: dict[int, int] = {}
    lowest: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[list[int]] = []
    for root in range(count):
        if root in numbers:
            continue
        work: list[tuple[int, Iterator[int]]] = []

        def visit(state: int, work: list[tuple[int, Iterator[int]]] = work) -> None:
            numbers[state] = lowest[state] = len(numbers)
            stack.append(state)
            on_stack.add(state)
            work.append((state, iter(following(state))))

        visit(root)
        while work:
            state, targets = work[-1]
            for target in targets:
                if target not in numbers:
                    visit(target)
                    break
                if target in on_stack:
                    lowest[state] = min(lowest[state], numbers[target])
            else:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[state])
                if lowest[state] == numbers[state]:
                    component: list[int] = []
                    while not component or component[-1] != state:
                        component.append(stack.pop())
                        on_stack.discard(component[-1])
                    found.append(component)
    return found
