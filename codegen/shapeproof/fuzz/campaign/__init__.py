"""Runs programs on generated responses; shrinks and explains their failures."""
