"""One thread, as in training: on a busy machine several wait for each other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from movierec.training.devices import threads_restored


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    with threads_restored():
        torch.set_num_threads(1)
        yield
