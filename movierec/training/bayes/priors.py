"""The priors' constants: gamma distributions of precisions, by shape and rate."""

USER_NOISE_SHAPE = 4.0
MOVIE_NOISE_SHAPE = 20.0
"""Shapes, and rates, of the noise precisions, of mean 1: users differ more than films."""
PRIOR_SHAPE = 1.0
PRIOR_RATE = 1.0
"""Of the precisions of vectors and links."""
EFFECT_SHAPE = 2.0
EFFECT_RATE = 0.04
"""Of the precisions of the effects of time: about a fifth of the noise's spread."""
