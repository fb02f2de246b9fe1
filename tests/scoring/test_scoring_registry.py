from __future__ import annotations

import pytest

from movierec.config import MODEL_KINDS
from movierec.errors import UsageError
from movierec.scoring.registry import FOLDING_SCORERS, SCORERS, folding_scorer_for


def test_every_kind_has_a_scorer_and_those_that_fold_in_are_among_them() -> None:
    assert set(SCORERS) == set(MODEL_KINDS)
    assert set(FOLDING_SCORERS) < set(SCORERS)


def test_a_kind_that_learns_no_new_users_names_one_that_does() -> None:
    with pytest.raises(UsageError, match="kind report knows only the users") as caught:
        folding_scorer_for("report", {})

    assert caught.value.hint.endswith("movierec train --model dnn")
