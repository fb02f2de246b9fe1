"""Interviews with people whom a model was not trained on, simulated from their ratings."""
