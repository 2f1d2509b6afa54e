"""What a model was fitted to, where there were too many customers to learn from all."""

from analytics import Scope, value
from analytics.churn_kept import Trained
from pages.parts.ask import ask
from pages.parts.guard import View


def fitted_note(view: View, learned_from: int, customers: int) -> str:
    """Of how many customers how many were learned from; nothing where all were."""
    if learned_from >= customers:
        return ""
    return view.text(
        "fitted to {n} of {all} customers, drawn evenly by their number, who stand for all",
        n=view.lang.number(learned_from), all=view.lang.number(customers),
    )  # fmt: skip


def value_note(view: View, scope: Scope | None = None) -> str:
    """The same of the models of value as of the day; nothing is asked where there are few."""
    if view.ws.facts.customers <= value.BOUND:
        return ""
    fitted = ask(view, value.fit, scope or view.scope).iloc[0]
    return fitted_note(view, fitted.n, fitted.customers)


def learned_note(view: View, learned: Trained | None) -> str:
    """Of how many cases the model of leaving has learned from how many, and what judged it."""
    _, lang = view.text, view.lang
    said = []
    if learned and learned.learned_from < learned.learned_of:
        said.append(
            _(
                "The model has learned from {n} of {all} earlier cases, a customer on one day "
                "each: drawn, and the same ones every time. Everybody is rated by it.",
                n=lang.number(learned.learned_from), all=lang.number(learned.learned_of),
            )
        )  # fmt: skip
    if learned and learned.judged < learned.judged_of:
        said.append(
            _(
                "Earlier lists are those of {n} of the {all} customers of the day, drawn evenly.",
                n=lang.number(learned.judged), all=lang.number(learned.judged_of),
            )
        )  # fmt: skip
    return lang.sentences(said)
