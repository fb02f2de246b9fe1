"""Film recommendations in the terminal, learned from MovieLens on your own machine."""

__version__ = "0.1.0"
