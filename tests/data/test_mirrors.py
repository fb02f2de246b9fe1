from __future__ import annotations

from pathlib import Path

import pytest

from movierec.data.mirrors import (
    GROUPLENS,
    HUGGING_FACE,
    mirror_setting,
    offline_setting,
    sources,
)
from movierec.data.releases import RELEASES
from movierec.errors import UsageError


def where(name: str, mirror: str | None = None) -> list[str | Path]:
    return [source.where for source in sources(RELEASES[name], mirror)]


def test_grouplens_is_asked_before_the_mirror_of_its_bytes():
    assert where("ml-1m") == [f"{GROUPLENS}/ml-1m.zip", f"{HUGGING_FACE}/ml-1m.zip"]


def test_a_release_that_is_not_mirrored_has_grouplens_alone():
    assert where("ml-32m") == [f"{GROUPLENS}/ml-32m.zip"]


@pytest.mark.parametrize("mirror", ["https://films.example/ml", "https://films.example/ml/"])
def test_a_mirrors_address_comes_first_with_the_archives_name_added(mirror: str):
    assert where("ml-32m", mirror)[0] == "https://films.example/ml/ml-32m.zip"


def test_a_mirror_folder_comes_first_with_the_archives_name_added(tmp_path: Path):
    assert where("ml-32m", str(tmp_path))[0] == tmp_path / "ml-32m.zip"


def test_a_mirror_of_another_sort_is_a_usage_error():
    with pytest.raises(UsageError) as caught:
        where("ml-32m", "ftp://films.example/ml")
    assert caught.value.exit_code == 2


def test_user_and_password_of_a_mirror_are_not_shown():
    source = sources(RELEASES["ml-1m"], "https://me:secret@films.example:81/ml")[0]
    assert source.label == "films.example:81"
    assert source.shown == "https://films.example:81/ml/ml-1m.zip"


def test_the_option_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MOVIEREC_MIRROR", "https://there.example")
    assert mirror_setting("https://here.example") == "https://here.example"
    assert mirror_setting(None) == "https://there.example"


def test_no_mirror_is_none_and_so_is_an_empty_one(monkeypatch: pytest.MonkeyPatch):
    assert mirror_setting(None) is None
    monkeypatch.setenv("MOVIEREC_MIRROR", "")
    assert mirror_setting(None) is None


@pytest.mark.parametrize(
    ("value", "offline"), [("1", True), ("TRUE", True), ("yes", True), ("0", False), ("", False)]
)
def test_the_environment_can_forbid_the_network(
    monkeypatch: pytest.MonkeyPatch, value: str, offline: bool
):
    monkeypatch.setenv("MOVIEREC_OFFLINE", value)
    assert offline_setting(False) is offline
    assert offline_setting(True) is True
