"""What became of the deals at each stage: every entry has one outcome, and all are counted."""

import pandas as pd

from analytics import deals
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.charts.became import Came, Piece, became
from pages.parts.charts.template import chart
from pages.parts.guard import View
from pages.parts.tables import Column, fitting, table

# column of deals.outcomes -> what is written in the picture
WORDS = {
    "advanced": N_("moved on {n}"),
    "won": N_("won {n}"),
    "still_there": N_("still there {n}"),
    "moved_back": N_("moved back {n}"),
    "lost": N_("lost {n}"),
}


def outcomes(view: View) -> None:
    """The picture of the deals by stage, and their counts as a table."""
    _, lang, found = view.text, view.lang, ask(view, deals.outcomes)
    if found.empty:
        return
    told, assumed = found.moved_back.notna().any(), found.assumed.any()
    untold = _(
        "only the current stage is stored: a deal is taken to have passed the stages before it, "
        "one that is decided all of them"
    )
    if told and assumed:
        untold = _(
            "{n} entries are of deals whose moves nobody tells: these are taken to have passed the "
            "stages before their own",
            n=lang.number(found.assumed.sum()),
        )
    named = found.assign(stage=[stage or _("(not known)") for stage in found.stage])
    words = WORDS if told else {**WORDS, "lost": N_("lost (assumed) {n}")}
    chart(
        view,
        became(view, [_came(view, row, words) for row in named.to_dict("records")]),
        _("What became of the deals at each stage"),
        _("of these deals: entered = moved on + won + lost + moved back + still there"),
        _("each entry counts, a deal that came back again") if told else "",
        untold if assumed else "",
        key="deals.became",
    )
    columns = {
        "stage": Column(_("Stage"), pinned=True, width=fitting(_("Stage"), named.stage)),
        "entered": Column(_("Entered"), "number"),
        "advanced": Column(_("Moved on"), "number"),
        "won": Column(_("Won"), "number"),
        "lost": Column(_("Lost here") if told else _("Lost (assumed)"), "number"),
        "moved_back": Column(_("Moved back"), "said"),
        "still_there": Column(_("Still there"), "number"),
    }
    shown = named.assign(moved_back=[lang.number(count) for count in named.moved_back])
    table(view, shown, columns, key="deals.outcomes", rows=12)


def _came(view: View, row: dict[str, object], words: dict[str, str]) -> Came:
    lang, palette = view.lang, view.palette
    colours = {
        "advanced": palette.soft, "won": palette.bar, "still_there": palette.ghost,
        "moved_back": palette.worse_text, "lost": palette.worse,
    }  # fmt: skip
    pieces = [
        Piece(name, float(row[name]), lang.text(word, n=lang.number(row[name])), colours[name])
        for name, word in words.items()
        if pd.notna(row[name])
    ]
    entered = lang.text("{n} entered", n=lang.number(row["entered"]))
    return Came(str(row["stage"]), float(row["entered"]), entered, pieces)
