"""The section of a page about what came and went."""

from __future__ import annotations

from collections.abc import Iterator

from shapeproof.contract import Contract
from shapeproof.contract.timeline import Timeline
from shapeproof.generate.docs.page_model import PageHistory, PathTree
from shapeproof.generate.docs.path_tree import anchor_of
from shapeproof.markup.timeline_picture import picture_of, timeline_words
from shapeproof.registry.edition_choice import end_of_period

__all__ = ["build_history"]


def build_history(contract: Contract, timeline: Timeline, response: PathTree) -> PageHistory:
    """Build the section.

    Args:
        contract: the contract of the page; the time of its releases is marked.
        timeline: what came and went.
        response: the paths of the response, which the section links to.
    """
    shown = set(_anchors(response))
    paths = dict.fromkeys(lifetime.path for lifetime in timeline.lifetimes)
    days = sorted(filter(None, map(end_of_period, contract.released.values())))
    picture = picture_of(timeline, (days[0], days[-1]) if days else None)
    return PageHistory(
        picture,
        timeline_words(timeline),
        {path: anchor for path in paths if (anchor := _anchor(contract, path)) in shown},
        f"releases with the contract of {contract.edition}" if picture.marked else "",
    )


def _anchors(tree: PathTree) -> Iterator[str]:
    yield tree.anchor
    for child in tree.children:
        yield from _anchors(child)


def _anchor(contract: Contract, path: str) -> str | None:
    try:
        return anchor_of(contract.response, path)
    except KeyError:  # it is of another edition
        return None
