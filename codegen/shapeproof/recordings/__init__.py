"""Bytes of recorded responses -> findings, whatever form and representation they are in."""
