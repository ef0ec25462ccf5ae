"""A small corpus that covers a contract: every pair of what two members of one structure can be, chosen greedily.

Members of one structure are what code compares and combines. Pairs across structures would be a hundred times as many,
and most of them say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Any, Final

from shapeproof.contract import Contract, Part, Schema, View
from shapeproof.fuzz.core.choices import ABSENT, Choice, CoverageClass
from shapeproof.fuzz.core.compose import Composer
from shapeproof.fuzz.core.plan import Node, StructureBody, UnionBody
from shapeproof.fuzz.core.sources import Composition, no_strategies
from shapeproof.fuzz.covering.coverage_targets import CoverageTargets, Pair, Setting, pair_of, shown_pairs, state_of
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.fuzz.planning.planner import plan
from shapeproof.fuzz.planning.scenarios import with_scenario
from shapeproof.validation.coverage.features import features, shown_features

__all__ = ["Cover", "cover", "grown"]

_PATIENCE: Final = 40
"""After so many responses in a row that show nothing new, what is left is taken to be out of reach."""

_AMPLE: Final = (100, 200, 400)
"""In a response of so many places, no more are added for the sake of what lies inside them."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A covering corpus, in `cli`, and what it covers: features of the contract (`validate.coverage`), pairs."""

    responses: tuple[Any, ...]
    features: int
    features_shown: int
    pairs: int
    pairs_shown: int


def cover(
    contract: Contract,
    *,
    seed: int = 0,
    view: View = "strict",
    scenario: str | None = None,
    pins: Mapping[str, Any] | None = None,
    part: Part = "response",
    told: Callable[[int], object] = lambda _count: None,
) -> Cover:
    """One response for each scenario of the contract (unless `scenario` names one), then others until nothing is new.

    `told` is called now and then with the number of responses so far. Raises as `fuzz.responses` does.
    """
    root = contract.schema(part)
    place = plan(root, with_scenario(contract, scenario, pins or {}), view)
    wanted = CoverageTargets(place, features(root))
    total, total_pairs = len(wanted.features), len(wanted.pairs)
    found: list[Any] = []
    if scenario is None and part == "response":
        for name in contract.scenarios:
            stream = corpus(contract, seed=seed, view=view, scenario=name, pins=pins)
            next(stream)  # the plainest of them all say the same beyond their pins
            found.append(next(stream))
    for response in found:
        wanted.have_shown(shown_features(root, response))
        wanted.have_paired(shown_pairs(root, response))
    for response in grown(wanted, place, root, seed):
        found.append(response)
        told(len(found))
    return Cover(tuple(found), total, total - len(wanted.features), total_pairs, total_pairs - len(wanted.pairs))


def grown(wanted: CoverageTargets, place: Node, root: Schema, seed: int) -> Iterator[Any]:
    """Responses that show something wanted, which is struck off; until nothing is left, or within reach."""
    idle = 0
    for number in count():
        if idle == _PATIENCE or not (wanted.pairs or wanted.features):
            return
        response = Composer(_CoveringSource(wanted, Random(f"{seed}/{number}"))).at(place)  # noqa: S311 - reproducible
        has_new_features = wanted.have_shown(shown_features(root, response))
        if wanted.have_paired(shown_pairs(root, response)) or has_new_features:
            yield response
            idle = 0
        else:
            idle += 1


class _CoveringSource:
    """Chooses the levels that make most wanted pairs, and by chance within a level."""

    def __init__(self, wanted: CoverageTargets, random: Random) -> None:
        self._wanted = wanted
        self._random = random
        self._ample = random.choice(_AMPLE)
        self._claimed: set[Pair] = set()
        self._frames: list[tuple[str, list[Setting]]] = [("", [])]

    def octets(self, most: int) -> bytes:
        return self._random.randbytes(self._random.randrange(most + 1))

    def composed(self, composer: Composition, place: Node) -> Any:
        settings, path, inside = self._settings(composer, place, *self._frames[-1])
        self._frames.append((path, inside))
        value = composer.filled(place, settings)
        self._frames.pop()
        return value

    def _settings(
        self, composer: Composition, place: Node, path: str, beside: list[Setting]
    ) -> tuple[list[Any], str, list[Setting]]:
        """Settings for a place's panel; the place's path, and what was chosen within it."""
        step = place.member if place.member in {"", "[]", "{}"} else f".{place.member}"
        path = f"{path}{step}".removeprefix(".")
        body = place.body
        settings: list[Any] = []
        if place.head is not None:
            bonus = 0.5 * (composer.places < self._ample and self._wanted.is_wanted_inside(place))
            settings.append(
                self._chosen(path, place.scope, place.member, place.head, beside, is_head=True, bonus=bonus)
            )
        inside: list[Setting] = []
        if isinstance(body, UnionBody):
            options = [(f"{path}.{option.member}".removeprefix("."), option) for option in body.places]
            worths = [
                self._wanted.worth(below, (body.name, option.member, "present"), [], set()) for below, option in options
            ]
            settings.append(self._random.choice([at for at, worth in enumerate(worths) if worth == max(worths)]))
        elif not isinstance(body, StructureBody):
            settings += [self._turned(dial) for dial in body.dials]
        elif settings[:1] == [ABSENT]:
            settings += [dial.table[0] for dial in place.panel.dials[1:]]
        else:
            columns = [*enumerate(zip(body.members, body.dials, strict=True))]
            chosen: dict[int, Any] = {}
            for at, (member, dial) in self._random.sample(columns, len(columns)):
                below = f"{path}.{member}".removeprefix(".")
                chosen[at] = self._chosen(below, body.name, member, dial, inside)
            settings += [chosen[at] for at in range(len(columns))]
            for small in body.places:
                if small.is_small:
                    settings += self._settings(composer, small, path, inside)[0]
        return settings, path, inside

    def drawn(self, strategy: Any) -> Any:
        raise no_strategies(strategy)

    def _chosen(
        self,
        path: str,
        scope: str,
        member: str,
        dial: Choice,
        beside: list[Setting],
        *,
        is_head: bool = False,
        bonus: float = 0.0,
    ) -> Any:
        by_state: dict[str, float] = {}  # a thousand values of an enum are one state

        def worth(level: CoverageClass) -> float:
            is_there = level.name not in {"absent", "empty"}
            state = state_of(dial, level)
            if state not in by_state:
                by_state[state] = self._wanted.worth(path, (scope, member, state), beside, self._claimed)
            is_new = (dial, level.enum_value) in self._wanted.values
            return by_state[state] + is_there * bonus + 0.3 * is_new

        worths = [worth(level) for level in dial.levels]
        most = max(worths)
        best = [level for level, value in zip(dial.levels, worths, strict=True) if value == most]
        # What nobody wants and has parts of its own would only make the response large.
        level = self._random.choice(best) if any(worths) or not is_head else best[0]
        setting = (scope, member, state_of(dial, level))
        self._claimed.update(pair_of(setting, other) for other in beside)
        beside.append(setting)
        return self._at(dial, level)

    def _turned(self, dial: Choice) -> Any:
        """A setting of a dial that stands beside nothing: a value that hasn't been shown yet, if there is one."""
        new = [level for level in dial.levels if (dial, level.enum_value) in self._wanted.values]
        return self._at(dial, self._random.choice(new or dial.levels))

    def _at(self, dial: Choice, level: CoverageClass) -> Any:
        if level.enum_value is not None:
            self._wanted.values.discard((dial, level.enum_value))
        return dial.table[self._random.randrange(level.first, level.end)]
