"""The templates of modules, and what of a module they alone make: its frame, whose names no class or alias may have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any, Final

from shapeproof.generate.models.flavours import FLAVOURS, Flavour
from shapeproof.generate.models.source.literals import PythonCode
from shapeproof.generate.models.source.module_names import BASE, ENUMS, GENERATOR_IMPORTS, SHARED, global_names
from shapeproof.generate.models.source.templates import module_templates

__all__ = ["Parts", "render_frame", "render_package", "render_template", "reserved_names"]

_NOTHING: Final[Mapping[str, object]] = {
    "aliases": PythonCode(),
    "classes": PythonCode(),
    **{table: dict[str, Any]() for table in ("conversions", "outside_body", "payloads", "renamed", "same")},
    **dict.fromkeys(("open_structures", "public"), ()),
}


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a template that a module needs. Lists and maps are those that may have null in them."""

    has_blobs: bool
    has_byte_streams: bool
    has_descriptions: bool
    has_event_streams: bool
    has_floats: bool
    has_lists: bool
    has_maps: bool
    has_outside_body: bool
    has_payloads: bool
    has_renamed: bool
    has_rfc822_times: bool
    has_times: bool
    has_unions: bool
    is_camel: bool
    is_package: bool
    strict: bool


def render_template(flavour: Flavour, parts: Parts, content: Mapping[str, object]) -> str:
    """The template of a flavour with the content of a contract. Raises InternalError for what isn't Python code."""
    return module_templates().get_template(f"{flavour.name}.py.jinja").render({**asdict(parts), **content})


def render_frame(flavour: Flavour, parts: Parts) -> str:
    """What the template of a flavour prints by itself: nothing in it comes from a contract."""
    return render_template(flavour, parts, _NOTHING)


def render_package(
    *, base: PythonCode, imports: Sequence[PythonCode], modules: Mapping[str, str], public: Sequence[str]
) -> str:
    """The `__init__` of a package of models.

    Args:
        base: the line that imports what is no model.
        imports: the lines that import all models for type checkers.
        modules: the module of each model.
        public: the names of models and functions.
    """
    template = module_templates().get_template("package.py.jinja")
    return template.render(base=base, imports=imports, modules=modules, public=public)


@cache
def reserved_names() -> frozenset[str]:
    """The names that the modules of any flavour use for themselves. They are one set, so that classes have one name."""
    names = {name.rpartition(" ")[2] for _, name in GENERATOR_IMPORTS} | {BASE, ENUMS, SHARED}
    names |= global_names(render_package(base=PythonCode(), imports=(), modules={}, public=()))
    for flavour in FLAVOURS.values():
        for has_part in (True, False):
            names |= global_names(render_frame(flavour, Parts(**{part.name: has_part for part in fields(Parts)})))
    return frozenset(names)
