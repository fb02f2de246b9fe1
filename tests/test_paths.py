"""Folders follow the environment, and asking for them makes none."""

from __future__ import annotations

from pathlib import Path

import pytest

from movierec.paths import user_paths


def test_one_variable_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVIEREC_HOME", str(tmp_path / "all"))

    paths = user_paths()

    assert paths.archives == tmp_path / "all" / "cache" / "archives"
    assert paths.models == tmp_path / "all" / "data" / "models"


def test_each_folder_can_be_moved_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVIEREC_CACHE", str(tmp_path / "here"))
    monkeypatch.setenv("MOVIEREC_DATA", str(tmp_path / "there"))

    assert user_paths().cache == tmp_path / "here"
    assert user_paths().data == tmp_path / "there"


def test_asking_makes_no_folder(home: Path) -> None:
    user_paths()

    assert not home.exists()


def test_without_variables_cache_and_data_are_different_folders(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MOVIEREC_HOME")

    assert user_paths().cache != user_paths().data


def test_profiles_lie_among_what_must_not_be_lost(home: Path) -> None:
    assert user_paths().profiles == home / "data" / "profiles"
