from __future__ import annotations

import pytest

from movierec.cli.app import program
from movierec.cli.lazy import NamedCommand
from movierec.cli.table import COMMANDS, Group

NAMES = [
    (name, *inner)
    for name, entry in COMMANDS.items()
    for inner in [(), *((one,) for one in (entry.commands if isinstance(entry, Group) else ()))]
]


def named(words: tuple[str, ...]) -> NamedCommand:
    group = program()
    for word in words[:-1]:
        group = group.commands[word].whole()  # type: ignore[union-attr, assignment]
    found = group.commands[words[-1]]
    assert isinstance(found, NamedCommand)
    return found


@pytest.mark.parametrize("words", NAMES, ids=" ".join)
def test_the_table_says_of_a_command_what_it_says_of_itself(words: tuple[str, ...]) -> None:
    command = named(words)
    whole = command.whole()
    assert (whole.name or words[-1]) == words[-1]
    assert command.help == (whole.help or "").splitlines()[0]
    assert command.get_short_help_str(200) == whole.get_short_help_str(200)


@pytest.mark.parametrize("words", NAMES, ids=" ".join)
def test_a_command_s_examples_are_its_own(words: tuple[str, ...]) -> None:
    lines = (named(words).whole().epilog or "").splitlines()[2:]
    assert lines
    assert all(f"{line} ".startswith(f"  movierec {' '.join(words)} ") for line in lines)
