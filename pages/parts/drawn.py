"""What a model was fitted to, where there were too many customers to learn from all."""

from analytics import Scope, value
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
