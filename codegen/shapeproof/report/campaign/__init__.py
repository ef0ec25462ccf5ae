"""The results of a fuzzing campaign, as text."""
