"""Blocks are worked on at once, each by one thread, and come in order."""

from __future__ import annotations

import numpy as np  # noqa: F401  # brings the BLAS that is asked about
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from movierec.scoring import blocks
from movierec.scoring.blocks import in_blocks


def blas_threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_blocks_come_in_order_and_the_last_one_may_be_shorter() -> None:
    assert [*in_blocks(lambda first, end: (first, end), 7, 3)] == [(0, 3), (3, 6), (6, 7)]


@pytest.mark.skipif(not blas_threads(), reason="this numpy's BLAS cannot be told its threads")
def test_matrices_are_multiplied_in_one_thread_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "workers", lambda: 2)
    with threadpool_limits(2, "blas"):
        meanwhile = [*in_blocks(lambda *_: blas_threads(), 5, 1)]
        afterwards = blas_threads()

    assert meanwhile == [{1}] * 5
    assert afterwards == {2}
