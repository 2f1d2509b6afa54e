"""The one look of every chart: transparent, no tools, labels beside what they name."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.parts.guard import View
from pages.parts.palette import Palette
from pages.parts.words import held, plain, seen

FONT = (
    "'Source Sans', 'PingFang SC', 'Microsoft YaHei', "
    "'Noto Sans SC', 'Noto Sans CJK SC', sans-serif"
)
LABEL, TICK = 13, 12
# What Plotly takes for markup: names from the data may hold any of it, charts use only these.
_MARKUP = re.compile(
    r"&|<(?!/?b>|br>|/?extra>|/span>"
    r"|span style='(?:(?:color:(?:#\w{3,8}|rgba?\([\d., ]+\))|font-size:\d\d?(?:\.\d)?px);?)+'>)"
)
_ESCAPES = {"&": "&amp;", "<": "&lt;"}
_TEXTS = ("text", "hovertext", "name", "ticktext", "x", "y")
# what is not said of a trace; for these colours Streamlit puts those of the theme
USUAL = {
    "data": {"scatter": [{"marker": {"line": {"width": 0}}}]},
    "layout": {"colorway": [f"#{place:06}" for place in range(1, 11)]},
}
# one button, and only under the pointer: it saves the picture
CONFIG = {
    "displayModeBar": "hover",
    "modeBarButtons": [["toImage"]],
    "displaylogo": False,
    "showTips": False,  # Plotly knows no language but English
    "scrollZoom": False,
    "showSendToCloud": False,
}
PICTURES = {"png": "PNG", "svg": "SVG"}
PICTURE = "picture.form"  # which of them, while the reader is here


class Drawing:
    """A chart in the making: plain dictionaries, made a Plotly figure once at the end."""

    def __init__(self, layout: dict[str, Any], axis: dict[str, Any]) -> None:
        self.layout, self.x, self.y = layout, dict(axis), dict(axis)
        self.traces: list[dict[str, Any]] = []
        self.shapes: list[dict[str, Any]] = []
        self.labels: list[dict[str, Any]] = []

    def add_trace(self, **properties: Any) -> None:
        """Points or a line of a scatter trace."""
        self.traces.append({"type": "scatter", **properties})

    def add_shape(self, **properties: Any) -> None:
        """A line, a rectangle or a path."""
        self.shapes.append(properties)

    def figure(self) -> "Finished":
        """The finished chart, for the page."""
        drawn = {"xaxis": self.x, "yaxis": self.y, "shapes": self.shapes}
        layout = {**self.layout, **drawn, "annotations": self.labels}
        return Finished({"data": shown(self.traces), "layout": shown(layout)})


class Finished(go.Figure):
    """A drawing that Streamlit takes for a figure: one that Plotly makes copies, checks and walks
    through every value five times, which takes longer than all the rest of a page. The tests make
    that one too: a property that does not exist fails there."""

    def __init__(self, parts: dict[str, Any]) -> None:
        self._parts = parts

    def to_dict(self) -> dict[str, Any]:
        """What is drawn, as it goes to the browser."""
        return self._parts


def shown(part: Any, name: str = "") -> Any:
    """A part of a drawing whose texts are shown as they are, but for the markup charts use."""
    if isinstance(part, str):
        if part.isalnum():  # as thousands of customers' numbers are
            return part
        return _MARKUP.sub(lambda sign: _ESCAPES[sign[0]], seen(part)) if name in _TEXTS else part
    if isinstance(part, dict):
        return {key: shown(each, key) for key, each in part.items()}
    if isinstance(part, list | tuple):
        nested = name in _TEXTS or any(isinstance(each, dict) for each in part)
        if nested:  # most of thousands are numbers
            return [each if isinstance(each, float) else shown(each, name) for each in part]
    return part


def blank(view: View, height: int, *, left: int = 0, right: int = 0, bottom: int = 28) -> Drawing:
    """An empty drawing in the page's colours; margins in pixels, axes hidden until asked for."""
    colours = view.palette
    layout = {
        "height": height,
        "margin": {"l": left, "r": right, "t": 8, "b": bottom},
        "paper_bgcolor": colours.page,  # a saved picture stands on its own ground
        "plot_bgcolor": "rgba(0,0,0,0)",
        "modebar": {
            "bgcolor": "rgba(0,0,0,0)",
            "color": colours.axis,
            "activecolor": colours.accent,
        },
        "font": {"family": FONT, "size": LABEL, "color": colours.text},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "template": USUAL,
        "hoverlabel": {
            "bgcolor": colours.panel,
            "bordercolor": colours.axis,
            "font": {"family": FONT, "size": LABEL, "color": colours.text},
        },
    }
    return Drawing(layout, {"visible": False, "fixedrange": True, "zeroline": False})


def ticks(colours: Palette, values: list[Any], texts: list[str]) -> dict[str, Any]:
    """An axis with these ticks and texts, muted, without lines of its own."""
    return {
        "visible": True,
        "tickmode": "array",
        "tickvals": values,
        "ticktext": texts,
        "tickfont": {"size": TICK, "color": colours.muted},
        "showgrid": False,
        "ticks": "",
        "fixedrange": True,
    }


def label(
    drawing: Drawing, x: float, y: float, text: str, *, anchor: str = "left", **more: Any
) -> None:
    """A text in the drawing, in data coordinates; `shift` moves it right by pixels."""
    place = {"x": x, "y": y, "xanchor": anchor, "yanchor": "middle", "align": anchor}
    shift = more.pop("shift", 0)
    drawing.labels.append({**place, "text": text, "showarrow": False, "xshift": shift, **more})


def bar(drawing: Drawing, x: tuple[float, float], y: tuple[float, float], colour: str) -> None:
    """A filled rectangle in data coordinates."""
    drawing.add_shape(
        type="rect",
        x0=x[0],
        x1=x[1],
        y0=y[0],
        y1=y[1],
        fillcolor=colour,
        line={"width": 0},
        layer="below",
    )


def hover(drawing: Drawing, x: list[float], y: list[float], texts: list[str], **more: Any) -> None:
    """Invisible points that say more under the pointer, and can be clicked."""
    drawing.add_trace(
        x=x,
        y=y,
        mode="markers",
        marker={"size": more.pop("size", 26), "opacity": 0},
        hovertemplate="%{text}<extra></extra>",
        text=texts,
        **more,
    )


def area(
    drawing: Drawing, x: tuple[float, float], y: tuple[float, float], text: str, *customdata: Any
) -> None:
    """An invisible rectangle that says more under the pointer; a click anywhere in it counts."""
    unseen = {"marker": {"opacity": 0}}
    drawing.layout["barmode"] = "overlay"
    drawing.traces.append(
        {
            "type": "bar", "orientation": "h",
            "base": [x[0]], "x": [x[1] - x[0]], "y": [(y[0] + y[1]) / 2], "width": [y[1] - y[0]],
            **unseen, "selected": unseen, "unselected": unseen,
            "hovertemplate": "%{text}<extra></extra>", "text": [text], "textposition": "none",
            "customdata": [list(customdata)],
        }
    )  # fmt: skip


def target(drawing: Drawing, x: float, y: float, *customdata: Any) -> None:
    """An unseen point that a rectangle drawn around it takes in; clicks go to the area over it."""
    unseen = {"marker": {"opacity": 0}}
    drawing.add_trace(
        x=[x], y=[y], mode="markers", hoverinfo="skip", customdata=[list(customdata)],
        **unseen, selected=unseen, unselected=unseen,
    )  # fmt: skip


def outline(drawing: Drawing, x: tuple[float, float], y: tuple[float, float], colour: str) -> None:
    """A frame around what was chosen."""
    drawing.add_shape(
        type="rect", x0=x[0], x1=x[1], y0=y[0], y1=y[1], layer="above",
        fillcolor="rgba(0,0,0,0)", line={"width": 3, "color": colour},
    )  # fmt: skip


def in_lines(name: str, long: int = 10) -> str:
    """A name on two lines where it is too long for one; a Chinese character is two Latin ones."""
    wide = sum(2 if ord(c) > 0x2E7F else 1 for c in name)
    if wide <= long:
        return name
    if " " in name:
        return name.replace(" ", "<br>", 1)
    cut = min(len(name) // 4 * 2 + 2, long // 2)  # most Chinese words are of two characters
    return f"{name[:cut]}<br>{name[cut:]}" if wide > len(name) else name


def nice_ticks(top: float, bottom: float = 0, most: int = 5) -> list[float]:
    """Round values from bottom to top, at most `most` steps, zero among them."""
    span = (top - min(bottom, 0)) or 1
    power = 10 ** len(str(int(span))) / 1000 if span >= 1 else 0.001
    steps = (power * 10**k * f for k in range(-3, 8) for f in (1, 2, 5))
    step = next(s for s in steps if span / s <= most)
    first = -int(-min(bottom, 0) / step) if bottom < 0 else 0
    return [i * step for i in range(first, int(top / step + 1e-9) + 1)]


def chart(
    view: View,
    drawing: Drawing,
    title: str,
    *notes: str,
    key: str,
    select: bool = False,
    picked: Callable[[list[Any]], None] | None = None,
    box: bool = False,
) -> list[Any]:
    """A chart under its finding: the title says what to see, the note measure, unit, encoding.

    With select=True a click runs the page again; returns the `customdata` of what was clicked.
    picked  is given the same before the page runs again, for a page that keeps it elsewhere
    box     instead of a click a rectangle drawn around points counts: both at once do not work
    """
    note = head(title, *notes)
    key = f"{key}.{'dark' if view.dark else 'light'}{'.box' if box else ''}"
    if box:
        drawing.layout |= {"dragmode": "select", "activeselection": {"opacity": 0}}
    event = st.plotly_chart(
        drawing.figure(),
        theme=None,
        key=key,
        config=_config(view, key),
        on_select=(lambda: picked(_clicked(st.session_state[key]))) if picked
        else "rerun" if select else "ignore",
        selection_mode=("points", "box") if box else "points",
        alt=f"{title}. {note}",
    )  # fmt: skip
    return _clicked(event) if select else []


def _config(view: View, key: str) -> dict[str, Any]:
    """A picture is saved twice as sharp as it is shown, under its page, name and day."""
    name = f"{view.page or 'overview'}_{key.split('.')[0]}_{view.scope.as_of:%Y-%m-%d}"
    form = st.session_state.get(PICTURE) or next(iter(PICTURES))
    return {**CONFIG, "toImageButtonOptions": {"format": form, "filename": name, "scale": 2}}


def _clicked(event: Any) -> list[Any]:
    points = event["selection"]["points"] if event else []
    return [point["customdata"] for point in points if "customdata" in point]


def head(title: str, *notes: str) -> str:
    """A chart's or a table's title and the muted line under it, which is returned."""
    note = " · ".join(part for part in notes if part)
    first, second = held(plain(title)), held(plain(note))
    st.markdown(f"**{first}**" + (f"  \n:gray[:small[{second}]]" if note else ""))
    return note


def round_text(text: str) -> str:
    """A tick without decimals that say nothing: £30 k, not £30.0 k."""
    return re.sub(r"\.0+(?=\u00a0)", "", text)


def room(names: Iterable[str], *, extra: int = 14) -> int:
    """Pixels a column of names needs; a Chinese character is as wide as two Latin ones."""
    plain_names = (re.sub("<[^>]*>", "", name) for name in names)
    widths = (sum(13 if ord(c) > 0x2E7F else 6.6 for c in name) for name in plain_names)
    return int(max(widths, default=0)) + extra
