"""implicit's alternating least squares.

B. Frederickson, implicit (github.com/benfred/implicit): Y. Hu, Y. Koren and C. Volinsky's model,
solved by a few steps of conjugate gradients (G. Takács, I. Pilászy and D. Tikk, Applications of the
Conjugate Gradient Method for Implicit Feedback Collaborative Filtering, 2011).
"""

from __future__ import annotations

import numpy as np

from movierec.evaluation.ials import IalsSettings
from movierec.evaluation.ranking_tuning import IALS_GRID, Trial, Tuned, tuned
from movierec.records import FloatArray, IntArray, Ratings


class ImplicitAls:
    """Ranks films by the factors that implicit learns.

    Args:
        train: rows to learn from, whatever their rating.
        users: user rows of the data set.
        movies: film rows of the data set.
        settings: as movierec's own ALS has them.
        seed: of the first vectors.
    """

    def __init__(
        self, train: Ratings, users: int, movies: int, settings: IalsSettings, seed: int
    ) -> None:
        from implicit.als import AlternatingLeastSquares
        from scipy import sparse
        from threadpoolctl import threadpool_limits

        ones = np.ones(len(train), dtype=np.float32)
        rated = sparse.csr_matrix((ones, (train.user, train.movie)), shape=(users, movies))
        with threadpool_limits(1, "blas"):  # as implicit asks for: it has threads of its own
            self._model = AlternatingLeastSquares(
                factors=settings.factors,
                alpha=1 + settings.alpha,  # implicit's is the whole confidence of a rated pair
                regularization=settings.ridge,
                iterations=settings.sweeps,
                random_state=seed,
            )
            self._model.fit(rated, show_progress=False)

    def scores(self, user: IntArray) -> FloatArray:
        """Return the products with all films, float32 [n, movies]."""
        scores: FloatArray = self._model.user_factors[user] @ self._model.item_factors.T
        return scores


def tuned_implicit(trial: Trial, seed: int) -> Tuned[IalsSettings]:
    """Choose among the settings that movierec's own ALS is chosen from."""
    return tuned(
        trial,
        IALS_GRID,
        lambda rows, settings: ImplicitAls(rows, trial.users, trial.movies, settings, seed),
    )
