"""Learn which films people choose to watch together, and one after the other."""
