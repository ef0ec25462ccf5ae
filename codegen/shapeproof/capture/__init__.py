"""Captures contracts: translates the service models of botocore to JSON Schema."""
