"""Changes responses until they keep all rules of their schema."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from zlib import crc32

from shapeproof.cel import syntax
from shapeproof.contract import Pointer, Schema
from shapeproof.contract.json_values import copy_json
from shapeproof.rules.checked_rule import CheckedRule
from shapeproof.rules.evaluator import Evaluator, RuleOutcome
from shapeproof.sample.coherence.editor import Editor, SchemaChecks
from shapeproof.sample.coherence.member_rules import member_rules
from shapeproof.sample.coherence.pinned_paths import PinnedPaths
from shapeproof.sample.coherence.place import Place, Trail, place_at, root_place
from shapeproof.sample.coherence.reading import Reader, Scope
from shapeproof.sample.coherence.solver import Solver

__all__ = ["NO_PINS", "Repaired", "Repairer", "RuleReaders"]

NO_PINS: Final = PinnedPaths()
_MAX_SWEEPS: Final = 5
_MAX_ROUNDS: Final = 80
_MAX_ATTEMPTS: Final = 24
"""So many changes are tried for a rule before the least harmful one is made."""
_MAX_TRIES: Final = 6
"""A rule that is still broken after so many rounds of its own stays so."""

Broken = Sequence[RuleOutcome]


@dataclass(frozen=True, slots=True)
class Repaired:
    """A response, and the rules that it still breaks."""

    response: Any
    broken: tuple[RuleOutcome, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RuleReaders:
    """A rule, with the readers of its expressions.

    `is_of_state`: a member may be there in some states only, so that it is mostly the member that goes, and the states
    stay as various as they were drawn.
    """

    checked: CheckedRule
    when: Reader | None
    body: Reader
    is_of_state: bool


class Repairer:
    """Repairs responses of one schema. It keeps what it compiles, and nothing of a response."""

    def __init__(self, root: Schema, evaluator: Evaluator) -> None:
        """Create it.

        Args:
            root: the schema of the responses.
            evaluator: evaluates its rules.
        """
        self.root = root
        self.evaluator = evaluator
        self.checks = SchemaChecks(root)
        self.rules = {
            checked.rule.id: RuleReaders(
                checked,
                None if checked.when is None else Reader(root, checked.when),
                Reader(root, checked.body),
                checked.when is not None
                and _is_presence(checked.when.expression)
                and _is_state(checked.body.expression),
            )
            for checked in evaluator.rules
        }
        self.member_rules = member_rules(root, evaluator.rules)

    def repaired(
        self,
        response: Any,
        pinned: PinnedPaths = NO_PINS,
        previous: Any = None,
        *,
        except_for: str = "",
        in_place: bool = False,
    ) -> Repaired:
        """A response that keeps the rules, as near to this one as the first solution that is found.

        Args:
            response: a response in `cli`. It is not changed; if it keeps all rules, it is what is returned.
            pinned: what stays as it is.
            previous: the response of the same resource before, which transition rules compare with; None for a single
                response.
            except_for: the id of a rule that needn't be kept.
            in_place: whether the response itself may be changed, which saves the copy.
        """
        broken = self.broken(response, previous, except_for=except_for)
        if not broken:
            return Repaired(response)
        return _Repair(self, response if in_place else copy_json(response), pinned, previous, except_for).run(broken)

    def broken(self, response: Any, previous: Any = None, *, except_for: str = "") -> list[RuleOutcome]:
        """The rules that a response breaks, each with its place; arguments as for `repaired`."""
        outcomes = self.evaluator.broken(response, with_messages=False)
        if previous is not None:
            outcomes = [*outcomes, *self.evaluator.transitions(previous, response)]
        return [outcome for outcome in outcomes if outcome.state == "broken" and outcome.rule.id != except_for]


class _Repair:
    """The repair of one response, which is changed in place."""

    def __init__(self, repairer: Repairer, response: Any, pinned: PinnedPaths, previous: Any, except_for: str) -> None:
        self._repairer = repairer
        self._response = response
        self._previous = previous
        self._except_for = except_for
        self._trail = Trail()
        self._editor = Editor(repairer.checks, pinned, self._trail)
        self._root = root_place(repairer.root, response)
        self._old = None if previous is None else root_place(repairer.root, previous, is_frozen=True)
        self._tries: Counter[tuple[str, Pointer]] = Counter()
        self._seed = 0
        self._flips = 0
        self._solvers: dict[str, tuple[Solver, Solver | None]] = {}

    def run(self, broken: Broken) -> Repaired:
        """Sweep over the broken rules, which is fast; what that doesn't mend is mended with care, one by one."""
        # What is broken differs from response to response, and so do the choices between what is as good.
        self._seed = crc32("".join(outcome.rule.id for outcome in broken).encode())
        for _ in range(_MAX_SWEEPS):
            for outcome in broken:
                self._settle(outcome)
            broken = self._broken()
            if not broken:
                break
        self._tries.clear()
        for _ in range(_MAX_ROUNDS):
            open_rules = [outcome for outcome in broken if self._tries[_key(outcome)] < _MAX_TRIES]
            if not open_rules:
                break
            outcome = min(open_rules, key=lambda outcome: self._tries[_key(outcome)])
            broken = self._step(outcome, broken)
            self._tries[_key(outcome)] += 1
        self._put_in_order()
        return Repaired(self._response, tuple(broken))

    def _broken(self) -> Broken:
        return self._repairer.broken(self._response, self._previous, except_for=self._except_for)

    def _settle(self, outcome: RuleOutcome) -> None:
        """Make a rule be kept by the first change that does, whatever others it breaks; at the next try, by the second."""
        mark = self._trail.mark
        wanted = self._tries[_key(outcome)]
        self._tries[_key(outcome)] += 1
        number = 0
        for is_kept in islice(self._attempts(outcome), _MAX_ATTEMPTS):
            if is_kept:
                if number == wanted:
                    return
                number += 1
        self._trail.undo(mark)
        if number:
            kept = (is_kept for is_kept in self._attempts(outcome) if is_kept)
            next(islice(kept, number - 1, None), None)

    def _step(self, outcome: RuleOutcome, broken: Broken) -> Broken:
        """Make a rule be kept, with as few others broken by it as possible; what is broken then."""
        costs: list[tuple[int, int]] = []
        mark = self._trail.mark
        for number, is_kept in enumerate(islice(self._attempts(outcome), _MAX_ATTEMPTS)):
            if is_kept:
                after = self._broken()
                if len(after) < len(broken):
                    return after
                costs.append((len(after), number))
        self._trail.undo(mark)  # the last attempt, if there were more than are tried
        if not costs:
            self._tries[_key(outcome)] = _MAX_TRIES
            return broken
        costs.sort()
        _, number = costs[min(self._tries[_key(outcome)], len(costs) - 1)]
        next(islice(self._attempts(outcome), number, None))  # the attempts are the same each time
        return self._broken()

    def _attempts(self, outcome: RuleOutcome) -> Iterator[bool]:
        """Change the response, and tell whether the rule is kept then. There is none where it is kept already."""
        self._flips = crc32(f"{self._seed}/{self._tries[_key(outcome)]}".encode())
        readers, scope = self._repairer.rules[outcome.rule.id], self._scope(outcome)
        if scope is None or _is_kept_at(readers, scope):
            return
        of_body, of_when = self._solvers_of(readers)
        attempts = [of_body.change(readers.checked.body.expression, True, scope)]
        if of_when is not None and readers.checked.when is not None:
            attempts.append(of_when.change(readers.checked.when.expression, False, scope))
            if readers.is_of_state and (self._coin() or self._coin()):
                attempts.reverse()
        mark = self._trail.mark
        for attempt in attempts:
            for _ in attempt:
                if self._trail.mark != mark:
                    yield _is_kept_at(readers, scope)

    def _solvers_of(self, readers: RuleReaders) -> tuple[Solver, Solver | None]:
        rule = readers.checked.rule.id
        known = self._solvers.get(rule)
        if known is None:
            of_when = None if readers.when is None else Solver(readers.when, self._editor, self._coin)
            known = self._solvers[rule] = (Solver(readers.body, self._editor, self._coin), of_when)
        return known

    def _scope(self, outcome: RuleOutcome) -> Scope | None:
        place = place_at(self._repairer.root, self._root, outcome.pointer)
        if place is None:
            return None
        scope: dict[str, Place] = {"self": place, "root": self._root}
        if self._old is not None and self._repairer.rules[outcome.rule.id].checked.reads_old_self:
            older = place_at(self._repairer.root, self._old, outcome.pointer)
            if older is None:
                return None
            scope["oldSelf"] = older
        return scope

    def _coin(self) -> bool:
        self._flips = (self._flips * 1_103_515_245 + 12_345) % 2**31
        return self._flips >> 16 & 1 == 1

    def _put_in_order(self) -> None:
        """Give the members of each changed structure the order of the schema; unknown ones come last."""
        owners: dict[int, tuple[Schema, dict[str, Any]]] = {
            id(place.owner): (place.shape, place.owner) for place in self._trail.places if place.shape is not None
        }
        for shape, members in owners.values():
            if "properties" in shape:
                known = {name: members.pop(name) for name in shape["properties"] if name in members}
                unknown = dict(members)
                members.clear()
                members.update(known | unknown)


def _is_kept_at(readers: RuleReaders, scope: Scope) -> bool:
    """Whether a rule is kept, or has nothing to promise, at a place."""
    if readers.body.truth(readers.checked.body.expression, scope) is True:
        return True
    when = readers.checked.when
    return when is not None and readers.when is not None and readers.when.truth(when.expression, scope) is False


def _is_presence(node: syntax.Expression) -> bool:
    if isinstance(node, syntax.Binary) and node.operator == "&&":
        return _is_presence(node.left) and _is_presence(node.right)
    return isinstance(node, syntax.Has)


def _is_state(node: syntax.Expression) -> bool:
    match node:
        case syntax.Binary(operator="==", right=syntax.Literal(value=str())):
            return True
        case syntax.Binary(operator="in", right=syntax.ListDisplay(items=items)):
            return all(isinstance(item, syntax.Literal) for item in items)
        case _:
            return False


def _key(outcome: RuleOutcome) -> tuple[str, Pointer]:
    return outcome.rule.id, outcome.pointer
