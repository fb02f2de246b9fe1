"""Measure how good predictions are: metrics, baselines, tables."""
