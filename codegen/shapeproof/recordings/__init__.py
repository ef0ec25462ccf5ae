"""Recorded responses: find the files, read their bytes in any form, identify their contracts, check them."""
