"""Choose what to show: candidates, order, the list."""
