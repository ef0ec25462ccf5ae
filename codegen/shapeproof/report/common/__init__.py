"""What all reports share: the run summary, locations, plurals, colours."""
