"""The command line: options in, tables and JSON out."""
