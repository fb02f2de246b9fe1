"""What every stage costs at several sizes of data: each in a process of its own, kept as JSON."""
