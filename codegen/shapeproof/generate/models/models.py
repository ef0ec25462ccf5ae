"""Typed models: contracts of one service -> the source of one module, in a flavour and a view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shapeproof.contract import Contract, View
from shapeproof.generate.models.classes import classes
from shapeproof.generate.models.conversion_tables import forms
from shapeproof.generate.models.enforcement import LOAD_ERROR, Enforcement, measured
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.module_docstring import module_head
from shapeproof.generate.models.module_spec import PLACEHOLDER, module_spec
from shapeproof.generate.models.source import documented, public_names, tidied, without
from shapeproof.generate.shared.definitions import definitions
from shapeproof.markup.templating import templates

__all__ = ["losses", "losses_by_flavour", "models"]


def models(contracts: Sequence[Contract], flavour: FlavourName, view: View = "tolerant") -> str:
    """The source of a module with the models of all requests, responses and errors of `contracts`, of one service.

    Shapes that several operations share are there once. The same contracts give the same text, always. What the strict
    view's models don't enforce is measured and told in the module's docstring. Raises UsageError for contracts whose
    editions disagree about a shape, MissingExtraError without what generating needs.
    """
    module = _module(tuple(contracts), flavour, view)
    lost = losses(contracts, flavour) if view == "strict" else None
    response = module.classes[contracts[0].response["title"]]
    head = module_head(contracts, flavour, view, lost, response)
    return f'"""{head}\n"""\n\n{module.body}'


def losses(contracts: Sequence[Contract], flavour: FlavourName) -> Enforcement:
    """What the strict view's models of a flavour don't enforce, of contracts of one service. Raises as `models` does."""
    return _losses(tuple(contracts), flavour)


def losses_by_flavour(contracts: Sequence[Contract]) -> dict[FlavourName, Enforcement]:
    """The losses of every flavour. Raises as `models` does."""
    return {flavour.name: losses(contracts, flavour.name) for flavour in FLAVOURS.values()}


@lru_cache(maxsize=8)  # the models' docstrings and the page about them tell the same
def _losses(contracts: tuple[Contract, ...], flavour: FlavourName) -> Enforcement:
    module = _module(contracts, flavour, "strict")
    return measured(module.body, contracts, module.classes, FLAVOURS[flavour])


@dataclass(frozen=True, slots=True)
class _Module:
    """A module's source without its docstring, and AWS name -> class."""

    body: str
    classes: Mapping[str, str]


@lru_cache(maxsize=8)
def _module(contracts: tuple[Contract, ...], flavour_name: FlavourName, view: View) -> _Module:
    known, flavour = definitions(contracts), FLAVOURS[flavour_name]
    drawn = module_spec(known, flavour, view)
    generated = without(classes(drawn, flavour), PLACEHOLDER, "model_config")
    generated = documented(generated, drawn.documentation)
    text = (
        templates("generate", "models", "generating models", extra="generate")
        .get_template(f"{flavour.name}.py.jinja")
        .render(
            strict=view == "strict",
            classes=generated,
            aliases=[f"{name}: TypeAlias = {text}" for name, text in drawn.aliases.items()],
            forms=forms(known, drawn.classes.__getitem__),
            has_unions="_Union" in drawn.bases.values(),
            renamed=drawn.renamed,
            unfinished=drawn.unfinished,
            open_names=sorted(drawn.classes[name] for name in known.errors),
            public=sorted(
                {*public_names(generated), *drawn.aliases, LOAD_ERROR, "Representation", "from_dict", "to_dict"}
            ),
        )
    )
    return _Module(tidied(text), drawn.classes)
