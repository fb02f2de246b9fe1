from __future__ import annotations

import torch

from movierec.training.choice import SHRINK, average, liking

# Rows: two users and three films; the first user chose films 0 and 1, the second nothing.
CHOSE = torch.tensor([[1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
USERS = torch.tensor([[0.5, 1.0], [-0.5, 2.0]])  # offset, factor
FILMS = torch.tensor([[0.3, 1.0], [0.1, 0.0], [-0.2, -1.0]])
COUNTS, FILM_COUNTS = torch.tensor([2.0, 0.0]), torch.tensor([1.0, 1.0, 0.0])


def test_an_average_is_weighted() -> None:
    found = average(FILMS, torch.tensor([3.0, 1.0, 0.0]))

    torch.testing.assert_close(found, torch.tensor([0.25, 0.75]))


def test_liking_is_how_far_what_was_chosen_is_above_the_average_choice() -> None:
    counts = torch.tensor([1.0, 1.0, 2.0])

    found = liking(USERS, FILMS, CHOSE.matmul, COUNTS, counts)

    # The average choice has offset 0 and factor -0.25; the user's factor is 1.
    expected = ((0.3 + 1.25) + (0.1 + 0.25)) / (2 + SHRINK)
    torch.testing.assert_close(found, torch.tensor([expected, 0.0]))


def test_who_chose_what_everybody_chooses_likes_it_as_everybody_does() -> None:
    found = liking(USERS, FILMS, CHOSE.matmul, COUNTS, FILM_COUNTS)

    torch.testing.assert_close(found, torch.zeros(2))


def test_what_is_asked_about_is_left_as_it_is() -> None:
    before = USERS.clone()

    liking(USERS, FILMS, CHOSE.matmul, COUNTS, FILM_COUNTS)

    assert torch.equal(USERS, before)
