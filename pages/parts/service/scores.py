"""Satisfaction month by month, and NPS where scores are of ten."""

from analytics import service
from pages.parts.ask import ask
from pages.parts.charts import pins
from pages.parts.charts.band import band
from pages.parts.charts.template import chart, head
from pages.parts.funnel.interval import interval as likely_range
from pages.parts.guard import View
from pages.parts.tables import Column, table


def scores(view: View) -> None:
    """Its course, where there are several months, and the figures of each."""
    _, lang = view.text, view.lang
    found = ask(view, service.scores)
    if found.empty:
        head(_("Nobody gave a score in this period"))
        return
    every, months = found.iloc[-1], found.iloc[:-1]
    of_ten = every.nps == every.nps
    title = _("{share} are satisfied", share=lang.percent(every.satisfied))
    if of_ten:
        title = _("NPS {nps}, 95 % from {low} to {high}", nps=lang.number(every.nps, sign=True),
                  low=lang.number(every.nps_low, sign=True),
                  high=lang.number(every.nps_high, sign=True))  # fmt: skip
    note = lang.plural("{n} answer with a score", "{n} answers with a score", int(every.answers))
    names = [lang.month(month) for month in months.month]
    if len(months) > 1 and of_ten:
        places = list(range(len(months)))
        shown = places[:: len(places) // 8 + 1]
        drawing = band(
            view, places, months.nps.tolist(), months.nps_low.tolist(),
            months.nps_high.tolist(), height=230,
            write=lambda value: lang.number(value, sign=True),
            says=lambda place: f"{names[place]}: {lang.number(months.nps[place], sign=True)}",
            marks=shown, texts=[names[place] for place in shown], named=places[-1:],
        )  # fmt: skip
        chart(
            view, drawing, title, note,
            _("NPS of the months with answers; band: 95 % interval"),
            pins.put(view, drawing, pins.months(months.month)), key="scores",
        )  # fmt: skip
    else:
        head(title, note)
    ends = zip(found.nps_low, found.nps_high, strict=True)
    shares = zip(found.satisfied_low, found.satisfied_high, found.answers, strict=True)
    shown = found.assign(
        likely=[likely_range(lang, *share) for share in shares],
        called=[*names, _("All months")],
        mean=[lang.number(value, 1) for value in found["mean"]],
        points=[lang.number(value, sign=True) for value in found.nps],
        interval=[
            _("{low} to {high}", low=lang.number(low, sign=True), high=lang.number(high, sign=True))
            if low == low else "" for low, high in ends
        ],
    )  # fmt: skip
    columns = {
        "called": Column(_("Month"), pinned=True),
        "answers": Column(_("Answers"), "number"),
        "mean": Column(_("Mean score"), "said"),
        "satisfied": Column(_("Satisfied"), "percent"),
        "likely": Column(_("95 %"), "said"),
    }
    if of_ten:
        columns |= {
            "promoters": Column(_("9 or 10"), "percent"),
            "detractors": Column(_("0 to 6"), "percent"),
            "points": Column(_("NPS"), "said"),
            "interval": Column(_("NPS, 95 %"), "said"),
        }
    table(view, shown, columns, key="scores.rows", rows=13)
