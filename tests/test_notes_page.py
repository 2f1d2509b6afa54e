"""A note that somebody pinned to a day shows on every chart over time, on every page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analytics.notes import Note
from tests.conftest import page_at

NOTE = Note(1, date(2026, 7, 1), "fair in Leeds", "Ann")
# page -> what its address and its session know, and how many charts over time it then shows
PAGES: dict[str, tuple[dict[str, str], dict[str, Any], int]] = {
    "review/overview.py": ({"part": "ahead"}, {}, 2),
    "customers/segments.py": ({"tab": "lifecycle", "period": "24m"}, {}, 2),
    "customers/pyramid.py": ({}, {"trend.open": True}, 1),
    "customers/churn.py": ({"tab": "due"}, {}, 1),
    "customers/profile.py": ({"customer": "C0513"}, {}, 1),
    "sales/funnel.py": ({"as": "month", "period": "24m"}, {"service.open": True}, 2),
}
MOVES = {"customers/segments.py": ({"tab": "moves"}, {}, 1)}
DEALS = {"sales/funnel.py": ({"tab": "deals", "deals": "forecast"}, {}, 1)}


@pytest.mark.parametrize(
    ("page", "shown"), [*PAGES.items(), *MOVES.items(), *DEALS.items()],
    ids=["overview", "lifecycle", "pyramid", "due", "profile", "funnel", "movement", "deals"],
)  # fmt: skip
def test_a_note_shows_on_the_charts_over_time(
    unused: Path,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    shown: tuple[dict[str, str], dict[str, Any], int],
) -> None:
    monkeypatch.setattr("pages.parts.guard.pinned", lambda ws: [NOTE])
    address, session, charts = shown
    at = page_at(monkeypatch, unused, page, session=session, **address)
    assert not at.exception
    heads = [part.value for part in at.markdown if part.value.startswith("**")]
    assert sum("1 fair in Leeds (1 Jul)" in head for head in heads) == charts
    drawn = [chart.proto.spec for chart in at.get("plotly_chart")]
    assert sum("fair in Leeds" in spec for spec in drawn) == charts
