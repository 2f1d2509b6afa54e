"""A firm whose every name is an attack: on pages, on charts and on spreadsheets."""

import csv
import io
from datetime import date
from pathlib import Path

from analytics import Scope, Workspace, custom_segments, lists, notes, rfm
from analytics.rules import Rule
from analytics.workspace import Kind

SAMPLE = Path(__file__).parents[1] / "sample_data" / "en"
IMAGE = "<img src=x onerror=alert(1)>"
PICTURE = "![i](//evil.test/i.png)"
LINKS = "<a href='javascript:alert(1)'>a</a>[l](javascript:alert(1))"
ATTACK = f"{IMAGE}{LINKS}{PICTURE}$x^2$`c`\u202eb"
FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\uff1d1", "|x")
FILE = f"{IMAGE}![i](evil)$x$"
NAMES: dict[Kind, tuple[str, ...]] = {
    "sales": (
        "Customer ID", "Product", "Category", "Channel", "Region", "Salesperson", "Customer type",
    ),
    "interactions": ("Customer ID", "Kind", "Stage", "Owner", "Channel", "Note"),
    "deals": ("Customer ID", "Stage", "Owner", "Product", "Reason", "Channel"),
    "customers": ("Customer ID", "Customer name", "Customer type", "Region", "Owner", "Email"),
}  # fmt: skip


def nasty(folder: Path) -> None:
    """Loads a tenth of the sample's customers, every name with an attack behind it."""
    with Workspace.open(folder) as ws:
        for kind, names in NAMES.items():
            file = folder / f"{kind}{FILE}.csv"
            file.write_text(_attacking(SAMPLE / f"{kind}.csv", names), encoding="utf-8")
            ws.load(file, kind)
            file.unlink()
        scope, rule = Scope(), Rule.of(rfm.listing, f"List {ATTACK}", segments=("at_risk",))
        lists.save(ws, f"List {ATTACK}", rule, scope)
        notes.pin(ws, date(2026, 6, 1), f"{IMAGE}{PICTURE}$x^2$")
        custom_segments.keep(ws, f"Own {ATTACK}", custom_segments.Conditions(tiers=("key",)))
        said = {"name": f"Best {ATTACK}", "meaning": f"m {ATTACK}", "action": f"a {ATTACK}"}
        ws.state.set("segment_words", {code: {"at_risk": said} for code in ("en", "zh_CN")})


def attacked(name: str, column: str, place: int) -> str:
    """A name and behind it the attack; before what a spreadsheet shows, a formula."""
    formula = FORMULAS[place % len(FORMULAS)] if column in ("Customer name", "Email") else ""
    return f"{formula}{name}{ATTACK}"


# What else names have been made of: each is shown, written and drawn as it is.
STRINGS = (
    *(f"{sign}{rest}" for sign in ("=", "+", "-", "@", "\t=", "\r=", " =", "\uff1d", "\uff0b",
                                   "\uff0d", "\uff20", "%", "|", "\ufeff=")
      for rest in ("1+1", "cmd|' /C calc'!A0", "HYPERLINK(\"//evil\")", "SUM(A1)")),
    "<script>alert(1)</script>", "<svg/onload=alert(1)>", "<iframe src=//evil>", "<b>x</b", "<br/>",
    "<style>*{display:none}</style>", "<a href='data:text/html,x'>x</a>", "<A HREF=//evil>x</A>",
    "<span style='font-size:900px'>x</span>", "<span style='background:url(//evil)'>x</span>",
    "<span style='color:red' onclick='x'>x</span>", "<sup>x</sup>", "</span><img src=x>",
    "<<b>img>",
    "<b onmouseover=alert(1)>x</b>", "<br onload=x>", "&lt;img&gt;", "&#60;img&#62;", "%{x}",
    "$$x$$",
    "\\(x\\)", "![x](//evil)", "[x](//evil)", "[x][y]", "[^1]", "`x`", "**x**", "__x__", "~~x~~",
    "# x", "> x", "| a | b |", ":red[x]", ":material/delete:", "\\", "\\<img>", "<!-- x -->",
    "<![CDATA[x]]>", "<?php x ?>", "';drop table sales;--", "\"; select 1", "{0}", "{name}", "%s",
    "$name", "../../etc/passwd", "..\\..\\x", "CON", "a\x00b", "\x1b[31mx", "\u202egpj.exe",
    "\u2066x\u2069", "\u200bx", "\u061cx", "x\u0301" * 40, "\U0001f468\u200d\U0001f469",
)  # fmt: skip


def _attacking(path: Path, names: tuple[str, ...]) -> str:
    out = io.StringIO()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        written = csv.DictWriter(out, rows.fieldnames or ())
        written.writeheader()
        for place, row in enumerate(rows):
            if row["Customer ID"].endswith("8"):
                bad = {name: attacked(row[name], name, place) for name in names if row[name]}
                written.writerow(row | bad)
    return out.getvalue()
