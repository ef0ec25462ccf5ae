"""Reads releases of botocore, one wheel at a time, and keeps what was asked of them."""

from shapeproof.releases.releases import Releases

__all__ = ["Releases"]
