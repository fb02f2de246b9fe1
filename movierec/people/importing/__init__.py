"""Read what people bring from other sites, one file a source."""
