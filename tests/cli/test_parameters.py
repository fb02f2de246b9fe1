"""What is taken without asking Typer is what Typer would have made of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
import typer
from typer.core import TyperCommand, TyperOption
from typer.exceptions import TyperException
from typer.main import get_command

from movierec.cli import parameters
from movierec.cli.parameters import light

CHILD = """
import sys
from movierec.cli.app import main
main({words!r})
print("pydantic" in sys.modules)
"""


class Light(TyperCommand):
    def get_params(self, ctx: Any) -> Any:
        return light(super().get_params(ctx))


def parsed(kind: type[TyperCommand], *words: str) -> object:
    made = typer.Typer(add_completion=False, rich_markup_mode=None)

    @made.command(cls=kind)
    def command(
        titles: list[str],
        top: Annotated[int, typer.Option(min=1, max=50)] = 5,
        share: Annotated[float, typer.Option(min=0)] = 0.5,
        name: str | None = None,
        genre: list[str] | None = None,
        quiet: bool = False,
    ) -> tuple[object, ...]:
        return (titles, top, share, name, genre, quiet)

    try:
        return get_command(made).main(list(words), standalone_mode=False)
    except TyperException as error:
        return error.format_message()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("a",),
        ("a", "b", "--top", "7"),
        ("a", "--top", "0"),
        ("a", "--top", "51"),
        ("a", "--top", "-3"),
        ("a", "--top", "+7"),
        ("a", "--top", " 7 "),
        ("a", "--top", "7.0"),
        ("a", "--top", "1_0"),
        ("a", "--top", "seven"),
        ("a", "--top", "\u0667"),
        ("a", "--top", "9" * 40),
        ("a", "--share", "2"),
        ("a", "--share", "0.25"),
        ("a", "--share", ".5"),
        ("a", "--share", "1e-3"),
        ("a", "--share", "nan"),
        ("a", "--share", "-0.5"),
        ("a", "--share", "0.25.1"),
        ("a", "--name", ""),
        ("a", "--name", "b"),
        ("a", "--genre", "drama", "--genre", "western", "--quiet"),
        ("a", "--nonsense"),
    ],
    ids=" ".join,
)
def test_a_value_is_the_same_whether_typer_is_asked_or_not(words: tuple[str, ...]) -> None:
    ours, theirs = parsed(Light, *words), parsed(TyperCommand, *words)
    assert repr(ours) == repr(theirs)


@pytest.mark.parametrize(
    "words",
    [["recommend", "265", "--top", "3", "--variety", "0.5", "--genre", "drama"], ["search", "toy"]],
    ids=" ".join,
)
def test_plain_values_need_no_pydantic(tmp_path: Path, words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD.format(words=words)],
        env={**os.environ, "MOVIEREC_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "False"


def option(made: Any) -> Any:
    """Return Typer's option of a command that has one."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)

    @app.command()
    def command(top: int = made) -> None:
        pass

    whole = get_command(app)
    assert isinstance(whole, TyperCommand)
    return whole.params[0]


@pytest.mark.parametrize("name", ["min", "max", "type_descriptor"])
def test_an_option_that_lacks_something_is_left_to_typer(name: str) -> None:
    made = option(typer.Option(5, min=1))
    delattr(made, name)
    assert type(light([made])[0]) is TyperOption


@pytest.mark.parametrize("name", ["annotation", "parameter_info"])
def test_a_descriptor_that_lacks_something_is_left_to_typer(name: str) -> None:
    made = option(typer.Option(5, min=1))
    whole = made.type_descriptor
    kept = {"annotation": whole.annotation, "parameter_info": whole.parameter_info}
    del kept[name]
    made.type_descriptor = SimpleNamespace(**kept)
    assert type(light([made])[0]) is TyperOption


@pytest.mark.parametrize("name", ["parser", "click_type"])
def test_an_option_with_a_reader_of_its_own_is_left_to_typer(name: str) -> None:
    made = option(typer.Option(5))
    setattr(made.type_descriptor.parameter_info, name, lambda text: int(text) + 1)
    assert type(light([made])[0]) is TyperOption


def test_an_option_that_can_take_no_other_class_is_left_to_typer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Slotted(TyperOption):
        __slots__ = ("more",)

    monkeypatch.setattr(parameters, "_Option", Slotted)
    assert type(light([option(typer.Option(5))])[0]) is TyperOption


def test_an_option_as_it_is_known_is_taken_over() -> None:
    assert type(light([option(typer.Option(5, min=1))])[0]) is not TyperOption
