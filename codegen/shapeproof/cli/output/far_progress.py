"""The line that shows how far a run of an archive is."""

from __future__ import annotations

from time import monotonic

from shapeproof.cli.output.progress import Progress
from shapeproof.digest.digest import DigestSum
from shapeproof.report.common.plurals import pluralize

__all__ = ["FarProgress", "size_text"]

_UNITS = ("bytes", "KB", "MB", "GB", "TB", "PB")


def size_text(size: float) -> str:
    """A number of bytes for people: `1.5 GB`."""
    number = 0
    while size >= 1000 and number < len(_UNITS) - 1:
        size, number = size / 1000, number + 1
    return f"{size:.0f} {_UNITS[number]}" if number == 0 or size >= 100 else f"{size:.1f} {_UNITS[number]}"


class FarProgress:
    """Shows units, bytes, the rate, and the errors so far: on a terminal only."""

    def __init__(self, progress: Progress, units: int | None) -> None:
        """Start to count the time.

        Args:
            progress: the line.
            units: the number of units; None if it isn't known.
        """
        self._progress = progress
        self._units = units
        self._start = monotonic()
        self._before: int | None = None

    def show(self, total: DigestSum) -> None:
        """Show how far it is. What was done in an earlier run does not count for the rate."""
        if not self._progress.is_due:
            return
        if self._before is None:
            self._before = total.size
        seconds = max(0.001, monotonic() - self._start)
        of_all = f" of {self._units:,}" if self._units is not None else ""
        self._progress.show_text(
            f"{total.units:,}{of_all} units, {total.responses:,} responses, {size_text(total.size)}, "
            f"{size_text((total.size - self._before) / seconds)}/s, {pluralize(total.severities['error'], 'error')} …"
        )
