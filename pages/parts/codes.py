"""What the codes in the columns of an answer are called."""

from collections.abc import Mapping
from typing import Literal

from analytics.errors import N_
from pages.parts.names import (
    ACTION_NAMES,
    GROUP_NAMES,
    OUTCOME_NAMES,
    RISK_NAMES,
    SEGMENT_NAMES,
    STATE_NAMES,
    TIER_NAMES,
    TYPE_NAMES,
)

Names = Mapping[str, str]
# text as it is · number to four decimals · money to two · percent a share, as 12.3 · yes or no
# · month from its number · code one of the names below
Kind = Literal["text", "number", "money", "percent", "yes", "month", "code"]
WHO = {"local": N_("this computer"), "sample": N_("sample")}
SIGN_NAMES = {
    "one_purchase": N_("bought once only"),
    "overdue": N_("silent for longer than usual"),
    "rhythm_broken": N_("silent for longer than nine in ten of their own gaps"),
    "fewer_orders": N_("less than half as many orders as in the 90 days before"),
    "spends_less": N_("spends less than before"),
    "smaller_orders": N_("orders are smaller than before"),
    "fewer_contacts": N_("fewer visits and calls"),
    "complaint_open": N_("complaint not solved"),
    "low_score": N_("satisfaction below the middle of all"),
    "returns_more": N_("returns more than nine in ten others"),
    "rhythm_broke": N_("own rhythm broke this week: silent beyond nine in ten own gaps"),
    "anniversary": N_("anniversary as a customer within 30 days"),
    "contract_ends": N_("contract ends soon"),
}
COURSE_NAMES = {
    "fading": N_("fading"),
    "rising": N_("rising"),
    "new": N_("new"),
    "steady": N_("steady"),
}
MODEL_NAMES = {
    "rule": N_("plain rule"),
    "recency": N_("days since the last order alone"),
    "bg_nbd": N_("purchase rhythm (BG/NBD)"),
    "logistic": N_("logistic regression"),
    "boosting": N_("boosted trees"),
}
# column of codes -> what the codes are called; "a,b" is two of them
CODES: dict[str, Names] = {
    "segment": SEGMENT_NAMES,
    "type8": TYPE_NAMES,
    "label": SEGMENT_NAMES | TYPE_NAMES,
    "becomes": SEGMENT_NAMES | TYPE_NAMES,
    "tier": TIER_NAMES | {"all": N_("all tiers")},
    "group": {
        "existing": N_("existing customers"),
        "lapsed": N_("lapsed customers"),
        "prospect": N_("prospects"),
    },
    "contact": {"all": N_("all"), "yes": N_("yes"), "no": N_("no")},
    "moved_from": GROUP_NAMES,
    "moved_to": GROUP_NAMES,
    "place": GROUP_NAMES,
    "previous": GROUP_NAMES,
    "state": STATE_NAMES,
    "direction": {
        "came": N_("came new"),
        "rose": N_("rose"),
        "slid": N_("slid"),
        "level": N_("moved, as good as before"),
        "stayed": N_("stayed"),
    },
    "risk": RISK_NAMES,
    "reasons": SIGN_NAMES
    | {"alike": N_("customers like this one left"), "last_order": N_("time since the last order")},
    "sign": SIGN_NAMES,
    "course": COURSE_NAMES,
    "model": MODEL_NAMES,
    "period": {
        "value": N_("now"),
        "previous": N_("the period before"),
        "year_before": N_("a year before"),
    },
    "next_event": {"order": N_("order")},
    "outcome": {"won": N_("won"), "lost": N_("lost")},
    "loaded_by": WHO,
    "created_by": WHO,
    "recorded_by": WHO,
    "action": ACTION_NAMES,
    "ended": OUTCOME_NAMES,
}
