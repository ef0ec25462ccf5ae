"""What a paginator of boto3 makes of an operation's pages: one response, which the AWS CLI prints, too."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Paginator"]


@dataclass(frozen=True, slots=True)
class Paginator:
    """The members of a response that a paginator hands out; it drops all others.

    Attributes:
        result_keys: the paths of the members whose values it merges (`DistributionList.Items`).
        non_aggregate_keys: the paths of the members that it copies from the first page. Where that page lacks one, it is
            null.
    """

    result_keys: tuple[str, ...]
    non_aggregate_keys: tuple[str, ...] = ()
