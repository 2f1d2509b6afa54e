"""Every chart is a valid Plotly figure and says what the data says, in both themes."""

import json
import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio
import pytest

from analytics.access import User
from analytics.language import Language
from analytics.notes import Note
from pages.parts.charts import (
    ahead,
    alluvial,
    around,
    band,
    bars,
    bridge,
    cohorts,
    concentration,
    funnel,
    grid,
    orders,
    pins,
    pyramid,
    scatter,
    stack,
    trend,
)
from pages.parts.charts.template import Drawing, in_lines, nice_ticks, room, round_text
from pages.parts.guard import View
from pages.parts.palette import SEGMENTS, luminance, palette
from pages.parts.words import held

FIRST = date(2026, 1, 1)


ROOT = Path(__file__).parents[1]


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def view(request: pytest.FixtureRequest) -> Any:
    lang = Language("en", "GBP")
    return Mock(spec=View, lang=lang, text=lang.text, palette=palette(request.param), own_words={},
                notes=[], user=User())  # fmt: skip


def course(values: list[float], days: int = 7, unfinished: bool = False) -> pd.DataFrame:
    starts = [FIRST + timedelta(days=days * i) for i in range(len(values))]
    ends = [start + timedelta(days=days - 1) for start in starts]
    last = ([False] * len(values) + [unfinished])[-len(values) :] if values else []
    return pd.DataFrame(
        {"first_day": starts, "last_day": ends, "unfinished": last, "revenue": values}
    )


def checked(drawing: Drawing) -> go.Figure:
    """The figure as Plotly makes it, which raises where a property does not exist."""
    return go.Figure(drawing.figure().to_dict())


def texts(drawing: Drawing) -> list[str]:
    return [label.text for label in checked(drawing).layout.annotations]


def test_what_the_browser_is_sent_is_what_plotly_would_send(view: Any) -> None:
    drawn = scatter.scatter(
        view,
        [scatter.Point("a <i>b</i>", 1.0, 2.0, "high"), scatter.Point("c", 0.5, 1.0)],
        scatter.Axis([0, 1], ["0", "1"], (0, 1)),
        scatter.Axis([0, 2], ["0", "2"], (0, 2), "money"),
    )
    sent, made = drawn.figure(), checked(drawn)
    assert json.loads(pio.to_json(sent.to_dict())) == json.loads(made.to_json())


def test_no_line_of_a_title_ends_between_a_number_and_what_it_counts() -> None:
    assert held("1,702 位客户中 307 位可能流失；2026年6月12日") == (
        "1,702\u00a0位客户中 307\u00a0位可能流失；2026\u2060年6\u2060月12\u2060日"
    )
    assert held("Tea 1 kg, 30 of 90 days") == "Tea 1\u00a0kg, 30 of 90 days"


def test_a_trend_names_both_lines_at_their_ends(view: Any) -> None:
    drawn = trend.trend(view, course([1, 2, 30e3]), "revenue", before=[3, 2, 1],
                        write=view.lang.money)  # fmt: skip
    assert texts(drawn) == ["<b>now</b><br>£30.0\u00a0k", "before<br>£1"]


def test_end_labels_do_not_touch(view: Any) -> None:
    drawn = trend.trend(view, course([1, 100]), "revenue", before=[1, 99], write=view.lang.money)
    now, before = drawn.labels
    per_pixel = 100 / (trend.HEIGHT - 36)
    assert (now["y"] - before["y"]) / per_pixel >= trend.APART - 0.1


def test_a_month_that_is_not_over_is_dotted(view: Any) -> None:
    drawn = trend.trend(view, course([1, 2, 3], 30, True), "revenue", write=view.lang.money)
    assert texts(drawn)
    assert [t["line"].get("dash") for t in drawn.traces if t["mode"] == "lines"] == [None, "dot"]


def test_a_trend_of_nothing_is_a_figure(view: Any) -> None:
    assert checked(trend.trend(view, course([]), "revenue", write=view.lang.money))


def test_a_trend_begins_with_the_first_known_point(view: Any) -> None:
    known = course([float("nan"), float("nan"), 5, 6, 7])
    known["unfinished"] = [True, True, True, False, False]
    drawn = trend.trend(view, known, "revenue", write=view.lang.money)
    assert texts(drawn) == ["<b>now</b><br>£7"]
    lines = [(t["x"], t["line"].get("dash")) for t in drawn.traces if t["mode"] == "lines"]
    assert lines == [([2, 3], "dot"), ([3, 4], None)]


@pytest.mark.parametrize("values", [[50, -20], [-5, -100], [0, 0]])
def test_a_trend_keeps_clear_of_the_row_of_dates(view: Any, values: list[float]) -> None:
    drawn = trend.trend(view, course(values), "revenue", write=view.lang.money)
    low, top = drawn.y["range"]
    pixel = (top - low) / (trend.HEIGHT - 36)
    if min(values) < 0:
        assert (min(values) - low) / pixel > 15
        assert any(s["y0"] == s["y1"] == 0 for s in drawn.shapes)
    assert (drawn.labels[0]["y"] - low) / pixel > 15


def test_notes_are_numbered_and_those_of_one_week_share_a_line(view: Any) -> None:
    view.notes = [
        Note(7, FIRST + timedelta(days=days), text, "ann")
        for days, text in ((-1, "earlier"), (1, "rise"), (2, "fair"), (9, "strike"), (60, "later"))
    ]
    weeks = course([1, 5, 3])
    drawn = trend.trend(view, weeks, "revenue", write=view.lang.money)
    said = pins.put(view, drawn, trend.spans(weeks))
    assert [text for text in texts(drawn) if text.startswith("<b>") and "now" not in text] == [
        "<b>1 2</b>", "<b>3</b>",
    ]  # fmt: skip
    assert [s["x0"] for s in drawn.shapes if s.get("yref") == "paper"] == [0, 1]
    assert said == "1 rise (2 Jan) · 2 fair (3 Jan) · 3 strike (10 Jan)"


@pytest.mark.parametrize("fall", [0.0, -80.0])
def test_changes_start_at_zero_on_either_side(view: Any, fall: float) -> None:
    drawn = around.around(view, [
        around.Change("North", 50, "+£50"), around.Change("South", fall, "£"),
    ])  # fmt: skip
    assert texts(drawn) == ["North", "+£50", "South", "£"]
    rectangles = [s for s in drawn.shapes if s["type"] == "rect"]
    assert [(s["x0"], s["x1"]) for s in rectangles] == [(0, 50), (fall, 0)]
    assert drawn.x["range"] == [fall, 50]


def test_the_line_ends_where_the_forecast_begins(view: Any) -> None:
    month = [date(2026, number, 1) for number in (1, 2, 3)]
    drawn = ahead.ahead(view, [
        ahead.Month(month[0], "Jan", 10, True),
        ahead.Month(month[1], "Feb", 4, False, 12, 8, 16, 11),
        ahead.Month(month[2], "Mar", None, False, 13),
    ])  # fmt: skip
    assert texts(drawn) == ["<b>£13</b>"]
    lines = [t["x"] for t in drawn.traces if t["mode"] == "lines"]
    assert lines == [[0], [0, 1, 2]]
    assert [(s["y0"], s["y1"]) for s in drawn.shapes if s["type"] == "rect"] == [(8, 16)]
    assert (
        drawn.traces[-1]["text"][1]
        == "<b>Feb</b><br>so far £4<br>foreseen £12<br>£8 to £16<br>target £11"
    )


def test_a_course_ahead_of_nothing_is_a_figure(view: Any) -> None:
    assert checked(ahead.ahead(view, []))


def test_points_above_the_ghost_are_counted_where_both_are_known() -> None:
    assert trend.above([1, 5, 3], [0, 9, float("nan")]) == (1, 2)


def test_a_bridge_begins_and_ends_with_its_totals(view: Any) -> None:
    steps = [
        bridge.Step("Before", 100, total=True), bridge.Step("New", 30, 2),
        bridge.Step("Lost", -50, 1), bridge.Step("Now", 80, total=True),
    ]  # fmt: skip
    drawn = bridge.bridge(view, steps)
    assert "<b>£80</b>" in texts(drawn)
    rectangles = [s for s in drawn.shapes if s["type"] == "rect"]
    assert [(s["x0"], s["x1"]) for s in rectangles] == [(0, 100), (100, 130), (80, 130), (0, 80)]


def test_the_longest_bars_leave_the_names_of_tiers_room(view: Any) -> None:
    tiers = [pyramid.Tier("key", "Key", "top 1 %", 1, 1.0, 200, 1.0)]
    drawn = pyramid.pyramid(view, tiers, "1 customer", "£200 revenue")
    first, last = drawn.x["range"]
    assert (-100 - first) / (last - first) >= 0.19  # of a phone's 340 pixels, 65 for a name


def test_the_pyramid_has_one_length_scale(view: Any) -> None:
    tiers = [
        pyramid.Tier("key", "Key", "top 1 %", 1, 0.01, 300, 0.3),
        pyramid.Tier("small", "Small", "the rest", 99, 0.99, 700, 0.7),
    ]
    drawn = pyramid.pyramid(view, tiers, "100 customers", "£1,000 revenue")
    assert "100 customers" in texts(drawn)
    widths = [round(s["x1"] - s["x0"], 6) for s in drawn.shapes]
    assert widths == [1, 30, 99, 70]


def test_a_tier_that_loses_money_has_no_bar(view: Any) -> None:
    tiers = [
        pyramid.Tier("key", "Key", "", 1, 0.5, 1300, 1.3),
        pyramid.Tier("small", "Small", "", 1, 0.5, -300, -0.3),
    ]
    drawn = pyramid.pyramid(view, tiers, "", "")
    assert drawn.shapes[-1]["x1"] == drawn.shapes[-1]["x0"]
    assert any("−\u2060£300" in text for text in texts(drawn))


def test_the_grid_names_each_segment_once(view: Any) -> None:
    cells = pd.DataFrame(
        [(r, f, SEGMENTS[f % 3], r * f) for r in range(1, 6) for f in range(1, 6)],
        columns=["r", "f", "segment", "customers"],
    )
    drawn = grid.grid(view, cells, "customers", view.lang.number)
    names = [text.replace("<br>", " ") for text in texts(drawn) if text.startswith("<b>")]
    assert sorted(names) == ["<b>Champions</b>", "<b>Loyal</b>", "<b>Potential loyalist</b>"]


def test_a_funnel_marks_its_worst_step(view: Any) -> None:
    steps = [
        funnel.Step("Lead", 100, 1.0, None, 5e5),
        funnel.Step("Offer", 90, 0.9, 0.9, 4e5, lost=10),
        funnel.Step("Won", 30, 0.3, 1 / 3, 1e5, lost=60),
    ]  # fmt: skip
    said = texts(funnel.funnel(view, steps, "deals"))
    assert "<b>−60<br>67\u00a0%</b>" in said
    assert "<b>33\u00a0%</b>" in said
    assert checked(funnel.funnel(view, [], "deals"))


def test_every_part_of_a_funnel_says_more_and_can_be_clicked(view: Any) -> None:
    hints = funnel.Hints("reached", "stopped", "went on", "value", "before")
    steps = [
        funnel.Step("Lead", 100, 1.0, None, 5e5, before=160, hints=hints),
        funnel.Step("Call", 60, 0.6, 0.6, 4e5, True, before=70, low=0.5, high=0.7, hints=hints),
        funnel.Step("Won", 30, 0.3, 0.3, 1e5, before=20, lost=70, low=0.2, high=0.4,
                    interval="20–40\u00a0%", rate_before=0.2, hints=hints),
    ]  # fmt: skip
    drawn = funnel.funnel(view, steps, "deals", chosen="stopped.3")
    parts = {(t["text"][0], *t["customdata"][0]) for t in drawn.traces}
    reached = {(said, "reached", place) for said in ("reached", "value") for place in range(3)}
    onwards = {("went on", "reached", place) for place in (1, 2)}
    assert parts == reached | onwards | {("stopped", "stopped", 2), ("before",)}
    said = " ".join(texts(drawn))
    assert "optional" in said
    assert "20–40\u00a0%" in said
    assert "was 20\u00a0%" in said
    lines = [
        shape for shape in drawn.shapes if shape["type"] == "path" and "fillcolor" not in shape
    ]
    share = 100 / 160  # of the width, that is 160 long, the first step of now
    ends = [float(line["path"].split(",")[0][1:]) for line in lines]
    assert ends == pytest.approx([0.5 * share, 0.2 * share])


def test_a_loss_written_beside_its_thin_bar_is_pressed_there_too(view: Any) -> None:
    hints = funnel.Hints("reached", "stopped", "went on", "value", "before")
    steps = [
        funnel.Step("Lead", 1000, 1.0, None, 1, hints=hints),
        funnel.Step("Won", 990, 0.99, 0.99, 1, lost=10, hints=hints),
    ]
    drawn = funnel.funnel(view, steps, "deals")
    thin, written = [t for t in drawn.traces if t["customdata"][0] == ["stopped", 1]]
    (loss,) = [each for each in drawn.labels if "−10" in each["text"]]
    pixels = (funnel.PHONE - drawn.layout["margin"]["l"] - 8) / drawn.x["range"][1]
    assert thin["x"][0] * pixels < 5
    left, right = written["base"][0], written["base"][0] + written["x"][0]
    assert left == loss["x"] < loss["x"] + (loss["xshift"] + 20) / pixels < right


@pytest.mark.parametrize("dark", [False, True])
def test_what_stands_on_the_accent_can_be_read(dark: bool) -> None:
    """Chosen values and main buttons; WCAG asks for 4.5 : 1."""
    told = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    accent = told["theme"]["dark" if dark else "light"]["primaryColor"]
    pair = sorted((luminance(accent), luminance(palette(dark).page)))
    assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5
    assert palette(dark).accent == accent


@pytest.mark.parametrize("count", [0, 1, 12, 300, 999])
def test_a_figure_lies_in_its_bar_only_where_a_phone_has_room(view: Any, count: int) -> None:
    steps = [
        funnel.Step("Lead", 1000, 1.0, None, 1),
        funnel.Step("Won", count, count / 1000, count / 1000, 1, lost=1000 - count),
    ]
    drawn = funnel.funnel(view, steps, "deals")
    written = next(each for each in drawn.labels if f"<b>{count}</b>" in each["text"])
    pixels = (funnel.PHONE - drawn.layout["margin"]["l"] - 8) / drawn.x["range"][1]
    if written["x"] == 0 and count:
        assert count / 1000 * pixels >= room([str(count)], extra=funnel.PAD)
    else:
        assert written["x"] in (count / 1000, 1)


def test_bars_and_shares_write_their_figures(view: Any) -> None:
    rows = [bars.Row("Grinder", 3, "<b>£3</b>", whole=9), bars.Row("Beans", 1, "£1")]
    assert texts(bars.bars(view, rows)) == ["Grinder", "<b>£3</b>", "Beans", "£1"]
    share = bars.Share("Champions", 0.5, 0.14, view.palette.segments["champions"])
    assert "<b>50\u00a0%</b> vs" in texts(bars.shares(view, [share]))[1]


def test_concentration_labels_its_cuts(view: Any) -> None:
    drawn = concentration.concentration(
        view, [0.25, 0.5, 0.75, 1], [0.7, 0.9, 1.1, 1.0], [(0.25, 0.7), (0.5, 0.9)]
    )
    assert "<b>70\u00a0%</b> from the top 25\u00a0%" in texts(drawn)
    assert drawn.y["range"][1] > 1.1


def test_concentration_names_a_customer_count_once(view: Any) -> None:
    cuts = [(0.01, 0.6), (0.05, 0.6), (0.2, 0.6)]
    three = concentration.concentration(view, [1 / 3, 2 / 3, 1], [0.6, 0.9, 1], cuts)
    assert texts(three)[1:] == ["<b>60\u00a0%</b> from the top 1\u00a0%"]
    close = [(0.01, 0.6), (0.05, 0.605), (0.2, 0.9)]
    many = [0.01, 0.05, 0.2, 1]
    drawn = concentration.concentration(view, many, [0.6, 0.605, 0.9, 1], close)
    assert [text.split("top ")[1] for text in texts(drawn)[1:]] == ["1\u00a0%", "20\u00a0%"]


def test_scatter_names_do_not_touch(view: Any) -> None:
    points = [scatter.Point(str(i), 0.5, 100 + i, "high") for i in range(5)]
    points.append(scatter.Point("grey", 0.1, 50))
    drawn = scatter.scatter(
        view, points, scatter.Axis([0, 1], ["0", "1"], (0, 1)),
        scatter.Axis([10, 1000], ["10", "1,000"], (10, 1000), log=True), band=(0.6, "high"),
    )  # fmt: skip
    assert texts(drawn) == ["<b>high</b>", "0"]


@pytest.mark.parametrize(("height", "named"), [(95, []), (50, ["C0704"])])
def test_scatter_names_keep_clear_of_the_name_of_the_band(
    view: Any, height: float, named: list[str]
) -> None:
    drawn = scatter.scatter(
        view, [scatter.Point("C0704", 0.74, height, "high")],
        scatter.Axis([0, 1], ["0", "1"], (0, 1)), scatter.Axis([0, 100], ["0", "100"], (0, 100)),
        band=(0.6, "逾期未购"),
    )  # fmt: skip
    assert texts(drawn) == ["<b>逾期未购</b>", *named]


@pytest.mark.parametrize(
    ("top", "bottom"),
    [(1, 0), (9, 0), (317, 0), (32_700, 0), (3.2e6, 0), (0.4, 0), (50, -20), (0, 0)],
)
def test_ticks_are_round_and_few(top: float, bottom: float) -> None:
    marks = nice_ticks(top, bottom)
    assert 0 in marks
    assert len(marks) <= 6
    assert all(bottom - 1e-9 <= mark <= top + 1e-9 for mark in marks)


def test_ticks_leave_out_decimals_that_say_nothing() -> None:
    assert round_text("£30.0\u00a0k") == "£30\u00a0k"
    assert round_text("£2.5\u00a0k") == "£2.5\u00a0k"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("不可流失客户", "不可流失<br>客户"),
        ("潜在忠诚客户", "潜在忠诚<br>客户"),
        ("冠军客户", "冠军客户"),
        ("Need attention", "Need<br>attention"),
        ("Hibernating", "Hibernating"),
    ],
)
def test_a_long_name_breaks_between_words(name: str, lines: str) -> None:
    assert in_lines(name) == lines


def test_room_for_names_counts_what_is_seen() -> None:
    assert room(["<b>ab</b>"], extra=0) == room(["ab"], extra=0)
    assert room(["重要客户"]) > room(["Keyc"])


GROUPS = [alluvial.Group(code, code.title(), "#123456") for code in ("good", "fair", "poor")]


def test_bands_are_as_thick_as_their_customers_are_many(view: Any) -> None:
    flows = [
        alluvial.Flow("good", "good", 600, "stayed", "stayed"),
        alluvial.Flow("good", "poor", 300, "slid", "slid"),
        alluvial.Flow("fair", "good", 1, "rose", "rose"),
    ]
    drawn = alluvial.alluvial(view, (GROUPS, GROUPS), flows, ("then", "now"))
    said = texts(drawn)
    assert [text.split("<br>")[0] for text in said] == [
        "then", "Good", "Fair", "now", "Good", "Poor",
    ]  # fmt: skip
    assert "900" in said[1]
    assert "601" in said[4]
    bands = [shape for shape in drawn.shapes if shape["type"] == "path"]
    assert [shape["fillcolor"] for shape in bands] == [
        view.palette.ghost, view.palette.worse, view.palette.bar,
    ]  # fmt: skip
    pairs = [trace["customdata"][0] for trace in drawn.traces]
    assert ["good", "poor"] in pairs
    assert ["good", ""] in pairs
    assert ["", "poor"] in pairs
    places = [label["y"] for label in drawn.labels if "<br>" in label["text"]]
    assert abs(places[0] - places[1]) >= alluvial.SLOT - 0.1


def test_bands_of_nobody_are_a_figure(view: Any) -> None:
    assert checked(alluvial.alluvial(view, (GROUPS, GROUPS), [], ("", "")))


def test_parts_of_a_column_stand_on_each_other_and_below_zero(view: Any) -> None:
    parts = [
        stack.Part("New", "#111111", [3, 5]),
        stack.Part("Back", "#222222", [1, 0]),
        stack.Part("Gone", "#333333", [-2, -4], "gone"),
    ]
    drawn = stack.stack(view, ["Jan", "Feb"], parts, write=view.lang.number, faint=True)
    spans = [(s["y0"], s["y1"]) for s in drawn.shapes if s["type"] == "rect"]
    assert spans == [(1, 4), (0, 1), (-2, 0), (0, 5), (-4, 0)]
    assert [s.get("opacity") for s in drawn.shapes if s["type"] == "rect"] == [
        None, None, None, 0.45, 0.45,
    ]  # fmt: skip
    said = texts(drawn)
    assert len(said) == 2  # a part without customers at the end is not named
    assert "New" in said[0]
    assert "4" in said[1]
    low, high = drawn.y["range"]
    assert low < -4
    assert high > 5


def test_names_beside_the_last_column_do_not_touch(view: Any) -> None:
    parts = [stack.Part(f"part {i}", "#111111", [1]) for i in range(12)]
    drawn = stack.stack(view, ["Jan"], parts, write=view.lang.number, height=400)
    low, high = drawn.y["range"]
    places = [label["y"] * (400 - 36) / (high - low) for label in drawn.labels]
    gaps = [above - below for above, below in pairwise(places)]
    assert min(gaps) >= stack.APART - 0.1


def test_columns_of_nothing_are_a_figure(view: Any) -> None:
    assert checked(stack.stack(view, [], [], write=view.lang.number))


def test_blank_cells_are_not_drawn_and_all_others_can_be_clicked(view: Any) -> None:
    nan = float("nan")
    rows = [cohorts.Cohort("Jan", "20", [0.5, 0.0]), cohorts.Cohort("Feb", "9", [0.2, nan])]
    drawn = cohorts.cohorts(
        view, [1, 2], rows, write=view.lang.percent, says=lambda row, column: f"{row}{column}"
    )
    assert len([shape for shape in drawn.shapes if shape["type"] == "rect"]) == 3
    assert drawn.traces[0]["customdata"] == [[0, 0], [0, 1], [1, 0]]
    assert drawn.traces[0]["text"] == ["00", "01", "10"]
    assert checked(drawn)


def test_the_line_lies_in_its_band(view: Any) -> None:
    drawn = band.band(
        view, [1, 2], [0.5, 0.4], [0.4, 0.3], [0.6, 0.5], write=view.lang.percent, says=str,
        marks=[1, 2], named=[1],
    )  # fmt: skip
    assert [trace.get("fill") for trace in drawn.traces] == ["none", "tonexty", None, None]
    assert drawn.y["range"][1] > 0.6
    assert [label["text"] for label in drawn.labels] == [view.lang.percent(0.4)]
    assert checked(drawn)


def test_every_order_stands_on_its_day_below_the_stages(view: Any) -> None:
    days = [FIRST, FIRST + timedelta(days=40)]
    rows = [
        orders.Order(days[0], 1700, False, "order"),
        orders.Order(days[1], -20, True, "return"),
    ]
    spans = [orders.Span("Repeat", "#111111", days[0], days[1])]
    due = (days[1] + timedelta(days=3), days[1] + timedelta(days=9))
    drawn = orders.orders(view, rows, spans, [(days[0], "call")], days[1], due)
    assert [trace["text"] for trace in drawn.traces if "text" in trace] == [
        ["order"], ["return"], ["call"],
    ]  # fmt: skip
    ribbon = next(shape for shape in drawn.shapes if shape.get("fillcolor") == "#111111")
    assert ribbon["y0"] > 1700  # clear of the tallest order
    assert drawn.x["range"][1] > due[1].toordinal()
    assert checked(drawn)
