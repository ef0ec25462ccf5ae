"""What paginators leave behind: boto3's `build_full_result()`, and the AWS CLI, which paginates by itself.

They merge the pages of an operation into one response. It has null where the first page lacked a member that isn't merged,
lacks all members that the paginator doesn't know, and has the CLI's own `NextToken` if it was cut by `--max-items`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, cast

from shapeproof.contract import Contract, Paginator, Pointer, shapes_along, value_at
from shapeproof.validation.engines.violations import Violation

__all__ = ["without_traces_of_merging"]

_RESUME_TOKEN: Final = ("NextToken",)


def without_traces_of_merging(
    contract: Contract, response: object, violations: Sequence[Violation]
) -> Sequence[Violation]:
    """The violations that a paginator doesn't explain.

    Args:
        contract: the contract of the response.
        response: the response, in `cli`.
        violations: its violations.
    """
    paginator = contract.paginator
    if not violations or paginator is None or not isinstance(response, Mapping):
        return violations
    kept, merged = _Kept(paginator), cast("Mapping[str, object]", response)
    # One call returned this: a paginator would have dropped the member.
    if any(kept.drops(pointer) for pointer in _members(contract, kept, merged)):
        return violations
    return [violation for violation in violations if not kept.explains(violation, merged)]


class _Kept:
    """The members that a paginator hands out, by their pointers."""

    def __init__(self, paginator: Paginator) -> None:
        self._copied = frozenset(_pointer(path) for path in paginator.non_aggregate_keys)
        self._pointers = self._copied | {_pointer(path) for path in paginator.result_keys}
        # The structures of which it hands out some members.
        self.owners = frozenset(pointer[:length] for pointer in self._pointers for length in range(len(pointer)))

    def drops(self, pointer: Pointer) -> bool:
        """Whether a paginator drops a member of one of the owners."""
        return pointer not in self._pointers and pointer not in self.owners

    def explains(self, violation: Violation, response: object) -> bool:
        """Whether a violation is what merging pages leaves behind."""
        pointer, keyword = violation
        if keyword == "required":
            return pointer[:-1] in self.owners and self.drops(pointer)
        if keyword == "additionalProperties":
            return pointer == _RESUME_TOKEN and isinstance(value_at(response, pointer), str)
        return pointer in self._copied and value_at(response, pointer) is None


def _pointer(path: str) -> Pointer:
    return tuple(path.split("."))


def _members(contract: Contract, kept: _Kept, response: object) -> Iterator[Pointer]:
    """The pointers of the members that the contract knows in structures of which a paginator hands out some."""
    root = contract.schema()
    for owner in kept.owners:
        known = (shapes_along(root, owner)[-1] or {}).get("properties", {})
        try:
            value = value_at(response, owner)
        except (LookupError, TypeError):  # the response has no such structure
            continue
        if isinstance(value, Mapping):
            names = (name for name in cast("Mapping[str, object]", value) if name in known)
            yield from ((*owner, name) for name in names if (*owner, name) != _RESUME_TOKEN)
