"""What the overview offers to take away."""

import pandas as pd

from analytics import contribution, forecast, health
from pages.parts.ask import ask
from pages.parts.downloads import downloads
from pages.parts.guard import View
from pages.parts.names import BRIDGE
from pages.parts.review.ahead import METHODS
from pages.parts.review.bridged import FACTORS
from pages.parts.review.signs import NAMES

PERIODS = ["value", "previous", "year_before"]
TESTED = {
    "cut": "known_up_to", "step": "months_ahead", "low": "forecast_low", "high": "forecast_high",
    "actual": "sold",
}  # fmt: skip


def files(view: View, figures: pd.DataFrame, course: pd.DataFrame, parts: pd.DataFrame) -> None:
    """The Download menu; each file is made only when it is asked for."""
    _ = view.text

    def split() -> pd.DataFrame:
        rows = contribution.split(figures.reset_index(), parts, view.scope.compare)
        return rows.rename(columns={"before": "factor_before", "now": "factor_now"})

    def foreseen() -> pd.DataFrame:
        return forecast.listed(ask(view, forecast.outlook)).rename(columns=TESTED)

    def signs() -> pd.DataFrame:
        rows = ask(view, health.signals).drop(columns=["change", "chance", "verdict"])
        return rows.rename(
            columns={"sign": "health_sign", "value": "sign_value", "then": "sign_then"}
        )

    downloads(
        view,
        {
            _("Key figures"): lambda: figures[PERIODS].T.rename_axis("period").reset_index(),
            _("Course"): lambda: course.drop(columns="bucket"),
            _("Where the change came from"): lambda: parts,
            _("Customers × orders × value"): split,
            _("Next months and earlier forecasts"): foreseen,
            _("Health of the customers"): signs,
        },
        codes={"part": BRIDGE, "factor": FACTORS, "method": METHODS, "health_sign": NAMES},
    )
