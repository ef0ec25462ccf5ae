"""The catalogue of findings: every code with its kind, its severity in each view, and what it means.

Codes are stable: one is never given another meaning, and a code that falls out of use isn't used again. Severities
follow what real recordings show, not what a model says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from shapeproof.contract import View
from shapeproof.errors import UsageError, did_you_mean

__all__ = [
    "CODES",
    "INCOMPLETE",
    "SEVERITIES",
    "Code",
    "FindingKind",
    "Severities",
    "Severity",
    "chosen_severities",
    "codes_meant",
]

FindingKind = Literal["structure", "constraint", "drift", "reading"]
Severity = Literal["error", "warning", "note"]
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")
"""In the order in which they are told: the gravest first."""


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of difference. `strict` and `tolerant` are its severities in the two views."""

    code: str
    kind: FindingKind
    strict: Severity
    tolerant: Severity
    title: str


def _structure(code: str, title: str) -> Code:
    return Code(code, "structure", "error", "error", title)


def _constraint(code: str, title: str) -> Code:
    return Code(code, "constraint", "error", "warning", title)


def _reading(code: str, title: str) -> Code:
    return Code(code, "reading", "error", "error", title)


_ALL: Final = (
    _structure("SP101", "a required member is absent"),
    _structure("SP102", "a value has the wrong type"),
    _structure("SP103", "null stands for an absent optional member"),
    _structure("SP104", "a value is no timestamp"),
    _structure("SP105", "a union holds other than exactly one member"),
    _constraint("SP201", "a text doesn't match its pattern"),
    _constraint("SP202", "a text is too short"),
    _constraint("SP203", "a text is too long"),
    _constraint("SP204", "a number is too small"),
    _constraint("SP205", "a number is too large"),
    _constraint("SP206", "a list has too few items"),
    _constraint("SP207", "a list has too many items"),
    _constraint("SP208", "a map has too few entries"),
    _constraint("SP209", "a map has too many entries"),
    _constraint("SP210", "the key of a map breaks its constraint"),
    # Real services send these below the model's minimum in up to a third of cases.
    Code("SP220", "constraint", "warning", "warning", "an empty text, list or map, where the model wants more"),
    # Of the numbers below a minimum in real recordings, nearly all are zeros.
    Code("SP221", "constraint", "warning", "warning", "a zero, where the model wants more"),
    Code("SP301", "drift", "error", "warning", "the contract has no such member"),
    Code("SP302", "drift", "error", "warning", "the contract has no such enum value"),
    # Services send throttling and authorisation errors that no operation lists.
    Code("SP303", "drift", "note", "note", "the contract has no such error code"),
    _reading("SP901", "the text is no valid JSON (or YAML, XML, Python)"),
    _reading("SP902", "there is nothing in it"),
    _reading("SP903", "the text is not UTF-8"),
    Code("SP904", "reading", "warning", "warning", "the text starts with a byte order mark"),
    _reading("SP905", "a key stands twice in one object"),
    _reading("SP906", "a number is not finite"),
    _reading("SP907", "a text holds a lone surrogate"),
    _reading("SP908", "values are nested too deep"),
    _reading("SP909", "it is too large"),
    _reading("SP910", "it is a pickle, which is never loaded"),
    _reading("SP911", "a printed value is no literal"),
    _reading("SP912", "a recording line lacks what makes it one"),
    _reading("SP913", "compressed data can't be unpacked"),
    _reading("SP914", "a response is no JSON object"),
    _reading("SP915", "a key is no text"),
    _reading("SP990", "a path doesn't exist, or may not be read"),
    _reading("SP991", "it can't be told which contract a response belongs to"),
    _reading("SP992", "the contract that is named can't be found"),
    _reading("SP993", "this form needs an extra that isn't installed"),
)

CODES: Final[Mapping[str, Code]] = {one.code: one for one in _ALL}
INCOMPLETE: Final = frozenset({"SP990", "SP991", "SP992", "SP993"})
"""Codes that say that a part of the job could not be done (exit status 2); no option changes their severity."""


@dataclass(frozen=True, slots=True)
class Severities:
    """How severe each code is: the view's severities, and what the user set beside them (None: not reported)."""

    view: View = "strict"
    chosen: Mapping[str, Severity | None] | None = None

    def of(self, code: str) -> Severity | None:
        """The severity of a code; None if its findings are left out."""
        if self.chosen and code in self.chosen:
            return self.chosen[code]
        entry = CODES[code]
        return entry.strict if self.view == "strict" else entry.tolerant


def _group(code: Code) -> str:
    return f"{code.code[:3]}xx"


def codes_meant(text: str) -> list[str]:
    """The codes that `SP201`, `SP2xx` or a kind such as `drift` stands for.

    Raises UsageError for a text that means none, or one whose severity can't be changed.
    """
    meant = [one.code for one in _ALL if text in {one.code, one.kind, _group(one)}]
    if not meant:
        groups = sorted({_group(one) for one in _ALL} | {one.kind for one in _ALL})
        suggestion = did_you_mean(text, (*groups, *CODES))
        hint = f"{suggestion} " if suggestion else ""
        raise UsageError(
            f"{text!r} is no code of a finding", hint=f"{hint}Codes: SP201, a group such as SP2xx, or a kind: drift"
        )
    if text in INCOMPLETE:
        raise UsageError(f"the severity of {text} can't be changed: {CODES[text].title}")
    return [code for code in meant if code not in INCOMPLETE]


def chosen_severities(
    error: Iterable[str] = (), warn: Iterable[str] = (), ignore: Iterable[str] = ()
) -> dict[str, Severity | None]:
    """What each code is to count as, None for those left out; each text holds codes, groups or kinds, comma-separated.

    What was said of a code itself goes before what was said of its group or kind, and more severe before less. Raises
    UsageError as `codes_meant` does.
    """
    options: tuple[tuple[list[str], Severity | None], ...] = (
        (_split(ignore), None),
        (_split(warn), "warning"),
        (_split(error), "error"),
    )
    chosen: dict[str, Severity | None] = {}
    for is_exact in (False, True):
        for texts, severity in options:
            for text in texts:
                if (text in CODES) is is_exact:
                    chosen |= dict.fromkeys(codes_meant(text), severity)
    return chosen


def _split(texts: Iterable[str]) -> list[str]:
    return [one for several in texts for one in several.split(",")]
