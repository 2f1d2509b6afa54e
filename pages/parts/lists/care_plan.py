"""The care plan itself: how often, what and by whom, tier by tier; kept in the workspace."""

import streamlit as st

from analytics import care
from pages.parts.ask import ask
from pages.parts.guard import View
from pages.parts.names import tier_name
from pages.parts.rights import changes

LONGEST = 3650  # days between two contacts, at most


def words(view: View, kept: care.Plan) -> dict[str, tuple[str, str]]:
    """What is done for a tier, and by whom, as the firm or the usual plan says it."""
    _ = view.text
    return {
        tier: (what or _(care.WHAT[tier]), who or _(care.WHO[tier]))
        for tier, what, who in zip(care.TIERS, kept.what, kept.who, strict=True)
    }


def settings(view: View, kept: care.Plan) -> None:
    """The popover in which the plan is changed, or made the usual one again."""
    _ = view.text
    if not changes(view):
        return
    with st.popover(
        _("Care plan"), icon=":material/tune:", key="care.open", on_change="rerun"
    ) as box:
        if not box.open:
            return
        form = f"{view.lang.code}.{st.session_state.setdefault('care.round', 0)}"
        with st.form("care.form", border=False):
            typed = [
                _tier(view, f"care.{tier}.{form}", tier, days, *words(view, kept)[tier])
                for tier, days in zip(care.TIERS, kept.days, strict=True)
            ]
            known = list(dict.fromkeys([*ask(view, care.kinds), *kept.kinds]))
            usual_kinds = care.counting(care.Plan(), known)
            kinds = st.multiselect(
                _("Contacts that count"), known, care.counting(kept, known),
                placeholder=_("those the firm makes"), key=f"care.kinds.{form}",
                help=_("What the firm does for a customer, not what the customer does."),
            )  # fmt: skip
            changed = st.form_submit_button(_("Keep the plan"), type="primary")
        usual = st.button(_("Back to the usual plan"), type="tertiary", key="care.usual")
    if changed or usual:
        kinds = [] if set(kinds) == set(usual_kinds) else kinds
        wanted = care.Plan() if usual else _plan(view, typed, kinds)
        view.ws.state.set("care_plan", wanted.to_keep(), view.user.name)
        st.session_state["care.round"] += 1  # new fields: they show what is kept now
        st.rerun()


def _tier(view: View, key: str, tier: str, days: int, what: str, who: str) -> tuple[int, str, str]:
    _ = view.text
    st.markdown(f"**{tier_name(view, tier)}**")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        every = st.number_input(
            _("Every so many days"), 1, LONGEST, days, key=f"{key}.days", width=150
        )
        done = st.text_input(_("What is done"), what, max_chars=80, key=f"{key}.what", width=260)
        by = st.text_input(_("Who does it"), who, max_chars=40, key=f"{key}.who",
                           width=170)  # fmt: skip
    return every, done, by


def _plan(view: View, typed: list[tuple[int, str, str]], kinds: list[str]) -> care.Plan:
    """What was typed; words that are the usual ones stay unsaid, so that they are translated."""
    usual = words(view, care.Plan())
    days, what, who = [], [], []
    for tier, (every, done, by) in zip(care.TIERS, typed, strict=True):
        days.append(int(every))
        what.append("" if done.strip() == usual[tier][0] else done.strip())
        who.append("" if by.strip() == usual[tier][1] else by.strip())
    four = {"days": days, "what": what, "who": who}
    return care.kept_plan({"care_plan": {**four, "kinds": kinds}})
