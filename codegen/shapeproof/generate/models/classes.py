"""A blueprint -> the source of its classes, by datamodel-code-generator's library."""

from __future__ import annotations

import warnings
from typing import Any, Final

from shapeproof.errors import needs_extra
from shapeproof.generate.models.flavours import Flavour
from shapeproof.generate.models.module_spec import PLACEHOLDER, ModuleSpec

__all__ = ["WIDTH", "classes"]

WIDTH: Final = 120
"""The longest line that is wanted."""


def classes(drawn: ModuleSpec, flavour: Flavour) -> str:
    """The source of enums and structures, each after those that it needs, below imports.

    Raises MissingExtraError without datamodel-code-generator.
    """
    with needs_extra("generating models", extra="generate", modules={"datamodel_code_generator"}):
        from datamodel_code_generator import generate
        from datamodel_code_generator.enums import DataModelType, InputFileType, StrictTypes
        from datamodel_code_generator.format import DatetimeClassType, Formatter, PythonVersion
    options: dict[str, Any] = {"output_datetime_class": "datetime", **flavour.options}
    options["output_datetime_class"] = DatetimeClassType(options["output_datetime_class"])
    options["strict_types"] = [StrictTypes(name) for name in options.get("strict_types", ())]
    if flavour.has_bases:
        options["base_class"] = f"{PLACEHOLDER}._Structure"
        options["base_class_map"] = {name: f"{PLACEHOLDER}.{base}" for name, base in drawn.bases.items()}
    with warnings.catch_warnings():
        # It advises on formatters and names; what matters to us is held by tests of what comes out.
        warnings.simplefilter("ignore")
        source = generate(
            dict(drawn.schema),
            input_file_type=InputFileType.JsonSchema,
            output_model_type=DataModelType[flavour.output],
            target_python_version=PythonVersion.PY_311,
            formatters=[Formatter.BUILTIN],
            builtin_format_line_length=WIDTH,
            custom_file_header="#",
            disable_timestamp=True,
            aliases=dict(drawn.field_names),
            custom_class_name_generator=_as_it_is,
            skip_root_model=True,
            field_constraints=True,
            use_annotated=True,
            use_closed_typed_dict=False,
            use_double_quotes=True,
            use_union_operator=True,
            **options,
        )
    if not isinstance(source, str):
        raise TypeError("datamodel-code-generator gave no single module")  # pragma: no cover - one schema, one module
    return source


def _as_it_is(name: str) -> str:
    return name
