"""What goes into a pack: the pages chosen, each asked as its page would be under the same link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from analytics import periods
from analytics.errors import N_, DataError
from analytics.language import Language
from analytics.reports import (
    actions,
    carried,
    funnel,
    leaving,
    overview,
    pyramid,
    retention,
    segments,
    since,
)
from analytics.reports.asked import Asked
from analytics.reports.carried import Carried
from analytics.reports.pack import Pack, Slide
from analytics.reports.words import about_scope, part, whose
from analytics.workspace import Workspace


class Page(NamedTuple):
    """A page a pack may hold: its name, its period until one is chosen, and what makes its slide.

    needs  the rows it answers from: "lines", or "any"
    """

    name: str
    period: str
    slide: Callable[[Asked], Slide | None]
    needs: str = "lines"


PAGES = {
    "overview": Page(N_("Overview"), "13w", overview.slide),
    "segments": Page(N_("Segments"), "all", segments.slide),
    "pyramid": Page(N_("Pyramid"), "all", pyramid.slide),
    "leaving": Page(N_("Leaving"), "all", leaving.slide),
    "retention": Page(N_("Retention"), "all", retention.slide),
    "funnel": Page(N_("Funnel"), "12m", funnel.slide, "any"),
    "actions": Page(N_("Lists"), "all", actions.slide),
}
Progress = Callable[[str, float], None]


def contents(
    ws: Workspace,
    lang: Language,
    chosen: Mapping[str, Any] | None = None,
    pages: Sequence[str] = tuple(PAGES),
    before: Carried | None = None,
    version: str = "",
    progress: Progress | None = None,
) -> Pack:
    """The pack of these pages in one language; the same data and choices give the same pack.

    chosen    day, period, comparison and filters as periods.asked takes them
    before    what an earlier pack carried: then the pack says first what has changed since
    version   what the data version is called, its number unless given
    progress  called with a stage in words and the share done; may raise to stop
    A page that has nothing to say under these filters is left out. Of who sees a part of the
    customers the pack says on every slide that it is one.
    Errors: DataError for an unknown page, where no page has anything to say, or where the role
    takes nothing away.
    """
    ws.user.require("take")
    step = progress or (lambda stage, share: None)
    made: list[Slide] = []
    frames: dict[str, carried.Frame] = {}
    for place, code in enumerate(_known(pages)):
        page = PAGES[code]
        step(page.name, 0.9 * place / len(pages))
        scope, period = periods.asked(ws, lang, chosen or {}, page.period)
        if page.needs == "lines" and not ws.facts.lines:
            continue
        if slide := page.slide(Asked(ws, scope, period, lang)):
            made.append(slide)
            frames[code] = carried.frame(scope)
    if not made:
        raise DataError(
            N_("None of these pages has anything to say here."),
            N_("Choose other pages, a longer period, or fewer filters."),
        )
    scope, _period = periods.asked(ws, lang, chosen or {}, "all")
    assert scope.as_of is not None
    text, checksum = carried.told(ws, scope.as_of, made, frames)
    if before:
        now = carried.noted(ws, scope.as_of)
        once = carried.together(ws, scope.as_of, tuple(before.lists))
        made = since.slides(lang, before, made, frames, now, once, scope.as_of) + made
    called = version or lang.number(ws.version)
    about = [
        *whose(lang, ws.user.owners),
        *(row for row in about_scope(lang, scope) if row[0] != lang.text("Period")),
        *((slide.name, slide.scope) for slide in made),
        (lang.text("Data version"), called),
        (lang.text("Checksum"), checksum),
        (lang.text("What the checksum is of"),
         lang.text("the files of this data version and every figure of this pack")),
        (lang.text("Files"), lang.listing(sorted({str(file) for file in ws.loads.file}))),
    ]  # fmt: skip
    return Pack(
        title=lang.text("Customers in review"), lang=lang, as_of=scope.as_of, version=called,
        slides=tuple(made), about=tuple(about), checksum=checksum, carried=text,
        part=part(lang, ws.user.owners),
    )  # fmt: skip


def _known(pages: Sequence[str]) -> list[str]:
    for code in pages:
        if code not in PAGES:
            raise DataError(
                N_("There is no page called {page}."), N_("Use some of: {pages}."),
                page=code, pages=", ".join(PAGES),
            )  # fmt: skip
    return [code for code in PAGES if code in pages]
