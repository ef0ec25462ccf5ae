"""A small corpus that covers a contract: every pair of what two members of one structure can be, chosen greedily.

Members of one structure are what code compares and combines. Pairs across structures would be a hundred times as many,
and most of them say nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, count
from random import Random
from typing import Any, Final

from shapeproof.contract import Contract, Part, View
from shapeproof.fuzz.compose import Composer
from shapeproof.fuzz.corpus import corpus
from shapeproof.fuzz.dials import ABSENT, Dial, Level
from shapeproof.fuzz.plan import Body, Place, Structure, Union
from shapeproof.fuzz.planner import plan
from shapeproof.fuzz.scenarios import with_scenario
from shapeproof.fuzz.sources import no_strategies
from shapeproof.validate.coverage import Feature, features, shown

__all__ = ["Cover", "cover"]

_PATIENCE: Final = 40
"""After so many responses in a row that show nothing new, what is left is taken to be out of reach."""

_MANY_VALUES: Final = 12

Setting = tuple[str, str, str]
"""A structure, a member of it, and a level of that member."""
Pair = tuple[Setting, Setting]


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
) -> Cover:
    """One response for each scenario of the contract (unless `scenario` names one), then others until nothing is new.

    Raises as `fuzz.responses` does.
    """
    root = contract.schema(part)
    told = with_scenario(contract, scenario, pins or {})
    place = plan(root, told, view)
    wanted = _Wanted(place, features(root))
    total, total_pairs = len(wanted.features), len(wanted.pairs)
    found: list[Any] = []
    if scenario is None and part == "response":
        for name in contract.scenarios:
            stream = corpus(contract, seed=seed, view=view, scenario=name, pins=pins)
            next(stream)  # the plainest of them all say the same beyond their pins
            found.append(next(stream))
    for response in found:
        wanted.have_shown(shown(root, response))
    idle = 0
    for number in count():
        if idle == _PATIENCE or not (wanted.pairs or wanted.features):
            break
        before = len(wanted.pairs)
        response = Composer(_CoveringSource(wanted, Random(f"{seed}/{number}"))).at(place)  # noqa: S311 - reproducible
        idle += 1
        if wanted.have_shown(shown(root, response)) or len(wanted.pairs) < before:
            found.append(response)
            idle = 0
    return Cover(tuple(found), total, total - len(wanted.features), total_pairs, total_pairs - len(wanted.pairs))


class _Wanted:
    """The features and the pairs that no response has shown yet."""

    def __init__(self, root: Place, wanted: Iterable[Feature]) -> None:
        self.features = set(wanted)
        self.pairs = {pair for body in _bodies(root) if isinstance(body, Structure) for pair in _pairs_of(body)}
        self._scopes: dict[Place, frozenset[str]] = {}
        self._open = Counter(scope for (scope, _, _), _ in self.pairs)
        self._leading: set[str] = set()
        self._look()

    def _look(self) -> None:
        """Note every path that leads to a place of which something is still wanted."""
        self._leading = {
            feature.place[:end]
            for feature in self.features
            if feature.kind != "value"
            for end in range(1, len(feature.place) + 1)
        }

    def have_shown(self, found: Iterable[Feature]) -> bool:
        """Strike features off; whether there were any to strike."""
        new = self.features & set(found)
        if new:
            self.features -= new
            self._look()
        return bool(new)

    def worth(self, path: str, setting: Setting, beside: Sequence[Setting]) -> float:
        """What a setting at a path adds: each wanted pair that it makes with those beside it, and what it is itself."""
        state = setting[2]
        is_there = state != "absent"
        features = (
            Feature("member", path, "present" if is_there else "absent"),
            Feature("size", path, state),
        )
        return (
            sum(_pair(setting, other) in self.pairs for other in beside)
            + 0.6 * any(feature in self.features for feature in features)
            + 0.4 * (is_there and path in self._leading)
        )

    def take(self, setting: Setting, beside: Sequence[Setting]) -> None:
        """Strike off the pairs that a setting makes with those beside it."""
        for other in beside:
            pair = _pair(setting, other)
            if pair in self.pairs:
                self.pairs.remove(pair)
                self._open[setting[0]] -= 1

    def has_pairs_inside(self, place: Place) -> bool:
        """Whether a structure within a place still has pairs to show."""
        if place not in self._scopes:
            self._scopes[place] = frozenset(body.name for body in _bodies(place) if isinstance(body, Structure))
        return any(self._open[scope] for scope in self._scopes[place])


def _bodies(root: Place) -> Iterator[Body]:
    """Every body within a place, each once."""
    pending, met = [root], set[int]()
    while pending:
        body = pending.pop().body
        if id(body) not in met:
            met.add(id(body))
            pending += body.places
            yield body


def _pair(one: Setting, other: Setting) -> Pair:
    return (one, other) if one <= other else (other, one)


def _pairs_of(structure: Structure) -> Iterator[Pair]:
    columns = [*zip(structure.members, structure.dials, strict=True)]
    columns += [(place.member, place.head) for place in structure.places if place.head is not None]
    for (first, dial), (second, beside) in combinations(columns, 2):
        for one in _states(dial):
            for other in _states(beside):
                yield _pair((structure.name, first, one), (structure.name, second, other))


def _states(dial: Dial) -> frozenset[str]:
    return frozenset(_state(dial, level) for level in dial.levels)


def _state(dial: Dial, level: Level) -> str:
    """What a level is in a pair. One of many enum values is as good as another: there it counts that there is one."""
    return "present" if len(dial.levels) > _MANY_VALUES and level.name.startswith("=") else level.name


class _CoveringSource:
    """Chooses the levels that make most wanted pairs, and by chance within a level."""

    def __init__(self, wanted: _Wanted, random: Random) -> None:
        self._wanted = wanted
        self._random = random
        self._frames: list[tuple[str, list[Setting]]] = [("", [])]

    def octets(self, most: int) -> bytes:
        return self._random.randbytes(self._random.randrange(most + 1))

    def composed(self, composer: Composer, place: Place) -> Any:
        path, beside = self._frames[-1]
        step = place.member if place.member in {"", "[]", "{}"} else f".{place.member}"
        path = f"{path}{step}".removeprefix(".")
        body = place.body
        settings: list[Any] = []
        if place.head is not None:
            bonus = 0.5 * self._wanted.has_pairs_inside(place)
            settings.append(self._chosen(path, place.scope, place.member, place.head, beside, bonus))
        inside: list[Setting] = []
        if isinstance(body, Union):
            options = [(f"{path}.{option.member}".removeprefix("."), option) for option in body.places]
            worths = [self._wanted.worth(below, (body.name, option.member, "present"), []) for below, option in options]
            settings.append(self._random.choice([at for at, worth in enumerate(worths) if worth == max(worths)]))
        elif not isinstance(body, Structure):
            settings += [self._random.choice(dial.table) for dial in body.dials]
        elif settings[:1] == [ABSENT]:
            settings += [dial.table[0] for dial in body.dials]
        else:
            columns = [*enumerate(zip(body.members, body.dials, strict=True))]
            chosen: dict[int, Any] = {}
            for at, (member, dial) in self._random.sample(columns, len(columns)):
                below = f"{path}.{member}".removeprefix(".")
                chosen[at] = self._chosen(below, body.name, member, dial, inside)
            settings += [chosen[at] for at in range(len(columns))]
        self._frames.append((path, inside))
        value = composer.filled(place, settings)
        self._frames.pop()
        return value

    def drawn(self, strategy: Any) -> Any:
        raise no_strategies(strategy)

    def _chosen(self, path: str, scope: str, member: str, dial: Dial, beside: list[Setting], bonus: float = 0.0) -> Any:
        def worth(level: Level) -> float:
            is_there = level.name not in {"absent", "empty"}
            setting = (scope, member, _state(dial, level))
            return self._wanted.worth(path, setting, beside) + is_there * bonus

        worths = [worth(level) for level in dial.levels]
        best = max(worths)
        level = self._random.choice([one for one, value in zip(dial.levels, worths, strict=True) if value == best])
        setting = (scope, member, _state(dial, level))
        self._wanted.take(setting, beside)
        beside.append(setting)
        return dial.table[self._random.randrange(level.first, level.end)]
