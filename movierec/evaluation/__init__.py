"""Measure how good predictions are: metrics, baselines, errors by popularity."""
