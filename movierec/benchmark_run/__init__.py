"""Train and test kinds of model on the same rows, each fit in a process of its own."""
