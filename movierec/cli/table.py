"""The table of commands: what help says of each, and the module that has it.

Help and completion read this table alone; the module of a command is imported when it is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Entry(NamedTuple):
    """A command.

    Attributes:
        module: where it lies in `movierec.cli`.
        function: its name there.
        summary: the first line of its help.
        examples: the name of the end of its help there.
    """

    module: str
    function: str
    summary: str
    examples: str = "EXAMPLES"


class Group(NamedTuple):
    """Commands under a common word; `module` and `examples` as those of an entry."""

    module: str
    summary: str
    commands: Mapping[str, Entry]
    examples: str = "EXAMPLES"


PROFILE = {
    "list": Entry(
        "profile", "list_profiles", "List the profiles of this machine.", "LIST_EXAMPLES"
    ),
    "show": Entry("profile", "show", "Show somebody's taste beside everyone's.", "SHOW_EXAMPLES"),
    "use": Entry(
        "profile", "use", "Make a profile yours: it answers where WHO is left out.", "USE_EXAMPLES"
    ),
    "rename": Entry("profile", "rename", "Give a profile another name.", "RENAME_EXAMPLES"),
    "export": Entry(
        "profile", "export", "Write a profile as CSV that import reads back.", "EXPORT_EXAMPLES"
    ),
    "rm": Entry(
        "profile", "rm", "Delete a profile with everything that is kept of it.", "RM_EXAMPLES"
    ),
}
MODELS = {
    "list": Entry("models", "list_models", "List the stored models.", "LIST_EXAMPLES"),
    "show": Entry("models", "show", "Show a model's card.", "SHOW_EXAMPLES"),
    "verify": Entry(
        "models",
        "verify",
        "Check that a model's files are whole and what its card says.",
        "VERIFY_EXAMPLES",
    ),
    "rm": Entry("models", "rm", "Remove a stored model, without asking.", "RM_EXAMPLES"),
}
COMMANDS: Mapping[str, Entry | Group] = {
    "quickstart": Entry(
        "quickstart", "quickstart", "Do the whole job: data, a short training, a list of films."
    ),
    "fetch": Entry("fetch", "fetch", "Download a MovieLens release, verify it and keep it."),
    "describe": Entry("describe", "describe", "Show a data set at a glance."),
    "preprocess": Entry("preprocess", "preprocess", "Turn an archive into arrays, once."),
    "train": Entry("train", "train", "Train a model, keep its best epoch and measure it."),
    "evaluate": Entry(
        "evaluate", "evaluate", "Measure a model on held-out ratings, beside simple baselines."
    ),
    "benchmark": Entry(
        "benchmark", "benchmark", "Train and test model kinds on the same rows, in one table."
    ),
    "import": Entry(
        "import_films", "import_films", "Bring your ratings and lists from other sites."
    ),
    "match": Entry(
        "match", "match", "List films that were not matched, or say which one is meant."
    ),
    "rate": Entry("rate", "rate", "Rate a film; without one, be asked about some."),
    "seen": Entry("marks", "seen", "Say that you saw a film, without stars.", "SEEN_EXAMPLES"),
    "hide": Entry("marks", "hide", "Never have a film recommended, seen or not.", "HIDE_EXAMPLES"),
    "want": Entry("marks", "want", "Put a film on your watchlist.", "WANT_EXAMPLES"),
    "unrate": Entry(
        "marks", "unrate", "Take back the stars that you gave a film.", "UNRATE_EXAMPLES"
    ),
    "recommend": Entry("recommend", "recommend", "Recommend films to you, or to somebody else."),
    "why": Entry("why", "why", "Show why a film is recommended to somebody, or why it is not."),
    "similar": Entry("similar", "similar", "List films like one film."),
    "predict": Entry("predict", "predict", "Predict how many stars somebody gives to films."),
    "search": Entry("search", "search", "Find films by title; typing errors are forgiven."),
    "profile": Group(
        "profile", "Your films on this machine: list, show, choose, take away.", PROFILE
    ),
    "models": Group("models", "List, show, check and remove the stored models.", MODELS),
    "status": Entry("status", "status", "Show versions, folders, data sets, models and devices."),
}
"""In the order of the work, as help lists them."""
