"""Commands that are made, and their modules imported, when they are called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from movierec.cli.parameters import light
from movierec.cli.table import Entry, Group

HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}


class NamedCommand(TyperCommand):
    """A name and a summary, which are all that the help of others needs.

    Args:
        name: as typed.
        entry: the table's line about it.
    """

    def __init__(self, name: str, entry: Entry | Group) -> None:
        super().__init__(name, help=entry.summary, rich_markup_mode=None)
        self._entry = entry

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        """Parse arguments as the command itself does."""
        return self.whole().make_context(info_name, args, parent, **extra)

    def whole(self) -> TyperCommand | TyperGroup:
        """Return the command itself."""
        assert self.name is not None
        module = import_module(f"movierec.cli.{self._entry.module}")
        epilog = getattr(module, self._entry.examples)
        if isinstance(self._entry, Group):
            return group(self._entry.summary, epilog, show_help, self._entry.commands)
        made = typer.Typer(
            add_completion=False, rich_markup_mode=None, context_settings=HELP_OPTIONS
        )
        function = getattr(module, self._entry.function)
        made.command(self.name, cls=_Command, epilog=epilog)(function)
        return get_command(made)  # type: ignore[return-value]


class _Command(TyperCommand):
    def get_params(self, ctx: Any) -> Any:
        return light(super().get_params(ctx))


class _Group(TyperGroup):
    def get_params(self, ctx: Any) -> Any:
        return light(super().get_params(ctx))


def group(
    text: str,
    epilog: str,
    callback: Any,
    commands: Mapping[str, Entry | Group],
    *,
    completion: bool = False,
) -> TyperGroup:
    """Return commands under a common word.

    Args:
        text: the help's beginning.
        epilog: its end.
        callback: what is called before any of them, and alone where none is named.
        commands: the table's lines about them, by name.
        completion: whether there are options that set up the shell's completion.
    """
    made = typer.Typer(
        cls=_Group,
        help=text,
        epilog=epilog,
        add_completion=completion,
        rich_markup_mode=None,
        invoke_without_command=True,
        context_settings=HELP_OPTIONS,
    )
    made.callback()(callback)
    whole = get_command(made)
    assert isinstance(whole, TyperGroup)
    for name, entry in commands.items():
        whole.add_command(NamedCommand(name, entry), name)
    return whole


def show_help(ctx: typer.Context) -> None:
    """Show the help of a group that was called without a command."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit
