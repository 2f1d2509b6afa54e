"""Funnel: where do people stop on the way to buying, and how do the deals stand?"""

from analytics import deals, entries, funnel, waits
from analytics.reports import funnel as told
from pages.parts.ask import ask
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import key_figures
from pages.parts.funnel.chips import funnel_chips
from pages.parts.funnel.choice import funnel_choice, in_words
from pages.parts.funnel.deals import deal_figures, deals_by_stage
from pages.parts.funnel.files import deal_files
from pages.parts.funnel.further import further
from pages.parts.funnel.groups import conversion_definition, group_rows
from pages.parts.funnel.picture import picture, steps_table
from pages.parts.funnel.pipeline import pipeline
from pages.parts.funnel.waiting import waiting_rows
from pages.parts.funnel.why import why_rows
from pages.parts.funnel.words import funnel_figures
from pages.parts.guard import guard
from pages.parts.later import later
from pages.parts.notices import empty
from pages.parts.service.panel import service_definition, service_files, service_panel
from pages.parts.words import heading

view = guard()
_, lang, facts = view.text, view.lang, view.ws.facts
question = _("Funnel — where do people stop?")
if not (facts.contacts or facts.deals or facts.lines):
    heading(view, question, _("There is nothing to follow yet."))
    empty(
        view,
        _("What this page needs"),
        _("It answers from contacts with a stage, deals or orders. Bring in such a file."),
    )

stages = ask(view, funnel.stages)
known = stages.stage.tolist() + (list(funnel.ORDERS) if facts.lines else [])
proposed = stages.stage[stages.proposed].tolist() or ask(view, funnel.proposed)
plainly = funnel_choice(known, proposed)
choice = in_words(view, plainly)
steps = ask(view, funnel.steps, choice=choice)
found = ask(view, funnel.steps, choice=choice, then=funnel.summary)
scope_before = funnel.earlier(view.scope) if view.period.before else None
before, changes = None, {}
if found and scope_before:
    before = ask(view, funnel.steps, scope_before, choice=choice)
    was = ask(view, funnel.steps, scope_before, choice=choice, then=funnel.summary)
    changes = {} if found.early else found.changes(was)
stand = ask(view, deals.summary)

definitions, questions = [], []
if found:
    definitions.append(told.definition(lang, choice.within_days, choice.mode))
    definitions.append(
        _(
            "**Orders** as steps are a customer's first three, each at the end of its day. "
            "**Days** between steps are those since the step taken before; a quartile is the "
            "shortest wait that a quarter does not exceed; the share of the wait is of those who "
            "reached the last step. A **month or week of entry** is over when everybody who could "
            "begin in it has had the days; of one that is not, those who began first are shown. "
            "**Did next** is the first contact or order after the furthest step, whenever it "
            "came."
        )
    )
    definitions.append(conversion_definition(view))
    questions += ["funnel_steps", "waits_transitions", "entries_course", "funnel_next_events"]
    questions += ["waits_groups", "conversion_groups", "conversion_traits"]
if facts.deals:
    definitions.append(told.deals_definition(lang))
    questions += ["deals_summary", "deals_outcomes", "deals_weighted"]
if facts.contacts:
    definitions.append(service_definition(view))
    questions += ["service_waits", "service_after", "service_scores"]


def rested() -> dict[str, int]:
    """The rows the page rests on."""
    rows = {}
    if found:
        counts = ask(view, funnel.rows, choice=choice)
        rows |= {
            _("contacts up to the day"): counts.contacts,
            _("of them at one of the steps"): counts.events,
            _("customers these belong to"): counts.customers,
            _("contacts without a customer, left out"): counts.without_customer,
        }
    if facts.deals:
        rows[_("deals decided in the period, or open on its last day")] = stand.deals
        rows[_("decided deals without a closing date")] = stand.undated
    return rows


computed(
    view,
    "\n\n".join(definitions) or _("No contact has a stage in this selection."),
    *questions,
    params={**choice.params(), "month": True, "bought": facts.lines} if found else None,
    rows=rested,
)
downloads(
    view,
    {
        _("Funnel"): lambda: steps,
        _("Stages"): lambda: stages,
        _("Groups of the funnel"): lambda: group_rows(view, choice),
        _("What goes together with going on"): lambda: why_rows(view, choice, steps),
        _("Days between the steps"): lambda: ask(view, waits.transitions, choice=choice),
        _("Days between the steps by group"): lambda: waiting_rows(view, choice),
        _("Conversion by month"): lambda: ask(view, entries.course, choice=choice),
        **deal_files(view),
        **service_files(view),
    },
)
heading(view, question, told.answer(lang, choice.names, choice.within_days, found, stand))
later(view)
figures = funnel_figures(view, choice, found, changes) if found else []
figures += deal_figures(view, stand, alone=not figures) if stand.deals else []
if figures:
    key_figures(view, figures)
if known:
    funnel_chips(view, plainly, known, proposed)

if found and found.entered:
    picture(view, choice, found, steps, before)
    steps_table(view, found, steps)
    further(view, choice, steps)

deals_by_stage(view, stand)
if stand.deals:
    pipeline(view)
if facts.contacts:
    service_panel(view)
