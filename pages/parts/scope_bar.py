"""The bar on top of every page: as of which day, which period, which customers and lines."""

from typing import Any

import streamlit as st

from analytics import Scope, Workspace, periods
from analytics.errors import N_
from analytics.language import LANGUAGES, Language
from analytics.periods import Period
from analytics.reports.words import FILTER_NAMES
from analytics.scope import FILTERS
from pages.parts import address
from pages.parts.words import seen

RETURNS = {"net": N_("taken off"), "exclude": N_("left out")}


def chosen_scope(ws: Workspace, lang: Language, usual_period: str) -> tuple[Scope, Period]:
    """The resolved scope the choices stand for, and its period in words.

    The choices are those the data has: see `forget_unknown`.
    """
    return periods.asked(ws, lang, st.session_state.chosen, usual_period)


def scope_bar(
    ws: Workspace, lang: Language, scope: Scope, period: Period, usual_period: str
) -> None:
    """Draws the chips; only filters the data has."""
    _as_of(ws, lang, scope)
    _period(ws, lang, period, scope, usual_period)
    if "region" in ws.dimensions:
        _region(ws, lang, scope)
    _more(ws, lang, scope)


def forget_unknown(ws: Workspace) -> bool:
    """Drops choices the data does not have, as an old link may bring; whether there were any."""
    chosen, fiscal = st.session_state.chosen, int(ws.state.settings()["fiscal_month"])
    first, last = periods.known_days(ws)
    known = {
        "period": periods.presets(fiscal),
        "compare": periods.COMPARISONS,
        "returns": RETURNS,
        "lang": LANGUAGES,
        "data": ("sample",),
    }
    kept: dict[str, Any] = {}
    for name, value in chosen.items():
        if name in FILTERS:
            value = [each for each in value if each in ws.dimensions.get(name, ())]
        elif name in known:
            value = value if value in known[name] else None
        elif name == "as_of":
            value = value if first <= value <= last else None
        if value:
            kept[name] = value
    st.session_state.chosen = kept
    return kept != chosen


def _as_of(ws: Workspace, lang: Language, scope: Scope) -> None:
    _, (first, last) = lang.text, periods.known_days(ws)
    label = _("As of {day}", day=f"**{lang.date(scope.as_of)}**")
    with st.popover(label, icon=":material/calendar_today:"):
        st.date_input(
            _("As of"),
            min_value=first,
            max_value=last,
            format="YYYY-MM-DD",
            on_change=_keep,
            args=("as_of", ws.facts.as_of),
            **address.state("as_of", scope.as_of),
        )
        st.caption(_("Only what was dated up to this day counts, on every page."))


def _period(ws: Workspace, lang: Language, period: Period, scope: Scope, usual: str) -> None:
    _, fiscal = lang.text, int(ws.state.settings()["fiscal_month"])
    label = f"**{period.name}**"
    if period.versus:
        label = _("{period} vs {other}", period=label, other=period.versus)
    with st.popover(label, icon=":material/date_range:"):
        st.radio(
            _("Period"),
            periods.presets(fiscal),
            format_func=lambda code: _(periods.PRESETS[code]),
            on_change=_keep,
            args=("period", usual),
            **address.state("period", period.preset),
        )
        if period.preset == "own":
            for name, title, day in (
                ("from", _("From"), period.start), ("to", _("To"), period.end),
            ):  # fmt: skip
                st.date_input(
                    title,
                    format="YYYY-MM-DD",
                    on_change=_keep,
                    args=(name,),
                    **address.state(name, day),
                )
        if period.preset != "all":
            st.radio(
                _("Compared with"),
                periods.comparisons(scope),
                format_func=lambda code: _(periods.COMPARISONS[code]),
                on_change=_keep,
                args=("compare", periods.usual_comparison(period.preset)),
                **address.state("compare", scope.compare),
            )
            if scope.compare != "none" and not period.before:
                st.caption(_("The data does not reach back that far."))


def _region(ws: Workspace, lang: Language, scope: Scope) -> None:
    label, values = lang.text("All **regions**"), scope.filters.get("region", ())
    if values:
        label = f"**{_escaped(_shown(lang, values[0]))}**"
        label += f" +{len(values) - 1}" if len(values) > 1 else ""
    with st.popover(label, icon=":material/public:"):
        _choice(ws, lang, "region", values)


def _more(ws: Workspace, lang: Language, scope: Scope) -> None:
    _ = lang.text
    others = [name for name in FILTERS if name in ws.dimensions and name != "region"]
    count = sum(name in scope.filters for name in others) + (scope.returns != "net")
    label = lang.plural("**{n}** more filter", "**{n}** more filters", count)
    with st.popover(label if count else _("More filters"), icon=":material/tune:"):
        for name in others:
            _choice(ws, lang, name, scope.filters.get(name, ()))
        st.segmented_control(
            _("Returned goods"),
            list(RETURNS),
            required=True,
            format_func=lambda code: _(RETURNS[code]),
            help=_("Taken off: money given back lowers revenue. Left out: returns are ignored."),
            on_change=_keep,
            args=("returns", "net"),
            **address.state("returns", scope.returns),
        )


def _choice(ws: Workspace, lang: Language, name: str, values: tuple[str, ...]) -> None:
    st.multiselect(
        lang.text(FILTER_NAMES[name][0]).capitalize(),
        ws.dimensions[name],
        format_func=lambda value: _shown(lang, value),
        placeholder=lang.text("All {filter}", filter=lang.text(FILTER_NAMES[name][1])),
        on_change=_keep,
        args=(name,),
        **address.state(name, list(values)),
    )


def _keep(name: str, default: Any = None) -> None:
    address.choose(name, st.session_state[address.key(name)], default)


def _shown(lang: Language, value: str) -> str:
    return value or lang.text("(not given)")


def _escaped(text: str) -> str:
    """A name from the data inside Markdown, as it is."""
    return "".join(f"\\{c}" if c in "\\`*_[]$:~<>#|" else c for c in seen(text))
