"""Rankers measured on the same held-out rows and put in one table."""
