"""Charts of a new book, as XlsxWriter makes them from drawings (domain/grid.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kepesertaan.domain.grid import Drawing, Series

INK = "#1F3864"


def chart_of(book: Any, drawing: Drawing) -> Any:
    """The chart, not yet on a sheet."""
    says: dict[str, Any] = {"type": drawing.kind}
    if drawing.stacked:
        says["subtype"] = "stacked"
    chart = book.add_chart(says)
    for series in drawing.series:
        chart.add_series(_series(series, drawing))
    chart.set_title({"name": drawing.title, "name_font": {"size": 12, "color": INK}})
    values: dict[str, Any] = {
        "num_format": drawing.form, "num_font": {"size": 10}, "min": drawing.least,
        "max": drawing.most,
        "major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}},
        "name": drawing.unit, "name_font": {"size": 10, "bold": False},
    }  # fmt: skip
    lies = drawing.kind == "bar"
    names: dict[str, Any] = {
        "num_font": {"size": 10},
        "reverse": lies,
        "label_position": "low",
        "interval_unit": 1,
    }
    if lies:
        names["crossing"] = "max"  # upside down, so that the first stands on top
    chart.set_x_axis(values if lies else names)
    chart.set_y_axis(names if lies else values)
    legend = {"position": "bottom", "font": {"size": 10},
              "delete_series": list(drawing.hidden_names)}  # fmt: skip
    chart.set_legend(legend)
    chart.set_size({"width": drawing.width, "height": drawing.height})
    chart.show_blanks_as("gap")
    return chart


def _series(series: Series, drawing: Drawing) -> dict[str, Any]:
    says: dict[str, Any] = {
        "name": series.name, "categories": series.categories, "values": series.values,
    }  # fmt: skip
    if drawing.kind == "line":
        line: Mapping[str, Any] = {
            "color": f"#{series.colour}", "width": series.width, "dash_type": series.dash,
        }  # fmt: skip
        says["line"] = line
        says["marker"] = {"type": "circle", "size": 5} if series.marker else {"type": "none"}
        return says
    says["gap"] = drawing.gap
    if not series.colour:
        says |= {"fill": {"none": True}, "border": {"none": True}}
    elif series.hatched:
        says["pattern"] = {
            "pattern": "wide_upward_diagonal", "fg_color": f"#{series.colour}",
            "bg_color": "#FFFFFF",
        }  # fmt: skip
        says["border"] = {"color": f"#{series.colour}", "width": 0.75}
    else:
        says |= {"fill": {"color": f"#{series.colour}"}, "border": {"none": True}}
    return says
