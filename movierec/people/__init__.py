"""What people bring: for now, the titles that they type."""
