"""Turn a MovieLens archive into arrays: fetch, read, prepare, split."""
