"""Looks up contracts by name: in the project, among those that ship with Shapeproof, in the installed botocore."""

from shapeproof.registry.default import default_registry, load
from shapeproof.registry.directories import Edition
from shapeproof.registry.registry import ContractRegistry

__all__ = ["ContractRegistry", "Edition", "default_registry", "load"]
