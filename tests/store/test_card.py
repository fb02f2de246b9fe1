"""A card survives JSON; what cannot be read is refused in two lines."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from bundles import CARD

from movierec.errors import DataError
from movierec.records import EpochReport, ModelCard
from movierec.store.card import BUNDLE_FORMAT, card_from_json, card_to_json


def test_a_card_comes_back_as_it_was() -> None:
    assert card_from_json(card_to_json(CARD, {"a": "b"}), "tiny") == (CARD, {"a": "b"})


def test_a_data_set_whose_path_is_no_utf_8_can_be_named() -> None:
    card = replace(CARD, origin=replace(CARD.origin, dataset="/films/\udcff.zip"))

    assert card_from_json(card_to_json(card, {}), "tiny") == (card, {})


def test_how_long_an_epoch_took_is_not_written_so_that_bytes_repeat() -> None:
    slow = EpochReport(1, 1.5, 1.25, True, 99.0)
    quick = EpochReport(1, 1.5, 1.25, True, 0.1)

    written = [
        card_to_json(ModelCard(**{**_fields(), "history": (report,)}), {})
        for report in (slow, quick)
    ]

    assert written[0] == written[1]


def test_a_newer_format_asks_for_an_upgrade() -> None:
    document = json.loads(card_to_json(CARD, {}))
    document["format"] = BUNDLE_FORMAT + 1

    with pytest.raises(DataError, match=f"format {BUNDLE_FORMAT + 1}") as caught:
        card_from_json(json.dumps(document).encode(), "tiny")

    assert "Upgrade movierec" in caught.value.hint


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"null", b'{"format": "x"}', b'{"format": 2}', b"\xff\xfe"]
)
def test_a_damaged_card_is_said_to_be_damaged(text: bytes) -> None:
    with pytest.raises(DataError, match="damaged") as caught:
        card_from_json(text, "tiny")

    assert "movierec models rm tiny" in caught.value.hint


def test_an_older_format_asks_for_another_training() -> None:
    document = json.loads(card_to_json(CARD, {}))
    document["format"] = 1

    with pytest.raises(DataError, match="trained by an older movierec") as caught:
        card_from_json(json.dumps(document).encode(), "tiny")

    assert "Train it again" in caught.value.hint


def _fields() -> dict[str, object]:
    return {name: getattr(CARD, name) for name in ModelCard.__slots__}
