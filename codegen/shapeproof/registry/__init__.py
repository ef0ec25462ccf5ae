"""A name -> a contract: of the project, of those that ship with Shapeproof, or of the installed botocore."""

from shapeproof.registry.directories import Edition
from shapeproof.registry.registry import ContractRegistry, default_registry, load

__all__ = ["ContractRegistry", "Edition", "default_registry", "load"]
