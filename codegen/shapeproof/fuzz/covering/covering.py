"""A small corpus that covers a contract: every pair of states of two members of one structure, chosen greedily.

Code compares and combines members of one structure. Pairs across structures would be a hundred times as many, and few
of them would find anything.
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
from shapeproof.fuzz.drawing.coherence import Coherence, coherence_of, is_coherent, member_rules_of
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.fuzz.planning.planner import plan
from shapeproof.fuzz.planning.scenarios import with_scenario
from shapeproof.validation.coverage.features import features, shown_features

__all__ = ["Covering", "cover", "generate_covering"]

_MAX_IDLE: Final = 40
"""After this many responses in a row that show nothing new, the remaining targets are given up."""

_NODE_LIMITS: Final = (100, 200, 400)
"""In a response of this many nodes, no node is added only for the targets inside it."""


@dataclass(frozen=True, slots=True)
class Covering:
    """A covering corpus, in `cli`, and how much it covers of the features of the contract and of the pairs."""

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
    coherent: bool | None = None,
    on_progress: Callable[[int], object] = lambda _count: None,
) -> Covering:
    """A small corpus that covers a contract, and a response for each of its scenarios unless `scenario` names one.

    Args:
        contract: the contract of the responses.
        seed: any number; the same seed gives the same corpus.
        view: see `fuzz.responses`.
        scenario: see `fuzz.responses`.
        pins: see `fuzz.responses`; strategies are not allowed.
        part: the part of the contract to cover.
        coherent: see `fuzz.responses`. The responses for scenarios keep the rules unless it is False.
        on_progress: called now and then with the number of responses so far.

    Raises:
        UsageError: see `fuzz.responses`.
        UnsatisfiableSchema: no finite response satisfies the contract.
    """
    schema = contract.schema(part)
    chosen = with_scenario(contract, scenario, pins or {})
    coherence = coherence_of(contract, part, chosen) if is_coherent(coherent, contract, scenario) else None
    root = plan(schema, chosen, view, is_json=contract.json_protocol is not None, rules=member_rules_of(coherence))
    if coherence is not None:
        coherence.require_possible(root)
    targets = CoverageTargets(root, features(schema))
    feature_count, pair_count = len(targets.features), len(targets.pairs)
    responses: list[Any] = []
    if scenario is None and part == "response":
        for name in contract.scenarios:
            examples = corpus(contract, seed=seed, view=view, scenario=name, pins=pins, coherent=coherent)
            next(examples)  # the simplest ones of all scenarios differ in their pins only
            responses.append(next(examples))
    for response in responses:
        targets.mark_shown(shown_features(schema, response))
        targets.mark_paired(shown_pairs(schema, response))
    for response in generate_covering(targets, root, schema, seed, coherence):
        responses.append(response)
        on_progress(len(responses))
    return Covering(
        responses=tuple(responses),
        features=feature_count,
        features_shown=feature_count - len(targets.features),
        pairs=pair_count,
        pairs_shown=pair_count - len(targets.pairs),
    )


def generate_covering(
    targets: CoverageTargets, root: Node, schema: Schema, seed: int, coherence: Coherence | None = None
) -> Iterator[Any]:
    """Responses that each show a target, until none is left or within reach.

    Args:
        targets: what to show; each response removes what it shows.
        root: the plan of the responses.
        schema: the schema of the responses.
        seed: any number.
        coherence: makes the responses keep the rules; None leaves them as composed.
    """
    idle = 0
    for number in count():
        if idle == _MAX_IDLE or not (targets.pairs or targets.features):
            return
        response = Composer(_CoveringSource(targets, Random(f"{seed}/{number}"))).compose(root)  # noqa: S311 - reproducible
        if coherence is not None:
            response = coherence.repaired(response)
            if response is None:
                idle += 1
                continue
        shows_new_features = targets.mark_shown(shown_features(schema, response))
        if targets.mark_paired(shown_pairs(schema, response)) or shows_new_features:
            yield response
            idle = 0
        else:
            idle += 1


class _CoveringSource:
    """Selects the coverage classes with the highest score, and an option of them at random."""

    def __init__(self, targets: CoverageTargets, random: Random) -> None:
        self._targets = targets
        self._random = random
        self._node_limit = random.choice(_NODE_LIMITS)
        self._claimed: set[Pair] = set()
        self._frames: list[tuple[str, list[Setting]]] = [("", [])]

    def draw_bytes(self, max_size: int) -> bytes:
        return self._random.randbytes(self._random.randrange(max_size + 1))

    def compose(self, composer: Composition, node: Node) -> Any:
        selected, path, settings = self._selection(composer, node, *self._frames[-1])
        self._frames.append((path, settings))
        value = composer.build(node, selected)
        self._frames.pop()
        return value

    def _selection(
        self, composer: Composition, node: Node, path: str, siblings: list[Setting]
    ) -> tuple[list[Any], str, list[Setting]]:
        """The selected values for the choices of a node; its path, and the settings of its members."""
        step = node.member if node.member in {"", "[]", "{}"} else f".{node.member}"
        path = f"{path}{step}".removeprefix(".")
        body = node.body
        selected: list[Any] = []
        if node.presence is not None:
            bonus = 0.5 * (composer.node_count < self._node_limit and self._targets.has_targets_inside(node))
            selected.append(
                self._select(path, node.scope, node.member, node.presence, siblings, is_presence=True, bonus=bonus)
            )
        settings: list[Setting] = []
        if isinstance(body, UnionBody):
            options = [(f"{path}.{option.member}".removeprefix("."), option) for option in body.children]
            scores = [
                self._targets.score(below, (body.name, option.member, "present"), [], set())
                for below, option in options
            ]
            selected.append(self._random.choice([index for index, score in enumerate(scores) if score == max(scores)]))
        elif not isinstance(body, StructureBody):
            selected += [self._standalone_value(choice) for choice in body.choices]
        elif selected[:1] == [ABSENT]:
            selected += [choice.table[0] for choice in node.choice_group.choices[1:]]
        else:
            columns = [*enumerate(zip(body.members, body.choices, strict=True))]
            chosen: dict[int, Any] = {}
            for index, (member, choice) in self._random.sample(columns, len(columns)):
                below = f"{path}.{member}".removeprefix(".")
                chosen[index] = self._select(below, body.name, member, choice, settings)
            selected += [chosen[index] for index in range(len(columns))]
            for child in body.children:
                if child.is_inline:
                    selected += self._selection(composer, child, path, settings)[0]
        return selected, path, settings

    def draw(self, strategy: Any) -> Any:
        raise no_strategies(strategy)

    def _select(
        self,
        path: str,
        scope: str,
        member: str,
        choice: Choice,
        siblings: list[Setting],
        *,
        is_presence: bool = False,
        bonus: float = 0.0,
    ) -> Any:
        scores_of_states: dict[str, float] = {}  # a thousand values of an enum may be one state

        def score(coverage_class: CoverageClass) -> float:
            is_present = coverage_class.name not in {"absent", "empty"}
            state = state_of(choice, coverage_class)
            if state not in scores_of_states:
                scores_of_states[state] = self._targets.score(path, (scope, member, state), siblings, self._claimed)
            is_new = (choice, coverage_class.enum_value) in self._targets.values
            return scores_of_states[state] + is_present * bonus + 0.3 * is_new

        scores = [score(coverage_class) for coverage_class in choice.coverage_classes]
        highest = max(scores)
        best = [
            coverage_class
            for coverage_class, value in zip(choice.coverage_classes, scores, strict=True)
            if value == highest
        ]
        # A node without targets that has children would only make the response large.
        coverage_class = self._random.choice(best) if any(scores) or not is_presence else best[0]
        setting = (scope, member, state_of(choice, coverage_class))
        self._claimed.update(pair_of(setting, sibling) for sibling in siblings)
        siblings.append(setting)
        return self._option_of(choice, coverage_class)

    def _standalone_value(self, choice: Choice) -> Any:
        """A value of a choice that isn't a member's: one that no response has shown yet, if there is one."""
        new = [
            coverage_class
            for coverage_class in choice.coverage_classes
            if (choice, coverage_class.enum_value) in self._targets.values
        ]
        return self._option_of(choice, self._random.choice(new or choice.coverage_classes))

    def _option_of(self, choice: Choice, coverage_class: CoverageClass) -> Any:
        if coverage_class.enum_value is not None:
            self._targets.values.discard((choice, coverage_class.enum_value))
        return choice.table[self._random.randrange(coverage_class.first, coverage_class.end)]
