"""Made-up data of MovieLens's shape: films, people, who rates what, and how it is written."""
