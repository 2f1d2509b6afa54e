"""What of the deals can be taken away as files."""

import pandas as pd

from analytics import deals
from pages.parts.ask import ask
from pages.parts.deals.ahead import weighted_rows
from pages.parts.downloads import Source
from pages.parts.guard import View

# what the same word means in files of deals, and not in those of the funnel
OUTCOMES = {"won": "deals_won", "lost": "deals_lost", "value": "deal_value", "owner": "deal_owner"}
AGES = {
    "days": "deal_days", "at_risk": "still_undecided", "won": "won_share", "lost": "gone_share",
}  # fmt: skip
TESTED = {
    "expected": "expected_money", "low": "least_money", "high": "most_money",
    "actual": "came_in", "inside": "held",
}  # fmt: skip


def deal_files(view: View) -> dict[str, Source]:
    """The tables of the deals by what they are called; each is asked for when it is wanted."""
    _ = view.text

    def by(what: deals.By) -> pd.DataFrame:
        found = ask(view, deals.groups, by=what)
        return found.rename(columns={"name": "called", **OUTCOMES})

    def reasons() -> pd.DataFrame:
        found = by("reason")
        told = (found["deals_lost"] > 0) & found["called"].ne("")
        return found.loc[told, ["called", "deals_lost", "lost_share", "lost_value"]]

    return {
        _("Deals by stage"): lambda: ask(view, deals.stages).rename(columns=OUTCOMES),
        _("Weighted pipeline"): lambda: weighted_rows(view).rename(columns=OUTCOMES),
        _("What became of the deals at each stage"): lambda: ask(view, deals.outcomes).rename(
            columns=OUTCOMES
        ),
        _("Deals by owner"): lambda: by("owner"),
        _("Deals by product"): lambda: by("product"),
        _("Why lost"): reasons,
        _("Won and lost by age"): lambda: ask(view, deals.courses).rename(columns=AGES),
        _("Stalled deals"): lambda: ask(view, deals.stalled).rename(columns=OUTCOMES),
        _("Forecasts of past month ends and what came"): lambda: ask(view, deals.backtest).rename(
            columns=TESTED
        ),
    }
