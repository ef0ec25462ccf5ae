"""A suppression, and what it is asked about."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol, Self

from shapeproof.contract import operation_key
from shapeproof.errors import UsageError, one_line
from shapeproof.recordings.discovery.base_directory import BaseDirectory
from shapeproof.recordings.discovery.globs import matches
from shapeproof.suppression.wildcards import Wildcard

__all__ = ["FileGlob", "Scope", "Suppressible", "Suppression", "parse_operation"]


class Suppressible(Protocol):
    """What can be suppressed: a finding, or anything else that has a code."""

    @property
    def code(self) -> str:
        """Its code."""
        ...

    @property
    def rule(self) -> str:
        """The id of the rule that it is about; empty if it is about none."""
        ...

    @property
    def path(self) -> str:
        """Its path in the contract."""
        ...


class FileGlob(NamedTuple):
    """A glob of files (see `globs.matches`).

    Attributes:
        glob: the glob. One that starts with a slash is for absolute paths.
        directory: the directory that other globs are relative to, an absolute path.
    """

    glob: str
    directory: str

    @classmethod
    def parse(cls, glob: str, directory: str) -> Self:
        """Make one of its text. Raises UsageError if it is not a valid glob."""
        matches(glob, "")
        return cls(glob, directory)

    def matches(self, path: str, working_directory: str) -> bool:
        """Whether it matches a path: an absolute one, or one relative to the working directory."""
        return _matches(self, path, working_directory)


@lru_cache(maxsize=1_000)
def _matches(glob: FileGlob, path: str, working_directory: str) -> bool:
    if glob.glob.startswith("/"):
        return matches(glob.glob, BaseDirectory("/", working_directory).relative(path))
    if matches(glob.glob, BaseDirectory(glob.directory, working_directory).relative(path)):
        return True
    # `../here/file.json` is also `file.json`; reports show it as it was given.
    is_as_given = os.path.normpath(glob.directory) == os.path.normpath(working_directory)
    return is_as_given and matches(glob.glob, os.path.normpath(path))


class Scope(NamedTuple):
    """Where something was found or checked.

    Attributes:
        operation: `service.operation`; "" if it is unknown.
        file: the path of the file; None for what is not in a file.
        test: the id of the test; None outside of tests.
    """

    operation: str
    file: str | None = None
    test: str | None = None


@dataclass(frozen=True, slots=True)
class Suppression:
    """Findings that are not reported: those that fit everything that is given here.

    Attributes:
        selector: what it says, in one printable line.
        codes: the codes, and the ids of rules.
        operation: the operations, in either spelling; None for all.
        path: the paths in the contract; None for all.
        file: the files; None for all.
        test: the ids of tests; None for all.
        reason: why, for people.
        expires: the last day on which it applies; None if it always does.
        origin: where it was written: `pyproject.toml:12`, or the option.
        is_option: whether it was given for this run alone.
    """

    selector: str
    codes: frozenset[str]
    operation: Wildcard | None = None
    path: Wildcard | None = None
    file: FileGlob | None = None
    test: Wildcard | None = None
    reason: str = ""
    expires: date | None = None
    origin: str = ""
    is_option: bool = False

    def covers(self, scope: Scope, working_directory: str) -> bool:
        """Whether it may suppress findings there.

        Args:
            scope: an operation, with its file or test.
            working_directory: what the path of the file is relative to.
        """
        if self.operation and not self.operation.matches(operation_key(scope.operation)):
            return False
        if self.file and (scope.file is None or not self.file.matches(scope.file, working_directory)):
            return False
        return not self.test or (scope.test is not None and self.test.matches(scope.test))

    def matches(self, finding: Suppressible, scope: Scope, working_directory: str) -> bool:
        """Whether it suppresses a finding that was made there."""
        return (
            (finding.code in self.codes or finding.rule in self.codes)
            and (self.path is None or self.path.matches(finding.path))
            and self.covers(scope, working_directory)
        )

    @property
    def label(self) -> str:
        """What it is called in messages: where it was written, and what it says."""
        return one_line(self.origin if self.is_option else f"{self.origin}: {self.selector}")


def parse_operation(text: str) -> Wildcard:
    """Parse a pattern of operations.

    Raises:
        UsageError: it names no operation, or an escape is invalid.
    """
    if "." not in text and "*" not in text:
        raise UsageError(
            f"expected SERVICE.OPERATION, got {text!r}",
            hint=f"{text}.* are all operations of a service, ./{text} is a file" if text else "such as ec2.*",
        )
    return Wildcard.parse(text, operation_key)
