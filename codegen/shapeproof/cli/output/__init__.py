"""Where commands write: reports, documents, baselines, progress."""
