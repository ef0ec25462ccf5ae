"""Coverage: which members, enum values, sizes and scenarios of a contract responses show."""
