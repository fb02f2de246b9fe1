"""What was measured, as Markdown and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

from movierec.answers.ranking import Estimate
from rankers.measure import Measured

Differences = Iterable[tuple[str, str, Estimate]]


def metrics_table(measured: Sequence[Measured]) -> str:
    """Return a line a system, the highest nDCG first; intervals in brackets."""
    k = measured[0].metrics.k
    columns = {
        "ndcg": (f"nDCG@{k}", 4),
        "recall": (f"Recall@{k}", 4),
        "precision": (f"Precision@{k}", 4),
        "mrr": (f"MRR@{k}", 4),
        "hit_rate": ("hit rate", 3),
        "coverage": (f"coverage@{k}", 3),
        "novelty": ("novelty, bits", 2),
        "popularity_lift": ("popularity lift", 2),
    }
    heads = ["system", "setting", *(title for title, _ in columns.values()), "seconds"]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for one in sorted(measured, key=lambda one: -one.metrics.ndcg.value):
        cells = (
            one.title,
            setting_text(one.setting),
            *(
                _estimate(getattr(one.metrics, name), places)
                for name, (_, places) in columns.items()
            ),
            f"{one.seconds:.1f}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def difference_table(differences: Differences) -> str:
    """Return a line a comparison: the difference, its interval, and whether it is real."""
    lines = [
        "| system | less | nDCG difference | 95 % interval | excludes 0 |",
        "|---|---|---|---|---|",
    ]
    for best, other, found in differences:
        interval, verdict = "", ""
        if found.low is not None and found.high is not None:
            interval = f"{found.low:+.4f} to {found.high:+.4f}"
            verdict = "yes" if found.low > 0 or found.high < 0 else "no"
        cells = (
            best,
            other,
            f"{found.value:+.4f}",
            interval,
            verdict,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def plain_values(measured: Iterable[Measured], differences: Differences) -> dict[str, Any]:
    """Return everything measured but the users' own figures, for JSON."""
    return {
        "systems": [
            {
                "system": one.name,
                "title": one.title,
                "setting": _plain(one.setting),
                "tried": [
                    {"setting": _plain(setting), "ndcg": ndcg} for setting, ndcg in one.tried
                ],
                "metrics": asdict(one.metrics),
                "seconds": one.seconds,
            }
            for one in measured
        ],
        "differences": [
            {"system": best, "less": other, "ndcg": asdict(found)}
            for best, other, found in differences
        ],
    }


def setting_text(setting: Any) -> str:
    """Return a setting as a cell: "ridge 200", or the names and values of several."""
    if setting is None:
        return ""
    values = _plain(setting)
    named = values if isinstance(values, dict) else {"ridge": values}
    return ", ".join(f"{name} {value:g}" for name, value in named.items())


def _plain(setting: Any) -> Any:
    return asdict(setting) if is_dataclass(setting) and not isinstance(setting, type) else setting


def _estimate(found: Estimate, places: int) -> str:
    value = f"{found.value:.{places}f}"
    if found.low is None or found.high is None:
        return value
    return f"{value} ({found.low:.{places}f} to {found.high:.{places}f})"
