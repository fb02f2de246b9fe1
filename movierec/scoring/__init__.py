"""Predict ratings from stored arrays, with numpy alone."""
