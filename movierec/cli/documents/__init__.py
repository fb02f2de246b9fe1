"""Lists to take away: for Letterboxd, as Markdown, as a page for a browser."""
