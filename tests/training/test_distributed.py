"""A group of one changes nothing; in a group of two, one that does not answer ends the other."""

from __future__ import annotations

from pathlib import Path

import torch
from together import pair

from movierec.processes import Process
from movierec.training.distributed import ALONE, Group
from movierec.training.joining import joined

WAITS_A_LITTLE = """
import sys, datetime, torch
from movierec.training.joining import joined
from movierec.errors import MovierecError
try:
    with joined(datetime.timedelta(seconds=5)) as group:
        if group.leads:
            group.add_up(torch.ones(1))
        sys.stdin.read()
except MovierecError as error:
    print(error.what)
"""

ONE_AFTER_THE_OTHER = """
import datetime
from movierec.training.joining import joined
with joined() as group:
    store = group.ending.store
    with group.one_by_machine():
        if group.process.local_rank > 0:
            store.set("second", "")
        else:
            try:
                store.wait(["second"], datetime.timedelta(seconds=1))
                print("too early")
            except RuntimeError:
                print("first")
"""


def test_a_group_of_one_leads_and_leaves_tensors_as_they_are() -> None:
    tensor = torch.ones(3)
    with joined() as group:
        group.add_up(tensor)
        group.hand_out(tensor)

    assert group is ALONE
    assert group.leads
    assert torch.equal(tensor, torch.ones(3))


def test_the_parts_of_a_batch_are_all_its_rows_in_order() -> None:
    rows = list(range(10))
    parts = [rows[Group(Process(rank, 3)).part(len(rows))] for rank in range(3)]

    assert [row for part in parts for row in part] == rows
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_a_process_that_does_not_answer_ends_the_wait_for_it(tmp_path: Path) -> None:
    with pair(tmp_path, (), program=("-c", WAITS_A_LITTLE)) as both:
        first, _ = both.ended()

    assert first.out.startswith("Another process of this training has ended, or does not answer.")


def test_others_wait_for_the_first_of_their_machine_which_may_not_lead(tmp_path: Path) -> None:
    ranks = [{"LOCAL_RANK": "1"}, {"LOCAL_RANK": "0"}]

    with pair(tmp_path, (), program=("-c", ONE_AFTER_THE_OTHER), told=ranks) as both:
        _, second = both.ended()

    assert second.out == "first\n", second.err
