"""What a pack for a meeting is made of: a slide per question, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analytics.language import Language

Kind = Literal["money", "number", "percent", "days", "text", "date"]
Cell = float | int | str | date | None
Tone = Literal["accent", "ghost", "worse", "soft"]


@dataclass(frozen=True)
class Figure:
    """A key figure: what it is called, its value, and how it changed.

    code    names it in every language: packs are compared by it
    change  a ratio, or with points=True a difference of two shares; None: not compared
    better  which direction is good
    digits  decimals of a share; None leaves it to its size
    note    a plain fact under it
    """

    code: str
    label: str
    value: float | None
    kind: Kind = "number"
    change: float | None = None
    points: bool = False
    better: Literal["up", "down", "neither"] = "up"
    note: str = ""
    digits: int | None = None

    def written(self, lang: Language) -> str:
        """The value as a reader of this language writes it."""
        if self.kind == "percent":
            return lang.percent(self.value, self.digits)
        return written(lang, self.value, self.kind)


@dataclass(frozen=True)
class Series:
    """One row of values of a chart, with its name and its colour by meaning."""

    name: str
    values: tuple[float | None, ...]
    tone: Tone = "accent"


@dataclass(frozen=True)
class Chart:
    """A picture with its data; every program that opens the pack draws it itself.

    form  "line" over time, "bars" lie and have names, "change" are bars to both sides of zero
    kind  how the values are written: money, number or percent (a share 0 to 1)
    """

    form: Literal["line", "bars", "change"]
    title: str
    note: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Kind = "money"


@dataclass(frozen=True)
class Table:
    """Rows under named columns, each of one kind."""

    title: str
    columns: tuple[tuple[str, Kind], ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Slide:
    """One question: the answer in a sentence, its figures, pictures and rows.

    scope       the days, filters and comparison its figures hold for, in words
    doubts      what has to be known before relying on it
    definition  what its figures mean, for the sheet of definitions
    """

    code: str
    name: str
    question: str
    answer: str
    scope: str
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    table: Table | None = None
    doubts: tuple[str, ...] = ()
    definition: str = ""


@dataclass(frozen=True)
class Pack:
    """The slides of a meeting, and what they rest on.

    about     name -> fact, for the last sheet
    checksum  of the files of this data version and of every figure: the same in every language
              and every program, and another as soon as a single figure is
    carried   what the pack takes along so that the next one can say what changed since
    part      whose customers the figures are of, in words; "" where of all
    """

    title: str
    lang: Language
    as_of: date
    version: str
    slides: tuple[Slide, ...]
    about: tuple[tuple[str, str], ...] = ()
    checksum: str = ""
    carried: str = field(default="", repr=False)
    part: str = ""

    def foot(self, slide: Slide) -> str:
        """The line at the foot of a slide: whose customers, scope, day, version and checksum."""
        said = [
            self.part,
            slide.scope,
            self.lang.text("As of {day}", day=self.lang.date(self.as_of)),
            self.lang.text("data version {n}", n=self.version),
            self.lang.text("checksum {sum}", sum=self.checksum),
        ]
        return " · ".join(part for part in said if part)

    def under_title(self) -> str:
        """The line at the title of the pack: the day, and that it is a part where it is."""
        said = [self.lang.text("As of {day}", day=self.lang.date(self.as_of)), self.part]
        return " · ".join(part for part in said if part)


def written(lang: Language, value: Cell, kind: Kind) -> str:
    """A value as a reader of this language writes it; unknown is "–"."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return lang.date(value)
    if kind == "money":
        return lang.money(value)
    if kind == "percent":
        return lang.percent(value)
    if kind == "days" and value is not None and value == value:
        return lang.plural("{n} day", "{n} days", round(value))
    return lang.number(value)


def change_written(lang: Language, figure: Figure) -> str:
    """How a figure changed, with an arrow; nothing where it is not compared."""
    if figure.change is None or figure.change != figure.change:
        return ""
    arrow = "▲ " if figure.change > 0 else "▼ " if figure.change < 0 else ""
    said = lang.points(figure.change) if figure.points else lang.change(figure.change)
    return arrow + said


def tone(figure: Figure) -> Literal["better", "worse", "neither"]:
    """Whether the change of a figure is good, bad, or neither."""
    if not figure.change or figure.change != figure.change or figure.better == "neither":
        return "neither"
    return "better" if (figure.change > 0) == (figure.better == "up") else "worse"
