"""Archives beyond one machine: recordings at URLs, checked here or by a cluster."""
