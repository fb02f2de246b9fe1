"""Take what was typed as it is, where nothing about it can be wrong.

Typer asks pydantic about every value, those that were not given too, and importing that takes
longer than importing Typer. Words, and numbers inside their limits, need no such check; anything
else still goes through Typer, which says what is wrong with it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from typing import Any, get_args

from typer.core import TyperArgument, TyperOption

_NUMBERS = {
    int: re.compile(r"[+-]?[0-9]{1,18}"),
    float: re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?"),
}
_LOOKED_AT = ("multiple", "nargs", "required", "min", "max", "callback", "value_is_missing")
_ASK = object()
"""Stands for a value that Typer has to look at."""


class _Option(TyperOption):
    def process_value(self, ctx: Any, value: Any) -> Any:
        taken = _taken(self, value)
        return super().process_value(ctx, value) if taken is _ASK else _handed(self, ctx, taken)


class _Argument(TyperArgument):
    def process_value(self, ctx: Any, value: Any) -> Any:
        taken = _taken(self, value)
        return super().process_value(ctx, value) if taken is _ASK else _handed(self, ctx, taken)


def light(parameters: Sequence[Any]) -> list[Any]:
    """Let a command's parameters take what is plainly right without asking Typer.

    A parameter that is not made as is known here is left to Typer.
    """
    ours: dict[type, Any] = {TyperOption: _Option, TyperArgument: _Argument}
    for parameter in parameters:
        kind = ours.get(type(parameter))
        if kind is not None and _is_known(parameter):
            # Typer makes them itself, and asks nobody of which class. Where the two differ in
            # their slots, Python refuses.
            with contextlib.suppress(TypeError):
                parameter.__class__ = kind
    return list(parameters)


def _is_known(parameter: Any) -> bool:
    """Return whether a parameter has all that is looked at, and no way of its own to read."""
    # Typer 0.28 has no descriptor, and no need of one: it does not use pydantic.
    descriptor = getattr(parameter, "type_descriptor", None)
    info = getattr(descriptor, "parameter_info", None)
    if info is None or not hasattr(descriptor, "annotation"):
        return False
    reads = [getattr(info, name, None) for name in ("parser", "click_type")]
    return reads == [None, None] and all(hasattr(parameter, name) for name in _LOOKED_AT)


def _taken(parameter: _Option | _Argument, value: Any) -> Any:
    """Return a value as the command wants it, or `_ASK`."""
    several = parameter.multiple or parameter.nargs == -1
    if value is None:
        taken: Any = () if several else None
    elif not several:
        taken = _one(parameter, value)
    elif isinstance(value, str):
        return _ASK
    else:
        taken = [_one(parameter, item) for item in value]
    if parameter.required and parameter.value_is_missing(taken):
        return _ASK
    return _ASK if several and _ASK in taken else taken


def _one(parameter: _Option | _Argument, value: Any) -> Any:
    kind = parameter.type_descriptor.annotation
    kind = next(iter(get_args(kind)), kind)
    if kind is str and type(value) is str:
        return value
    if kind not in _NUMBERS:
        return _ASK
    if type(value) is str and _NUMBERS[kind].fullmatch(value):
        value = kind(value)
    inside = type(value) is kind and _inside(parameter, value)
    return value if inside else _ASK


def _inside(parameter: _Option | _Argument, value: float) -> bool:
    low, high = parameter.min, parameter.max
    return (low is None or low <= value) and (high is None or value <= high)


def _handed(parameter: _Option | _Argument, ctx: Any, value: Any) -> Any:
    return value if parameter.callback is None else parameter.callback(ctx, parameter, value)
