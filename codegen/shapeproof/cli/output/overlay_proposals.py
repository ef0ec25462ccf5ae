"""The overlays that a run of `validate` proposes, beside its report."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from shapeproof.cli.terminal import print_text
from shapeproof.errors import UsageError, one_line
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.report.common.plurals import pluralize

if TYPE_CHECKING:  # few runs propose overlays
    from shapeproof.recordings.checking.overlay_survey import OverlaySurvey

__all__ = ["RunProposals"]

_OPTION: Final = "--suggest"


class RunProposals:
    """What `--suggest FILE` asks for; without it, all results pass unchanged."""

    def __init__(self, path: Path | None, in_use: Mapping[str, str]) -> None:
        """Check where the overlays are to be written.

        Args:
            path: the file; None if the run proposes nothing.
            in_use: what the run uses other files for, by their paths.

        Raises:
            UsageError: it is no file, or one that this run uses already.
        """
        self.path = path
        self._survey: OverlaySurvey | None = None
        if path is None:
            return
        where = f"{_OPTION} {path}"
        if str(path) == "-":
            raise UsageError("expected a file", where=where, hint="shapeproof overlay suggest prints what it proposes")
        if path.is_dir():
            raise UsageError(
                "expected a file, got a directory", where=where, hint=f"name a file in it: {path / 'overlays.json'}"
            )
        taken = {os.path.realpath(other): use for other, use in in_use.items()}
        if use := taken.get(os.path.realpath(path)):
            raise UsageError(f"this file is {use}", where=where, hint="name another file")
        from shapeproof.recordings.checking.overlay_survey import OverlaySurvey

        self._survey = OverlaySurvey()

    def is_own(self, path: str) -> bool:
        """Whether a file found in a directory is the one that is written."""
        return (
            self.path is not None
            and os.path.basename(path) == self.path.name
            and os.path.realpath(path) == os.path.realpath(self.path)
        )

    def noted(self, results: Iterator[UnitResult]) -> Iterator[UnitResult]:
        """The results, unchanged, after a look at them."""
        return results if self._survey is None else self._noted(results, self._survey)

    def _noted(self, results: Iterator[UnitResult], survey: OverlaySurvey) -> Iterator[UnitResult]:
        for result in results:
            survey.add(result)
            yield result

    def write(self, *, is_whole: bool) -> None:
        """Write the file, if the run came to its end. Raises OSError if it can't be written."""
        if self.path is None or self._survey is None:
            return
        if not is_whole:
            self._note("not written, because not everything could be checked")
            return
        from shapeproof.atomic_files import write_atomically
        from shapeproof.markup.json_text import printable_json

        write_atomically(self.path, printable_json(self._survey.to_json()) + "\n")
        entries = sum(len(overlay["deviations"]) for overlay in self._survey.overlays().values())
        services = pluralize(len(self._survey.overlays()), "service")
        self._note(f"written, {pluralize(entries, 'proposed entry')} for overlays of {services}")

    def _note(self, note: str) -> None:
        print_text(f"shapeproof: {one_line(str(self.path))}: {note}", to_stderr=True)
