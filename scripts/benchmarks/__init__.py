"""The measurements behind `scripts/bench`, one module per subcommand."""
