"""What codes are called: tiers, segments, the eight types, states, risks."""

from analytics.errors import N_
from pages.parts.guard import View

TIER_NAMES = {
    "key": N_("Key"),
    "secondary": N_("Secondary"),
    "ordinary": N_("Ordinary"),
    "small": N_("Small"),
}
SEGMENT_NAMES = {
    "champions": N_("Champions"),
    "loyal": N_("Loyal"),
    "potential_loyalist": N_("Potential loyalist"),
    "promising": N_("Promising"),
    "new": N_("New"),
    "need_attention": N_("Need attention"),
    "about_to_sleep": N_("About to sleep"),
    "cant_lose": N_("Can't lose"),
    "at_risk": N_("At risk"),
    "hibernating": N_("Hibernating"),
}
TYPE_NAMES = {
    "important_value": N_("Important: value"),
    "important_develop": N_("Important: develop"),
    "important_keep": N_("Important: keep"),
    "important_win_back": N_("Important: win back"),
    "general_value": N_("General: value"),
    "general_develop": N_("General: develop"),
    "general_keep": N_("General: keep"),
    "general_win_back": N_("General: win back"),
}
ACTION_NAMES = {
    "called": N_("Called"),
    "visited": N_("Visited"),
    "emailed": N_("E-mailed"),
    "messaged": N_("Messaged"),
    "offered": N_("Made an offer"),
    "other": N_("Something else"),
}
OUTCOME_NAMES = {
    "open": N_("Still open"),
    "reached": N_("Reached"),
    "not_reached": N_("Not reached"),
    "won_back": N_("Won back"),
    "declined": N_("Declined"),
    "": N_("Nothing recorded"),
}
STATE_NAMES = {
    "prospect": N_("Prospects"),
    "first_time": N_("First-time"),
    "repeat": N_("Repeat"),
    "loyal": N_("Loyal"),
    "won_back": N_("Won-back"),
    "lapsed": N_("Lapsed"),
}
OUTSIDE_NAMES = {
    "not_yet": N_("Not yet a customer"),
    "inactive": N_("No order in the period"),
    "not_known": N_("Not yet known"),
}
GROUP_NAMES = STATE_NAMES | SEGMENT_NAMES | TYPE_NAMES | TIER_NAMES | OUTSIDE_NAMES
RISK_NAMES = {"high": N_("high"), "medium": N_("medium"), "low": N_("low")}


def tier_name(view: View, code: str) -> str:
    """A tier as the reader calls it."""
    return view.text(TIER_NAMES[code])


def segment_name(view: View, code: str) -> str:
    """A segment or one of the eight types as the reader calls it."""
    return view.text((SEGMENT_NAMES | TYPE_NAMES)[code])


def group_name(view: View, code: str) -> str:
    """A segment, type, tier or state as the reader calls it, or what is outside of all."""
    return view.text(GROUP_NAMES[code])


def risk_name(view: View, code: str) -> str:
    """A risk as the reader calls it."""
    return view.text(RISK_NAMES[code])
