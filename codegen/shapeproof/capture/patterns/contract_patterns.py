"""The patterns of one contract, with limits for all of them together.

A limit for each pattern is not enough: a small file may have thousands of patterns, and an engine compiles all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shapeproof.capture.patterns.budget import DOCUMENT_STEPS, Budget

if TYPE_CHECKING:
    from shapeproof.capture.patterns.translation import PortablePattern

__all__ = ["ContractPatterns"]

MAX_STATES: Final = 2_000_000
"""The most states of all distinct patterns of a contract, compiled (`program_size`). At 70 bytes for a state, they take
140 MB each time that a schema is compiled. In botocore 1.44.5, `sagemaker.Search` has the most: 500,000 in 69 patterns."""


class ContractPatterns:
    """Translates or checks the patterns of one contract, each distinct one once.

    Capturing leaves out the patterns that pass a limit, and reading refuses them. As both count alike, a contract that was
    captured can be read.
    """

    def __init__(self) -> None:
        self._analysis = Budget(DOCUMENT_STEPS)
        self._states = MAX_STATES
        self._counted: set[str] = set()
        self._translations: dict[str, PortablePattern | str] = {}
        self._checked: set[str] = set()

    def translate(self, pattern: str) -> PortablePattern:
        """Translate a pattern of a model. Raises Untranslatable, with the reason, if that is not possible."""
        from shapeproof.capture.patterns.syntax_tree import Untranslatable  # many contracts have no pattern
        from shapeproof.capture.patterns.translation import translate

        if pattern not in self._translations:
            try:
                self._translations[pattern] = self._admitted(translate(pattern, self._analysis))
            except Untranslatable as error:
                self._translations[pattern] = error.reason
        translation = self._translations[pattern]
        if isinstance(translation, str):
            raise Untranslatable(translation)
        return translation

    def check(self, pattern: str) -> str | None:
        """Why a committed pattern can't be run safely by every engine, as a phrase in English; None if it can."""
        if pattern in self._checked:
            return None
        from shapeproof.capture.patterns.translation import check_pattern

        reason = check_pattern(pattern, self.translate)
        if reason is None:
            self._checked.add(pattern)
        return reason

    def _admitted(self, portable: PortablePattern) -> PortablePattern:
        from shapeproof.capture.patterns.syntax_tree import Untranslatable

        if portable.regex not in self._counted:
            if portable.program_size > self._states:
                raise Untranslatable("a contract whose patterns are too large together")
            self._states -= portable.program_size
            self._counted.add(portable.regex)
        return portable
