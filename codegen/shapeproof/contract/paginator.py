"""What a paginator of boto3 makes of an operation's pages: one response, which the AWS CLI prints, too."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Paginator"]


@dataclass(frozen=True, slots=True)
class Paginator:
    """The members of a response that a paginator hands out, dropping all others, and those that say how pages follow.

    Attributes:
        result_keys: the paths of the members whose values it merges (`DistributionList.Items`).
        non_aggregate_keys: the paths of the members that it copies from the first page. Where that page lacks one, it is
            null.
        output_tokens: the paths of the members that the request of the next page has; none of them is there, or true, on
            the last page.
        more_results: the path of the member that says whether there is another page; None if the tokens do.
    """

    result_keys: tuple[str, ...]
    non_aggregate_keys: tuple[str, ...] = ()
    output_tokens: tuple[str, ...] = ()
    more_results: str | None = None
