"""What is known after checking an archive of any size: counts, and a few samples, in bounded memory."""
