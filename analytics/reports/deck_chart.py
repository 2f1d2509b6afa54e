"""A chart on a slide: PowerPoint's own, with its data, so that it can be edited there."""

from __future__ import annotations

import math
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml.ns import qn
from pptx.util import Pt

from analytics.language import Language
from analytics.reports import look
from analytics.reports.cells import safe
from analytics.reports.pack import Chart

NAMED = 7  # names under a line
_FORMS = {
    "line": XL_CHART_TYPE.LINE,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "change": XL_CHART_TYPE.BAR_CLUSTERED,
}


def draw(page: Any, lang: Language, shown: Chart, box: tuple[Any, Any, Any, Any]) -> None:
    """Puts the chart into the box, its values written in one unit."""
    form = look.number_format(lang, shown)
    data = CategoryChartData(number_format=form)
    # the workbook behind a chart would take a name beginning with "=" for a formula
    data.categories = [safe(look.plain(name)) for name in shown.categories]
    for series in shown.series:
        data.add_series(safe(look.plain(series.name)), series.values)
    chart = page.shapes.add_chart(_FORMS[shown.form], *box, data).chart
    chart.has_title = False
    chart.font.size = Pt(11)
    chart.font.color.rgb = _colour(look.MUTED)
    fonts(chart.font, lang.code)
    chart.has_legend = len(shown.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    _axes(chart, shown, form)
    _identify(chart)
    for series, drawn in zip(shown.series, chart.plots[0].series, strict=True):
        if shown.form == "line":
            drawn.smooth = False
            drawn.format.line.width = Pt(2.5 if series.tone == "accent" else 2)
            drawn.format.line.color.rgb = _colour(look.TONES[series.tone])
            continue
        drawn.invert_if_negative = False
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = _colour(look.TONES[series.tone])
        if shown.form == "change":
            _losses(drawn, series.values)
    if shown.form == "line":
        _last(chart, shown, form)
    else:
        _labels(chart.plots[0], shown, form)


def _identify(chart: Any) -> None:
    """Numbers of axes are not below 0, as the format asks, and small enough for LibreOffice."""
    for name in ("c:axId", "c:crossAx"):
        for element in chart._chartSpace.iter(qn(name)):
            element.set("val", str(int(element.get("val")) % 2**31))


def _axes(chart: Any, shown: Chart, form: str) -> None:
    names, values = chart.category_axis, chart.value_axis
    names.format.line.color.rgb = _colour(look.AXIS)
    names.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    values.format.line.fill.background()
    if shown.form == "line":
        values.major_gridlines.format.line.color.rgb = _colour(look.GRID)
        values.tick_labels.number_format = form
        values.tick_labels.number_format_is_linked = False
        known = [v for series in shown.series for v in series.values if v is not None]
        if min(known, default=0) >= 0:
            values.minimum_scale = 0
        _every(names, math.ceil(len(shown.categories) / NAMED))
        return
    names.reverse_order = True  # the first name on top
    names.tick_labels.font.color.rgb = _colour(look.TEXT)
    values.has_major_gridlines = False
    values.visible = False
    known = [v for series in shown.series for v in series.values if v is not None]
    if shown.form == "change" and any(known):
        values.minimum_scale, values.maximum_scale = look.around(known)


def _labels(plot: Any, shown: Chart, form: str) -> None:
    """Bars say their values; two side by side stand close together."""
    plot.gap_width = 45
    plot.overlap = 0
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = form, False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.show_value = True
    labels.font.size = Pt(10 if len(shown.categories) * len(shown.series) < 16 else 9)
    labels.font.color.rgb = _colour(look.TEXT)


def _losses(drawn: Any, values: tuple[float | None, ...]) -> None:
    """What was lost is orange; the label says it with a sign as well."""
    for place, value in enumerate(values):
        if value is not None and value < 0:
            fill = drawn.points[place].format.fill
            fill.solid()
            fill.fore_color.rgb = _colour(look.WORSE)


def _last(chart: Any, shown: Chart, form: str) -> None:
    """The last point of the line that matters is named with its value."""
    place = len(shown.series) - 1
    values = shown.series[place].values
    known = [number for number, value in enumerate(values) if value is not None]
    if not known:
        return
    label = chart.plots[0].series[place].points[known[-1]].data_label
    label.font.size, label.font.bold = Pt(11), True
    label.font.color.rgb = _colour(look.TONES[shown.series[place].tone])
    label.position = XL_LABEL_POSITION.ABOVE


def _every(names: Any, step: int) -> None:
    """Names only every so many points, so that they stand side by side."""
    axis = names._element
    for name in ("c:tickLblSkip", "c:tickMarkSkip"):
        axis.find(qn("c:noMultiLvlLbl")).addprevious(axis.makeelement(qn(name), {"val": str(step)}))


def fonts(font: Any, code: str) -> None:
    """Latin and Chinese characters each in a font of the reader's machine."""
    font.name = look.LATIN
    properties = font._element
    properties.set("lang", "zh-CN" if code == "zh_CN" else "en-GB")
    element = properties.makeelement(qn("a:ea"), {"typeface": look.EAST_ASIAN})
    properties.find(qn("a:latin")).addnext(element)


def _colour(hex_: str) -> RGBColor:
    return RGBColor.from_string(hex_)
