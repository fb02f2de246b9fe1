"""Accuracy that can be had in a given time, movierec's and its peers'."""
