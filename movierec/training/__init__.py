"""Learn from ratings: networks, batches, the loop. The only folder that imports torch."""
