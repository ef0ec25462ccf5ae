"""What reports share: locations, plurals, the run summary."""
