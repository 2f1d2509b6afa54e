"""How dates and numbers are written: said where it is certain, asked where it is not."""

from datetime import date, datetime
from typing import Any

import streamlit as st

from analytics import intake
from analytics.intake import Choice, Source
from analytics.intake.names import COLUMN_NAMES
from pages.parts.guard import View
from pages.parts.intake.opened import identity, once
from pages.parts.intake.remarks import remarks
from pages.parts.words import plain

EXAMPLE = datetime(2026, 12, 31, 14, 30)  # a day that no two formats write alike
FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d-%m-%y", "%d/%m/%Y", "%m/%d/%Y", "%y-%m-%d", "%Y%m%d"]


def values(view: View, source: Source, kind: str, mapping: dict) -> tuple[dict[str, Any], bool]:
    """The options of reading to load with, and whether nothing is left open."""
    events, headers = intake.as_events(source, mapping)
    dates, settled = _dates(view, source, events, kind, headers)
    decimal, clear = _decimal(view, source, events, kind, headers)
    return dates | decimal, settled and clear


def _dates(
    view: View, source: Source, events: Source, kind: str, headers: dict[str, str]
) -> tuple[dict[str, Any], bool]:
    _, lang, name = view.text, view.lang, identity(source, kind, headers)
    form = st.selectbox(
        _("How dates are written"),
        FORMATS,
        index=None,
        format_func=_as_written,
        placeholder=_("found from the values"),
        key=f"dates.{source.checksum[:12]}.{kind}",
        width=320,
    )
    ways = once(("ways", *name), lambda: intake.choices(events, kind, headers))
    asked = {} if form else {column: each for column, each in ways.items() if len(each) > 1}
    forms = {
        column: _asked(view, events, column, headers[column], each)
        for column, each in asked.items()
    }
    if not all(forms.values()):
        return {}, False
    given = form or forms or None
    readings = once(
        ("dates", *name, repr(given)),
        lambda: intake.readings(events, kind, headers, given, whole=True),
    )
    for column, reading in readings.items():
        if column in asked or not reading.read:
            continue
        words = _(
            "{column}: written like {form}, from {first} to {last}.",
            column=_(COLUMN_NAMES[column]),
            form=" / ".join(_as_written(each) for each in reading.formats),
            first=lang.date(reading.first),
            last=lang.date(reading.last),
        )
        st.caption(plain(words))
    zoned = (intake.zone_remark(headers[column], each) for column, each in readings.items())
    remarks(view, tuple(filter(None, zoned)))
    return ({"date_format": given} if given else {}), True


def _asked(
    view: View, source: Source, column: str, header: str, ways: tuple[Choice, ...]
) -> str | None:
    """The way a person says the dates of a column are written, with one of them in each way."""
    _, lang, telling = view.text, view.lang, _telling(source, header, ways)
    told = [
        (
            _("{value} is {date}; ", value=telling, date=lang.date(_day(telling, way.form)))
            if telling
            else ""
        )
        + _(
            "{first} to {last}; longest gap {gap} days, {empty} days without a row",
            first=lang.date(way.first),
            last=lang.date(way.last),
            gap=lang.number(way.gap),
            empty=lang.number(way.empty_days),
        )
        for way in ways
    ]
    forms, name = [way.form for way in ways], _(COLUMN_NAMES[column])
    return st.radio(
        _("{column} can be read in more than one way: how is it meant?", column=name),
        forms,
        index=None,
        format_func=_as_written,
        captions=[plain(each) for each in told],
        key=f"way.{source.checksum[:12]}.{column}",
    )


def _telling(source: Source, header: str, ways: tuple[Choice, ...]) -> str | None:
    """The first value shown of a column that is another day in every way."""
    place = source.headers.index(header)
    for row in source.preview:
        days = [_day(row[place] or "", way.form) for way in ways]
        if all(days) and len(set(days)) == len(days):
            return row[place]
    return None


def _day(text: str, form: str) -> date | None:
    """The day a value is in one format; None where it is written otherwise."""
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        return None


def _decimal(
    view: View, source: Source, events: Source, kind: str, headers: dict[str, str]
) -> tuple[dict[str, Any], bool]:
    """The decimal sign, asked only where a number would be a thousand times another."""
    _ = view.text
    name = ("number", *identity(source, kind, headers))
    doubt = once(name, lambda: intake.doubtful_number(events, kind, headers))
    if not doubt:
        return {}, True
    reading = {".": doubt["small"], ",": doubt["large"]}
    label = _("What is {value} in “{column}”?", value=doubt["value"], column=doubt["column"])
    sign = st.radio(
        plain(label),
        list(reading),
        index=None,
        format_func=lambda sign: _number(view, reading[sign]),
        captions=[
            _("the point is the decimal sign"),
            _("the point stands between thousands"),
        ],
        key=f"decimal.{source.checksum[:12]}.{kind}",
    )
    return ({"decimal": sign} if sign else {}), bool(sign)


def _number(view: View, text: str) -> str:
    """A number without its trailing zeros, thousands separated."""
    digits = len(text.partition(".")[2])
    return view.lang.number(float(text), digits)


def _as_written(form: str) -> str:
    """A date format as people know it: "31-12-26" for "%d-%m-%y"."""
    return EXAMPLE.strftime(form) if "%" in form else form
