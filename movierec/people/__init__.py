"""What people bring: the titles that they type."""
