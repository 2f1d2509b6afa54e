"""Further looks at the funnel, one open at a time: each is drawn by its own part."""

from collections.abc import Callable

import pandas as pd

from analytics.errors import N_
from pages.parts.funnel.choice import Choice
from pages.parts.funnel.days import funnel_days
from pages.parts.funnel.groups import groups
from pages.parts.funnel.people import funnel_people
from pages.parts.funnel.why import why
from pages.parts.guard import View
from pages.parts.switch import tabs

Look = Callable[[View, Choice, pd.DataFrame], None]
# code in the address -> its name, and what draws it from the choice and the answer of funnel.steps
LOOKS: dict[str, tuple[str, Look]] = {
    "people": (N_("Who they are"), funnel_people),
    "days": (N_("How long it takes"), funnel_days),
    "groups": (N_("Which groups get through"), groups),
    "why": (N_("What goes together with it"), why),
}


def further(view: View, choice: Choice, steps: pd.DataFrame) -> None:
    """The tabs under the funnel; those that are closed ask nothing."""
    code, tab = tabs(view, "look", {code: name for code, (name, _draw) in LOOKS.items()})
    with tab:
        LOOKS[code][1](view, choice, steps)
