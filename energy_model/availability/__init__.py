"""Weather to availability: the first stage of the pipeline."""
