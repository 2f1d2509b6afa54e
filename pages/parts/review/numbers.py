"""The key figures of the overview: what they are called, how they are written and compared."""

import pandas as pd

from analytics import overview
from analytics.errors import N_
from analytics.reports import overview as told
from analytics.scope import LAST_YEAR
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View

HELP = {
    "average_order": N_(
        "Money of named customers ÷ their orders. Revenue also counts lines without a customer."
    ),
}


def draw(view: View, figures: pd.DataFrame, course: pd.DataFrame) -> None:
    """Six in a row: margin where costs are known, else the number of orders."""
    key_figures(
        view,
        [
            Figure(
                view.text(label),
                write(view, name, figures.value[name]),
                change(view, figures, name),
                course=course[name].tolist(),
                note=_against_year(view, figures, name),
                help=view.text(HELP[name]) if name in HELP else None,
                points=name in overview.RATES,
            )
            for name, (label, _kind) in told.shown(figures).items()
        ],
    )


def write(view: View, name: str, value: float) -> str:
    """A figure as it is written."""
    lang = view.lang
    ways = {"money": lang.money, "number": lang.number, "percent": lang.percent}
    return ways[told.FIGURES[name][1]](value)


def change(
    view: View, figures: pd.DataFrame, name: str, compare: str | None = None
) -> float | None:
    """Against the period the scope compares with, or another; None where there is none."""
    compare = compare or view.scope.compare
    column = "change_year_before" if compare in LAST_YEAR else "change"
    return figures[column][name] if compare != "none" else None


def _against_year(view: View, figures: pd.DataFrame, name: str) -> str:
    """The other comparison, where it is not the one shown already."""
    ratio = change(view, figures, name, "year")
    if view.scope.compare in LAST_YEAR or ratio is None or ratio != ratio:
        return ""
    write_change = view.lang.points if name in overview.RATES else view.lang.change
    return view.text("year: {change}", change=write_change(ratio))
