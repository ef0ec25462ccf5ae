"""Results of a fuzzing campaign, as text."""
