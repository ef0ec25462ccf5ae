"""What differs between operating systems, each part with what stands in for it where a system lacks it.

No other room names what only POSIX or only Windows has (tests/operating_system/test_portability.py). What is looked for
is the part itself, not the name of the system, so that what stands in is tried on every system.
"""
