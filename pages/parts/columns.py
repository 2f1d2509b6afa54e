"""What the columns of an answer are called and how they are written in a file."""

from collections.abc import Mapping

import pandas as pd

from analytics.errors import N_
from pages.parts.churn.columns import LEAVING
from pages.parts.codes import CODES, Kind, Names
from pages.parts.funnel.columns import CONVERSION
from pages.parts.guard import View
from pages.parts.names import GROUP_NAMES, SEGMENT_NAMES, TYPE_NAMES, group_names
from pages.parts.products.columns import SOLD
from pages.parts.pyramid.columns import WORTH
from pages.parts.review.columns import REVIEW
from pages.parts.service.columns import SERVICE

# column of an answer -> what readers call it, and its kind
COLUMNS: dict[str, tuple[str, Kind]] = {
    "rank": (N_("Rank"), "number"),
    "customer_id": (N_("Customer"), "text"),
    "name": (N_("Name"), "text"),
    "region": (N_("Region"), "text"),
    "tags": (N_("Tags"), "text"),
    "segment": (N_("Segment"), "code"),
    "type8": (N_("Type"), "code"),
    "tier": (N_("Tier"), "code"),
    "scores": (N_("R · F · M"), "text"),
    "r": (N_("Recency score"), "number"),
    "f": (N_("Frequency score"), "number"),
    "m": (N_("Money score"), "number"),
    "score": (N_("Weighted score"), "number"),
    "band": (N_("Band"), "number"),
    "recency_days": (N_("Days since order"), "number"),
    "longest_days": (N_("Longest pause before"), "number"),
    "last_order_on": (N_("Last order"), "text"),
    "frequency": (N_("Orders"), "number"),
    "orders": (N_("Orders"), "number"),
    "monetary": (N_("Revenue"), "money"),
    "value": (N_("Revenue"), "money"),
    "before": (N_("Before"), "money"),
    "now": (N_("Now"), "money"),
    "change": (N_("Change"), "money"),
    # how to reach a customer
    "type": (N_("Customer type"), "text"),
    "owner": (N_("Looked after by"), "text"),
    "email": (N_("E-mail"), "text"),
    "phone": (N_("Phone"), "text"),
    "do_not_contact": (N_("Do not contact"), "yes"),
    # lists, what was done and what came of it
    "list_name": (N_("List"), "text"),
    "rule": (N_("Rule"), "text"),
    "left_out": (N_("Left out, do not want to be contacted"), "number"),
    "frozen": (N_("Customers stay"), "yes"),
    "as_of": (N_("As of"), "text"),
    "created_on": (N_("Made on"), "text"),
    "created_by": (N_("By"), "code"),
    "ever": (N_("Ever on the list"), "number"),
    "observed": (N_("With later days"), "number"),
    "contacted": (N_("Contacted"), "number"),
    "bought": (N_("Bought since"), "number"),
    "bought_share": (N_("Bought since"), "percent"),
    "revenue_since": (N_("Revenue since"), "money"),
    "orders_since": (N_("Orders since"), "number"),
    "last_order_since": (N_("Last order since"), "text"),
    "action": (N_("What was done"), "code"),
    "ended": (N_("How it ended"), "code"),
    "done_on": (N_("Done on"), "text"),
    "note": (N_("Note"), "text"),
    "happened_on": (N_("Date"), "text"),
    "deal_id": (N_("Deal"), "text"),
    "optional": (N_("May be skipped"), "yes"),
    "product": (N_("Product"), "text"),
    "opened_on": (N_("Opened on"), "text"),
    "open_days": (N_("Days open"), "number"),
    "what": (N_("What"), "code"),
    "recorded_by": (N_("Recorded by"), "code"),
    "moved_from": (N_("From"), "code"),
    "moved_to": (N_("To"), "code"),
    "direction": (N_("Direction"), "code"),
    "revenue_then": (N_("Revenue then"), "money"),
    "place": (N_("Group"), "code"),
    "previous": (N_("Group before"), "code"),
    "changed_on": (N_("Date of change"), "text"),
    "day": (N_("Day"), "text"),
    "state": (N_("Lifecycle"), "code"),
    "first_order_on": (N_("First order"), "text"),
    # groups of customers
    "customers": (N_("Customers"), "number"),
    "learned_from": (N_("Customers learned from"), "number"),
    "customer_share": (N_("Share of customers"), "percent"),
    "monetary_share": (N_("Share of revenue"), "percent"),
    "value_share": (N_("Share of the money"), "percent"),
    "cumulative_value": (N_("Money so far"), "money"),
    "revenue_share": (N_("Share of revenue"), "percent"),
    "active": (N_("Active customers"), "number"),
    "new": (N_("New customers"), "number"),
    "won_back": (N_("Won-back"), "number"),
    "lapsed": (N_("Lapsed"), "number"),
    "average": (N_("Per customer"), "money"),
    "threshold": (N_("From (money)"), "money"),
    "median_orders": (N_("Orders (median)"), "number"),
    "median_recency_days": (N_("Days since order (median)"), "number"),
    "quiet": (N_("Gone quiet"), "number"),
    "quiet_value": (N_("Money of those gone quiet"), "money"),
    "part": (N_("Part"), "code"),
    # cohorts
    "cohort": (N_("Month of first order"), "text"),
    "months_after": (N_("Months after it"), "number"),
    "retention": (N_("Share with an order"), "percent"),
    "days": (N_("Days since first order"), "number"),
    "at_risk": (N_("Not back, watched"), "number"),
    "came_back": (N_("Came back"), "number"),
    # the care plan
    "due_on": (N_("Due on"), "text"),
    "overdue_days": (N_("Days overdue"), "number"),
    "last_contact_on": (N_("Last contact"), "text"),
    "rhythm_days": (N_("Every so many days"), "number"),
    "kept": (N_("Care kept"), "number"),
    "kept_share": (N_("Share of care kept"), "percent"),
    "overdue": (N_("Overdue"), "number"),
    "overdue_vital": (N_("Key and secondary overdue"), "number"),
    "due_soon": (N_("Due within 7 days"), "number"),
    "never": (N_("Never contacted"), "number"),
    "median_overdue_days": (N_("Days overdue (median)"), "number"),
    # figures and their course
    "period": (N_("Period"), "code"),
    "first_day": (N_("First day"), "text"),
    "last_day": (N_("Last day"), "text"),
    "unfinished": (N_("Not whole"), "yes"),
    "revenue": (N_("Revenue"), "money"),
    "active_customers": (N_("Active customers"), "number"),
    "average_order": (N_("Average order"), "money"),
    "new_customers": (N_("New customers"), "number"),
    "repeat_rate": (N_("Repeat rate"), "percent"),
    "returned_share": (N_("Returned goods"), "percent"),
    "margin_rate": (N_("Margin rate"), "percent"),
    # funnel and deals
    "step": (N_("Step"), "text"),
    "reached_on": (N_("Reached on"), "text"),
    "waiting_days": (N_("Days since then"), "number"),
    "step_value": (N_("Value"), "money"),
    "next_event": (N_("Did next"), "code"),
    "next_days": (N_("After so many days"), "number"),
    "wait_share": (N_("Share of the wait"), "percent"),
    "lower_days": (N_("Lower quartile, days"), "number"),
    "upper_days": (N_("Upper quartile, days"), "number"),
    "long_days": (N_("Nine in ten within, days"), "number"),
    "entered": (N_("Entered"), "number"),
    "completed": (N_("At the last step"), "number"),
    "rate": (N_("Conversion"), "percent"),
    "number": (N_("Step number"), "number"),
    "stage": (N_("Stage"), "text"),
    "outcome": (N_("Outcome"), "code"),
    "proposed": (N_("Proposed as a step"), "yes"),
    "deals": (N_("Deals"), "number"),
    "closed_later": (N_("Closed after the day"), "yes"),
    "conversion_rate": (N_("Of all at the first step"), "percent"),
    "step_conversion_rate": (N_("Of the step before"), "percent"),
    "median_days": (N_("Median days"), "number"),
    "median_days_from_first": (N_("Median days from the first step"), "number"),
    "lost": (N_("Lost before it"), "number"),
    "step_low": (N_("Of the step before, 95 % from"), "percent"),
    "step_high": (N_("Of the step before, 95 % to"), "percent"),
    "low": (N_("95 % from"), "percent"),
    "high": (N_("95 % to"), "percent"),
    "still_open": (N_("Still open"), "number"),
    "immature": (N_("Observed too briefly"), "number"),
    # portraits of groups
    "trait": (N_("Trait"), "code"),
    "detail": (N_("Which"), "text"),
    "share": (N_("Share"), "percent"),
    "other_share": (N_("Share of the others"), "percent"),
    "index": (N_("Index"), "number"),
    "index_low": (N_("Index, 95 % from"), "number"),
    "index_high": (N_("Index, 95 % to"), "number"),
    "discovery_rate": (N_("False discovery rate"), "percent"),
    "clear": (N_("Clear"), "yes"),
    "of": (N_("Customers it is known of"), "number"),
    "other_of": (N_("Other customers it is known of"), "number"),
    # groups found by themselves
    "cluster": (N_("Group found"), "number"),
    "profile": (N_("Profile"), "code"),
    # how firm labels are
    "variation": (N_("Variation"), "code"),
    "unlabelled": (N_("Of them in no group then"), "number"),
    "money_share": (N_("Share of revenue"), "percent"),
    "label": (N_("Label"), "code"),
    "changed_share": (N_("Change under any variation"), "percent"),
    "variation_share": (N_("Change under it"), "percent"),
    "becomes": (N_("Mostly become"), "code"),
    # what came in
    "load_no": (N_("Load number"), "number"),
    "file": (N_("File"), "text"),
    "kind": (N_("Kind"), "code"),
    "mode": (N_("Way of loading"), "code"),
    "loaded_at": (N_("Loaded on"), "text"),
    "file_date": (N_("File last written"), "date"),
    "loaded_by": (N_("By"), "code"),
    "rows_read": (N_("Rows read"), "number"),
    "rows_loaded": (N_("Loaded"), "number"),
    "rows_rejected": (N_("Rejected"), "number"),
    "rows_overlapping": (N_("There already"), "number"),
    "amount_overlapping": (N_("Money there already"), "money"),
    "amount": (N_("Money"), "money"),
    "lines": (N_("Lines"), "number"),
    "line": (N_("Line"), "number"),
    "column_name": (N_("Column"), "text"),
    "raw_value": (N_("Value as it stands"), "text"),
    "reason": (N_("Reason"), "text"),
    **WORTH,
    **SOLD,
    **LEAVING,
    **CONVERSION,
    **SERVICE,
    **REVIEW,
}


def named(
    view: View,
    frame: pd.DataFrame,
    names: Names | None = None,
    codes: Mapping[str, Names] | None = None,
) -> pd.DataFrame:
    """The table as a reader takes it away: names for columns and codes, rounded numbers.

    names  column -> its name on this page, translated already
    codes  column -> names of its codes on this page
    A column nobody has named keeps its own name.
    """
    own = {
        column: group_names(view, names)
        for column, names in CODES.items()
        if any(names is renamed for renamed in (GROUP_NAMES, SEGMENT_NAMES, TYPE_NAMES))
    }
    all_codes = {**CODES, **own, **(codes or {})}
    out, heads = frame.copy(), []
    for place, column in enumerate(frame.columns):
        name, kind = column_name(view, str(column))
        if kind == "code" and column in all_codes:
            out.isetitem(place, _translated(view, frame.iloc[:, place], all_codes[column]))
        else:
            out.isetitem(place, _written(view, frame.iloc[:, place], kind))
        heads.append(_with_unit(view, (names or {}).get(column, name), kind))
    out.columns = pd.Index(heads)
    return out


def column_name(view: View, column: str) -> tuple[str, Kind]:
    """What a column is called and its kind; "revenue_before" is revenue, in the period before."""
    if column in COLUMNS:
        name, kind = COLUMNS[column]
        return view.text(name), kind
    stem = column.removesuffix("_before")
    if stem in COLUMNS and stem != column:
        name, kind = COLUMNS[stem]
        return view.text("{figure}, the period before", figure=view.text(name)), kind
    return column, "text"


def _with_unit(view: View, name: str, kind: Kind) -> str:
    unit = view.lang.symbol if kind == "money" else "%" if kind == "percent" else ""
    return view.text("{name}, {unit}", name=name, unit=unit) if unit else name


def _translated(view: View, values: pd.Series, names: Names) -> pd.Series:
    known: dict[str, str] = {}
    for code in values.dropna().unique():
        parts = (view.text(names[part]) if part in names else part for part in code.split(","))
        known[code] = view.text("; ").join(parts)
    return values.astype(object).map(known, na_action="ignore")


def _written(view: View, values: pd.Series, kind: Kind) -> pd.Series:
    if kind == "yes":
        return values.map(lambda value: view.text("yes") if value else view.text("no"))
    if kind == "month":
        return values.map(view.lang.month)
    if kind == "percent":
        return (values.astype(float) * 100).round(1)
    if kind == "money":
        return values.astype(float).round(2)
    if kind == "number" and pd.api.types.is_float_dtype(values):
        return values.round(4)
    return values
