"""What the columns of an answer about groups of the funnel, or about why, are called."""

from analytics.errors import N_
from pages.parts.codes import Kind

# column of an answer -> what readers call it, and its kind
CONVERSION: dict[str, tuple[str, Kind]] = {
    "funnel_group": (N_("Group"), "text"),
    "converted": (N_("Converted"), "number"),
    "rest_rate": (N_("Share of all others"), "percent"),
    "difference": (N_("Difference in points"), "percent"),
    "difference_low": (N_("Difference, 95 % from"), "percent"),
    "difference_high": (N_("Difference, 95 % to"), "percent"),
    "trait_name": (N_("Trait"), "text"),
    "went_on": (N_("Went on"), "number"),
    "stopped": (N_("Stopped"), "number"),
    "went_on_of": (N_("Went on, known of"), "number"),
    "stopped_of": (N_("Stopped, known of"), "number"),
    "went_on_share": (N_("Share who went on"), "percent"),
    "stopped_share": (N_("Share who stopped"), "percent"),
    "odds_ratio": (N_("Odds ratio"), "number"),
    "odds_low": (N_("Odds ratio, 95 % from"), "number"),
    "odds_high": (N_("Odds ratio, 95 % to"), "number"),
    # deals
    "called": (N_("Owner or product"), "text"),
    "advanced": (N_("Moved on"), "number"),
    "deals_won": (N_("Won"), "number"),
    "deals_lost": (N_("Deals lost"), "number"),
    "still_there": (N_("Still there"), "number"),
    "moved_back": (N_("Moved back"), "number"),
    "assumed": (N_("Of them assumed"), "number"),
    "win_rate": (N_("Win rate"), "percent"),
    "mean_won_days": (N_("Days to win (mean)"), "number"),
    "won_value": (N_("Won value"), "money"),
    "lost_value": (N_("Lost value"), "money"),
    "expected_money": (N_("Expected"), "money"),
    "least_money": (N_("At least"), "money"),
    "most_money": (N_("At most"), "money"),
    "came_in": (N_("Came in"), "money"),
    "held": (N_("Within"), "yes"),
}
