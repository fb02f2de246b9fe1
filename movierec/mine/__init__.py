"""The verbs about a person's own films: everything stays in files of this machine."""
