"""Reads printed Python with `ast`, into plain values. Nothing is executed."""
