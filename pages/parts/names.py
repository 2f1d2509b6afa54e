"""What codes are called: tiers, segments, the eight types, states; or the firm's own words."""

from collections.abc import Iterable, Mapping

from analytics.errors import N_
from analytics.reports.words import BRIDGE as BRIDGE
from analytics.reports.words import SEGMENT_NAMES, TIER_NAMES
from pages.parts.guard import View

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
# on which days weeks may begin, 0 = Monday
FIRST_DAYS = {0: N_("Monday"), 6: N_("Sunday"), 5: N_("Saturday")}
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
    "inactive": N_("Inactive"),
    "not_known": N_("Not yet known"),
}
GROUP_NAMES = STATE_NAMES | SEGMENT_NAMES | TYPE_NAMES | TIER_NAMES | OUTSIDE_NAMES
# what a segment is, in one line
MEANINGS = {
    "champions": N_("Bought just now, buy often: the heart of the business"),
    "loyal": N_("Buy often, and not long ago"),
    "potential_loyalist": N_("Bought lately, a few times: on the way to loyal"),
    "promising": N_("Bought once, a little while ago"),
    "new": N_("Bought for the first time just now"),
    "need_attention": N_("Middling in everything, and cooling"),
    "about_to_sleep": N_("Bought seldom, and not for a while"),
    "cant_lose": N_("Bought very often, but not for long"),
    "at_risk": N_("Bought often, but not for long"),
    "hibernating": N_("Bought seldom, and long ago"),
    "important_value": N_("Spend much, buy often, bought lately"),
    "important_develop": N_("Spend much, bought lately, but seldom buy"),
    "important_keep": N_("Spend much, buy often, but not lately"),
    "important_win_back": N_("Spent much, but seldom and not lately"),
    "general_value": N_("Buy often and lately, but spend little"),
    "general_develop": N_("Bought lately, seldom, for little"),
    "general_keep": N_("Buy often for little, but not lately"),
    "general_win_back": N_("Seldom, little, and not lately"),
}
# what to do about it
ACTIONS = {
    "champions": N_("Reward and give first access; ask for recommendations"),
    "loyal": N_("Offer better products; invite to the member programme"),
    "potential_loyalist": N_("Suggest what goes with the last purchase; win as member"),
    "promising": N_("Stay in mind: a small reason for the second order"),
    "new": N_("Welcome and help; lead to the second order within weeks"),
    "need_attention": N_("A limited offer on what was bought before"),
    "about_to_sleep": N_("Remind of favourites; ask what has changed"),
    "cant_lose": N_("Call or visit in person; find the reason, win back"),
    "at_risk": N_("Write personally; an offer that ends soon"),
    "hibernating": N_("Cheap reminder at the season; then leave in peace"),
    "important_value": N_("Best service, own contact person, privileges"),
    "important_develop": N_("Give reasons to come more often: members, bundles"),
    "important_keep": N_("Get in touch yourself before they forget you"),
    "important_win_back": N_("Win back personally: find out why they stay away"),
    "general_value": N_("Raise the order: bundles, a step to free delivery"),
    "general_develop": N_("Trial offers; find out what they need"),
    "general_keep": N_("Points and occasions that bring them back"),
    "general_win_back": N_("Mass messages only; spend no money on them"),
}
VALUE_NAMES = {
    "revenue": N_("Revenue"),
    "margin": N_("Margin"),
    "profit": N_("Net profit"),
    "predicted": N_("Predicted value"),
}
RISK_NAMES = {"high": N_("high"), "medium": N_("medium"), "low": N_("low")}


def tier_name(view: View, code: str) -> str:
    """A tier as the reader calls it."""
    return view.text(TIER_NAMES[code])


def segment_name(view: View, code: str) -> str:
    """A segment or one of the eight types as the firm calls it, else as it is usually called."""
    return _word(view, code, "name", SEGMENT_NAMES | TYPE_NAMES)


def segment_meaning(view: View, code: str) -> str:
    """What a segment is, in one line."""
    return _word(view, code, "meaning", MEANINGS)


def segment_action(view: View, code: str) -> str:
    """What to do about a segment."""
    return _word(view, code, "action", ACTIONS)


def group_names(view: View, codes: Iterable[str]) -> dict[str, str]:
    """Each code of any grouping with its name."""
    return {code: group_name(view, code) for code in codes}


def _word(view: View, code: str, kind: str, usual: Mapping[str, str]) -> str:
    return view.own_words.get(code, {}).get(kind) or view.text(usual[code])


def group_name(view: View, code: str) -> str:
    """A segment, type, tier or state as the reader calls it, or what is outside of all."""
    return _word(view, code, "name", GROUP_NAMES)


def risk_name(view: View, code: str) -> str:
    """A risk as the reader calls it."""
    return view.text(RISK_NAMES[code])
