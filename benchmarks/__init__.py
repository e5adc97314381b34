"""Measurements of this product and of its peers: ``python -m benchmarks --help``."""
