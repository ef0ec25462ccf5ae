"""Histories as a Hypothesis strategy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from shapeproof.fuzz.drawing.history_composer import MAX_POLLS, HistoryComposer
from shapeproof.fuzz.drawing.strategies import planned_responses

__all__ = ["planned_histories"]


@st.composite
def planned_histories(
    draw: st.DrawFn, composer: HistoryComposer, convert: Callable[[Any], Any] = lambda response: response
) -> list[Any]:
    """Lists of responses of one resource, as a poller sees them.

    Args:
        draw: Hypothesis's.
        composer: makes the histories.
        convert: writes a response, in `cli`, in another representation.
    """
    following = draw(st.integers(0, MAX_POLLS - 1))  # the fewest come first, so that failures shrink to them
    responses = [composer.started(draw(planned_responses(composer.first)))]
    for number in range(following):
        if responses[-1] is None or composer.is_over(responses[-1]):
            break
        plan = composer.last if number == following - 1 else composer.middle
        responses.append(composer.followed(responses[-1], draw(planned_responses(plan))))
    if responses[-1] is None:
        reject()
    return [convert(response) for response in responses]
