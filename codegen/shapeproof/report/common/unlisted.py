"""What a report counts without listing it, where only a digest of the results is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from shapeproof.validation.catalog import Severity

if TYPE_CHECKING:  # most runs have no digest
    from shapeproof.digest.groups import FindingGroup
    from shapeproof.digest.samples import FindingKey

__all__ = ["NOTHING_UNLISTED", "Unlisted"]


@dataclass(frozen=True, slots=True)
class Unlisted:
    """What is counted, although no result lists it.

    Attributes:
        groups: the findings by key; without samples, which are listed.
        others: the findings of other keys, by severity and code.
        listed: the number of findings that are listed.
        samples: how many findings of each key are listed.
        files: the number of files with responses or findings.
        skipped: the number of skipped files by reason.
        unknown_files: how many of them hold data of no known contract.
    """

    groups: Mapping[FindingKey, FindingGroup] = field(default_factory=dict["FindingKey", "FindingGroup"])
    others: Mapping[tuple[Severity, str], int] = field(default_factory=dict[tuple["Severity", str], int])
    listed: int = 0
    samples: int = 0
    files: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict[str, int])
    unknown_files: int = 0

    @property
    def findings(self) -> int:
        """The number of findings that are not listed."""
        return sum(group.findings for group in self.groups.values()) + sum(self.others.values())

    def without(self, code: str) -> Unlisted:
        """The same without the findings of a code."""
        return replace(
            self,
            groups={key: group for key, group in self.groups.items() if key.code != code},
            others={key: findings for key, findings in self.others.items() if key[1] != code},
        )


NOTHING_UNLISTED: Final = Unlisted()
