"""Renders a module: which parts of its template it needs, and what a contract puts into them."""

from __future__ import annotations

from collections.abc import Sequence

from shapeproof.contract import View
from shapeproof.generate.models.conversion_table import ConversionTable
from shapeproof.generate.models.enforcement import LOAD_ERROR
from shapeproof.generate.models.flavours import Flavour
from shapeproof.generate.models.frame import Parts, render_template
from shapeproof.generate.models.member_types import NULLABLE_CONTAINERS, STREAM_TYPES
from shapeproof.generate.models.module_spec import ModuleSpec
from shapeproof.generate.models.source.editing import public_names
from shapeproof.generate.models.source.literals import PythonCode, identifier

__all__ = ["module_parts", "render_module"]


def render_module(
    flavour: Flavour,
    parts: Parts,
    spec: ModuleSpec,
    table: ConversionTable,
    *,
    classes: PythonCode,
    open_structures: Sequence[str],
) -> str:
    """A module without its docstring; its imports aren't sorted yet.

    Args:
        flavour: the kind of models.
        parts: the parts of the template that the module needs.
        spec: the specification of the module.
        table: the conversions of its structures.
        classes: its classes, below the imports that they need.
        open_structures: the classes that allow unknown members in every view.

    Raises:
        InternalError: a name or a value would be printed that isn't Python code.
    """
    aliases = (f"{identifier(name)}: TypeAlias = {definition}\n" for name, definition in spec.aliases.items())
    has_streams = (parts.has_byte_streams, parts.has_event_streams)
    streams = {name for name, has_some in zip(STREAM_TYPES, has_streams, strict=True) if has_some}
    public = {
        *public_names(classes),
        *spec.aliases,
        *spec.same,
        *streams,
        LOAD_ERROR,
        "Representation",
        "from_dict",
        "to_dict",
    }
    return render_template(
        flavour,
        parts,
        {
            "aliases": PythonCode("".join(aliases)),
            "classes": classes,
            "conversions": table.members,
            "open_structures": open_structures,
            "outside_body": table.outside_body,
            "payloads": table.payloads,
            "public": sorted(public),
            "renamed": spec.renamed,
            "same": spec.same,
        },
    )


def module_parts(view: View, spec: ModuleSpec, table: ConversionTable, classes: str) -> Parts:
    """The parts of the template that a module with these classes, still without docstrings, needs."""
    return Parts(
        has_blobs=table.has_blobs,
        has_byte_streams=table.has_byte_streams,
        has_descriptions=any(name for texts in spec.docstrings.values() for name in texts),
        has_event_streams=table.has_event_streams,
        has_floats=table.has_floats,
        has_lists=f"{NULLABLE_CONTAINERS['list']}[" in classes,
        has_maps=f"{NULLABLE_CONTAINERS['dict']}[" in classes,
        has_outside_body=bool(table.outside_body),
        has_payloads=bool(table.payloads),
        has_renamed=bool(spec.renamed),
        has_rfc822_times="rfc822" in table.time_formats,
        has_times=bool(table.time_formats),
        has_unions="_Union" in spec.bases.values(),
        is_camel=spec.is_camel,
        is_package=False,
        strict=view == "strict",
    )
