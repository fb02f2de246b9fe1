from __future__ import annotations

from dataclasses import replace

import pytest

from movierec.config import default_config
from movierec.training.report_memory import report_bytes

CONFIG = default_config("report")
ML_100K = 76_000, 943, 1_682


def test_embeddings_are_held_several_times() -> None:
    usual = report_bytes(*ML_100K, CONFIG)
    wider = report_bytes(*ML_100K, replace(CONFIG, embed_size=256))

    embeddings = 4 * (943 + 1_682 + 2) * 128
    assert wider - usual > 10 * embeddings


def test_a_large_batch_needs_more_until_it_holds_every_row() -> None:
    small, whole, more = (
        report_bytes(*ML_100K, replace(CONFIG, batch_size=size)) for size in (64, 76_000, 10**6)
    )

    assert whole > 3 * small
    assert more == whole


def test_ml_100k_needs_tens_of_megabytes() -> None:
    assert report_bytes(*ML_100K, CONFIG) == pytest.approx(60e6, rel=0.5)
