"""The benchmarks of `scripts/bench`, one module for each subcommand."""
