"""Places in a file. Apart from what readers return, since parsing the body of a live response needs only this."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["FIRST_LOCATION", "Location"]


class Location(NamedTuple):
    """A line and a column, both from 1; the column counts characters (code points)."""

    line: int
    column: int

    def behind(self, start: Location) -> Location:
        """This location in a part of a file, as one in the file: the part starts at another."""
        return Location(start.line + self.line - 1, self.column + (start.column - 1 if self.line == 1 else 0))


FIRST_LOCATION: Final = Location(1, 1)
