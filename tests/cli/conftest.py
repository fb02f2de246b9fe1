"""The command line with invented results behind it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cli import fakes


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put invented results in the verbs' places; call it to replace single verbs."""

    def replace(**verbs: object) -> None:
        for name, verb in verbs.items():
            monkeypatch.setattr(*fakes.place_of(name), verb)

    replace(**fakes.VERBS)
    return replace
