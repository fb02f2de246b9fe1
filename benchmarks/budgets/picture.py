"""Draw accuracy against seconds as an SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from budgets.points import Point
from budgets.systems import SYSTEMS
from budgets.table import NAMES

_COLOURS = ("#1b6ca8", "#0d3b66", "#4aa3df", "#f4a261", "#e76f51", "#b5651d", "#8d6a9f", "#6a994e")


def draw(points: Mapping[str, Sequence[Point]], budgets: Sequence[float], path: Path) -> None:
    """Write a picture of one panel for ratings and one for lists.

    Args:
        points: by what is answered.
        budgets: seconds, drawn as lines.
        path: of the SVG; the same points give the same bytes.
    """
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "movierec", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot
    from matplotlib.ticker import FormatStrFormatter, NullFormatter

    figure, panels = pyplot.subplots(1, len(points), figsize=(9.6, 4.6), layout="constrained")
    colours = dict(zip(SYSTEMS, _COLOURS, strict=True))
    titles = {system.title for system in SYSTEMS.values()}
    for panel, (answers, found) in zip(panels, points.items(), strict=True):
        for system in dict.fromkeys(point.system for point in found):
            line = [point for point in found if point.system == system]
            panel.plot(
                [point.time for point in line],
                [point.figure for point in line],
                marker="o" if SYSTEMS[system].own else "s",
                markersize=4,
                linewidth=2 if SYSTEMS[system].own else 1.2,
                color=colours[system],
                label=SYSTEMS[system].title,
            )
        for budget in budgets:
            panel.axvline(budget, color="#999999", linewidth=0.8, linestyle=":")
        panel.set_xscale("log")
        panel.set_xticks(
            [0.5, 1, 2, *budgets], labels=["0.5", "1", "2", *map("{:g}".format, budgets)]
        )
        panel.xaxis.set_minor_formatter(NullFormatter())
        panel.yaxis.set_major_formatter(FormatStrFormatter("%.2f"))
        panel.set_xlabel("seconds a fold, training and answers")
        better = "lower" if answers == "ratings" else "higher"
        panel.set_title(f"{NAMES[answers]} on u1 to u5, {better} is better", fontsize=10)
        panel.grid(visible=True, color="#eeeeee")
    lines = {
        line.get_label(): line
        for panel in panels
        for line in panel.get_lines()
        if line.get_label() in titles
    }
    figure.legend(handles=list(lines.values()), loc="outside lower center", ncols=4, frameon=False)
    figure.savefig(path, metadata={"Date": None})
