"""Looks up contracts by name: in the project, among those that ship with Shapeproof, in the installed botocore."""

from shapeproof.registry.directories import Edition
from shapeproof.registry.registry import ContractRegistry, default_registry, load

__all__ = ["ContractRegistry", "Edition", "default_registry", "load"]
