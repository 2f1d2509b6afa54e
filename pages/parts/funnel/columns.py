"""What the columns of an answer about groups of the funnel, or about why, are called."""

from analytics.errors import N_
from pages.parts.codes import Kind

# column of an answer -> what readers call it, and its kind
CONVERSION: dict[str, tuple[str, Kind]] = {
    "funnel_group": (N_("Group"), "text"),
    "entered": (N_("Entered"), "number"),
    "converted": (N_("Converted"), "number"),
    "rate": (N_("Share"), "percent"),
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
}
