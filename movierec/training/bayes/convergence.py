"""Whether chains agree: split R-hat and effective sample size of quantities that they trace.

Sources: A. Gelman and others, Bayesian Data Analysis, 3rd edition, 11.4 and 11.5; C. J. Geyer,
Practical Markov Chain Monte Carlo, 1992 (the initial positive sequence).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from movierec.records import Convergence, FloatArray

Array = npt.NDArray[np.float64]
_LEAST_DRAWS = 8
"""Draws a chain below which nothing is said."""


def convergence(traces: Sequence[Sequence[FloatArray]]) -> Convergence | None:
    """Summarise traces over their quantities; None where there are too few draws to tell.

    Args:
        traces: of each chain, after each sweep, the quantities.
    """
    if len(traces[0]) < _LEAST_DRAWS:
        return None
    together = np.array(traces, dtype=np.float64)  # [chains, draws, quantities]
    chains, draws, quantities = together.shape
    halves = split_chains(together)
    r_hats, sizes = r_hat(halves), effective_sizes(halves)
    return Convergence(
        chains=chains,
        draws=draws,
        quantities=quantities,
        r_hat_median=round(float(np.median(r_hats)), 4),
        r_hat_95=round(float(np.quantile(r_hats, 0.95)), 4),
        ess_median=round(float(np.median(sizes)), 1),
        ess_05=round(float(np.quantile(sizes, 0.05)), 1),
    )


def split_chains(traces: Array) -> Array:
    """Cut every chain in two, so that a drift within one counts: [2 chains, draws // 2, q]."""
    half = traces.shape[1] // 2
    return np.concatenate([traces[:, :half], traces[:, traces.shape[1] - half :]])


def r_hat(traces: Array) -> Array:
    """Return each quantity's R-hat, [q]: 1 where all chains tell the same.

    Args:
        traces: [chains, draws, q], at least two of each.
    """
    within, pooled = _variances(traces)
    ratio = np.divide(pooled, within, out=np.ones_like(pooled), where=within > 0)
    found: Array = np.sqrt(ratio)
    return found


def effective_sizes(traces: Array) -> Array:
    """Return how many independent draws each quantity's draws are worth, [q].

    Args:
        traces: [chains, draws, q], at least four draws.
    """
    chains, draws, quantities = traces.shape
    within, pooled = _variances(traces)
    alike = np.maximum(within, np.finfo(float).tiny)
    covariance = _autocovariance(traces).mean(axis=0)  # [draws, q]
    correlation = 1 - (within - covariance) / np.where(pooled > 0, pooled, alike)
    # Sums of neighbours are positive and fall in a reversible chain: the rest is noise.
    pairs = correlation[: draws // 2 * 2].reshape(draws // 2, 2, quantities).sum(axis=1)
    positive = np.logical_and.accumulate(pairs > 0, axis=0)
    falling = np.minimum.accumulate(np.where(positive, pairs, 0), axis=0)
    time = np.maximum(2 * falling.sum(axis=0) - 1, 1 / np.log10(chains * draws))
    found: Array = chains * draws / time
    return found


def _variances(traces: Array) -> tuple[Array, Array]:
    """Return the variance within chains and that of all draws pooled, [q] each."""
    draws = traces.shape[1]
    within: Array = traces.var(axis=1, ddof=1).mean(axis=0)
    between: Array = traces.mean(axis=1).var(axis=0, ddof=1)
    return within, within * (draws - 1) / draws + between


def _autocovariance(traces: Array) -> Array:
    """Return each chain's autocovariance at every lag, [chains, draws, q]."""
    draws = traces.shape[1]
    centred = traces - traces.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, n=2 * draws, axis=1)
    whole: Array = np.fft.irfft(np.abs(spectrum) ** 2, n=2 * draws, axis=1)[:, :draws]
    averaged: Array = whole / draws
    return averaged
