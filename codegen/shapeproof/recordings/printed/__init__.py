"""Printed Python -> plain values. Read with `ast`, never executed."""
