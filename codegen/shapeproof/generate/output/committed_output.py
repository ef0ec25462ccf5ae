"""The models, pages and functions of rules that this repository commits, as one tree of files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, get_args

from shapeproof.contract import Contract, View
from shapeproof.contract.timeline import Timeline
from shapeproof.generate.docs.rendering import html, markdown
from shapeproof.generate.models.flavours import FLAVOURS
from shapeproof.generate.models.module import enforcement_by_flavour, generate_module
from shapeproof.generate.output.enforcement_page import enforcement_page
from shapeproof.generate.output.rule_modules import edition_suffix, rule_modules, with_default
from shapeproof.generate.shared.naming import module_name

__all__ = ["committed_files"]

_PACKAGE: Final = "shapeproof_models"


def committed_files(
    contracts: Sequence[Contract], timelines: Mapping[str, Timeline] = MappingProxyType({})
) -> dict[str, str]:
    """The text of each file by its path: of each edition of an operation a package of models and the pages about it.

    A package has a module for each flavour and view. Functions of rules are in a package of their own.

    Args:
        contracts: the contracts; of several editions of an operation, the first is the default one, whose files are named
            after the operation alone.
        timelines: what came and went in responses of an operation, by its name: `s3.list_buckets`.
    """
    files = {
        f"{_PACKAGE}/__init__.py": _docstring("Models that Shapeproof generated from its contracts; don't edit."),
        f"{_PACKAGE}/py.typed": "",
    }
    for contract, is_default in with_default(contracts):
        service = module_name(contract.service)
        package = f"{_PACKAGE}/{service}/{contract.method}"
        files[f"{_PACKAGE}/{service}/__init__.py"] = _docstring(f"Models of operations of {contract.service}.")
        if not is_default:
            package = f"{package}/edition_{edition_suffix(contract)}"
        files[f"{package}/__init__.py"] = _docstring(f"Models of {contract.name}: a module for each flavour and view.")
        for flavour in FLAVOURS.values():
            for view in get_args(View):
                files[f"{package}/{flavour.name}_{view}.py"] = generate_module([contract], flavour.name, view)
        page = f"docs/{contract.service}/{contract.method}{'' if is_default else f'@{contract.edition}'}"
        timeline = timelines.get(contract.operation_name)
        files[f"{page}.md"] = markdown(contract, timeline)
        files[f"{page}.html"] = html(contract, timeline)
        files[f"{page}.models.md"] = enforcement_page([contract], enforcement_by_flavour([contract]))
    return files | rule_modules(contracts)


def _docstring(text: str) -> str:
    return f'"""{text}"""\n'
