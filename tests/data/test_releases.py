from __future__ import annotations

import re
import subprocess
import sys

import pytest

from movierec.data.layouts import MEMBERS
from movierec.data.releases import RELEASES, release
from movierec.errors import UnknownError


def test_every_release_is_listed_under_its_own_name():
    assert [known.name for known in RELEASES.values()] == list(RELEASES)


def test_only_the_sample_is_made_here():
    assert [known.name for known in RELEASES.values() if known.made] == ["sample"]


@pytest.mark.parametrize("name", [name for name in RELEASES if name != "sample"])
def test_every_pin_is_a_whole_sha256(name: str):
    known = RELEASES[name]
    for pin in (known.sha256, *known.members.values()):
        assert re.fullmatch("[0-9a-f]{64}", pin)


@pytest.mark.parametrize("name", RELEASES)
def test_pinned_members_are_members_that_the_layout_reads(name: str):
    assert set(RELEASES[name].members) <= set(MEMBERS[RELEASES[name].layout])


@pytest.mark.parametrize("name", [name for name in RELEASES if name != "sample"])
def test_every_release_of_grouplens_says_research_no_commerce_and_whom_to_cite(name: str):
    known = RELEASES[name]
    assert "research" in known.terms
    assert "commercial" in known.terms
    assert "10.1145/2827872" in known.citation
    assert "\n" not in known.licence + known.citation


@pytest.mark.parametrize("name", ["ml-100k", "ml-25m"])
def test_sets_that_forbid_redistribution_say_so(name: str):
    assert "no redistribution" in RELEASES[name].licence
    assert "may not pass the data on" in RELEASES[name].terms


@pytest.mark.parametrize("name", ["ml-32m", "ml-latest-small"])
def test_sets_that_allow_it_say_that_they_may_be_passed_on(name: str):
    assert "You may pass the data on" in RELEASES[name].terms


def test_a_slip_in_a_name_is_answered_with_the_nearest_and_all_names():
    with pytest.raises(UnknownError) as caught:
        release("ML-100")
    assert caught.value.exit_code == 4
    assert caught.value.hint.startswith("Did you mean ml-100k?")
    assert all(name in caught.value.hint for name in RELEASES)


def test_fetching_and_its_table_are_light_to_import():
    probe = (
        "import sys, movierec.data.fetch\n"
        "heavy = {'numpy', 'pandas', 'torch', 'pooch', 'requests'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
