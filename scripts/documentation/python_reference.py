"""Generates docs/reference/python-api.md: the public names and their docstrings, read without importing the package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import griffe

__all__ = ["python_page"]

_HEAD: Final = """\
# Python API

<!-- Written by scripts/regenerate from the docstrings of the package. -->

These names are public; others may change in any release.

"""
_PACKAGES: Final = ("shapeproof", "shapeproof.sample", "shapeproof.fuzz")
"""The packages whose `__all__` lists public names."""
_WIDTH: Final = 100


def python_page(codegen: Path) -> str:
    """The text of the page. `codegen` is the directory of the package's sources."""
    package = griffe.load("shapeproof", search_paths=[codegen], docstring_parser=griffe.Parser.google)
    parts: list[str] = []
    for path in _PACKAGES:
        module = package if path == "shapeproof" else package[path.partition(".")[2]]
        summary = module.docstring.value.partition("\n\n")[0] if module.docstring else ""
        parts += [f"## {path}\n{summary}\n"]
        for name in module.exports or ():
            member = module[str(name)]
            target = member.final_target if member.is_alias else member
            if not target.is_module:
                parts += _entry(f"{path}.{name}", target)
    return _HEAD + "\n".join(parts).rstrip() + "\n"


def _entry(name: str, target: Any) -> Iterator[str]:
    yield f"### {name}"
    if target.is_class:
        yield from _class(name, target)
    elif target.is_function:
        yield from _function(name, target)
    else:
        yield ""
        yield from _paragraphs(target)


def _class(name: str, target: Any) -> Iterator[str]:
    constructor = target.members.get("__init__")
    bases = ", ".join(str(base) for base in target.bases)
    yield _code(f"class {name}({bases})" if bases else f"class {name}")
    yield from _paragraphs(target, without=griffe.DocstringSectionKind.attributes)
    members = {key: member for key, member in target.members.items() if not key.startswith("_")}
    described = _attributes(target)
    fields = [(key, member) for key, member in members.items() if member.is_attribute]
    if fields:
        yield "| attribute | type | |\n|---|---|---|"
        for key, member in fields:
            summary = described.get(key) or (member.docstring.value if member.docstring else "")
            yield f"| `{key}` | {_type(member.annotation)} | {_cell(summary)} |"
        yield ""
    if constructor is not None and constructor.docstring:
        yield from _function(name.rpartition(".")[2], constructor)
    for key, member in members.items():
        if member.is_function and member.docstring:
            yield from _function(key, member)


def _attributes(target: Any) -> dict[str, str]:
    """The description of each attribute in the docstring of a class."""
    sections = target.docstring.parsed if target.docstring else ()
    return {
        attribute.name: attribute.description
        for section in sections
        if section.kind is griffe.DocstringSectionKind.attributes
        for attribute in section.value
    }


def _function(name: str, function: Any) -> Iterator[str]:
    decorator = "@classmethod\n" if "classmethod" in function.labels else ""
    yield _code(decorator + _signature(name, function))
    yield from _paragraphs(function)


def _signature(name: str, function: Any) -> str:
    """The signature, on one line if it fits, else with one parameter per line."""
    parameters = [parameter for parameter in function.parameters if parameter.name not in {"self", "cls"}]
    keyword_only = griffe.ParameterKind.keyword_only
    first = next((index for index, parameter in enumerate(parameters) if parameter.kind is keyword_only), None)
    words = [_parameter(parameter) for parameter in parameters]
    if first is not None and not any(p.kind is griffe.ParameterKind.var_positional for p in parameters):
        words.insert(first, "*")
    is_constructor = function.name == "__init__"
    returns = f" -> {function.returns}" if function.returns is not None and not is_constructor else ""
    line = f"{name}({', '.join(words)}){returns}"
    if len(line) <= _WIDTH:
        return line
    return f"{name}(\n" + "".join(f"    {word},\n" for word in words) + f"){returns}"


def _parameter(parameter: griffe.Parameter) -> str:
    text = parameter.name
    if parameter.annotation is not None:
        text += f": {parameter.annotation}"
    if parameter.default is not None:
        text += f" = {parameter.default}" if parameter.annotation is not None else f"={parameter.default}"
    stars = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}
    prefix = stars.get(parameter.kind) if parameter.kind is not None else None
    # griffe reports an empty tuple as the default of *arguments.
    return prefix + text.partition(" = ")[0] if prefix else text


def _paragraphs(target: Any, *, without: griffe.DocstringSectionKind | None = None) -> Iterator[str]:
    """The docstring: its text, and a list for each section about parameters or exceptions."""
    if target.docstring is None:
        return
    for section in target.docstring.parsed:
        if section.kind is without:
            continue
        match section.kind:
            case griffe.DocstringSectionKind.text:
                yield f"{section.value}\n"
            case griffe.DocstringSectionKind.examples:
                yield _code("\n".join(text for _, text in section.value))
            case griffe.DocstringSectionKind.parameters | griffe.DocstringSectionKind.other_parameters:
                yield "Arguments:\n"
                yield from (f"- `{item.name}`: {_one_line(item.description)}" for item in section.value)
                yield ""
            case griffe.DocstringSectionKind.raises:
                yield "Raises:\n"
                yield from (f"- `{item.annotation}`: {_one_line(item.description)}" for item in section.value)
                yield ""
            case griffe.DocstringSectionKind.returns | griffe.DocstringSectionKind.yields:
                yield f"Returns: {' '.join(_one_line(item.description) for item in section.value)}\n"
            case _:
                raise ValueError(f"{target.path}: can't render a docstring section of kind {section.kind.value}")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _type(annotation: object) -> str:
    return f"`{_cell(str(annotation))}`" if annotation is not None else ""


def _cell(text: str) -> str:
    return _one_line(text).replace("|", "\\|")


def _code(text: str) -> str:
    return f"```python\n{text}\n```\n"
