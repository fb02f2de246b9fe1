"""Train a model's configuration without some users or films, and measure it on them."""
