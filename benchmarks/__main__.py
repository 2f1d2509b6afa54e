"""`python -m benchmarks [--lines 1000000]`: ratios measured in one run, beside their budgets."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

from analytics import Scope, Workspace, rfm
from benchmarks import leaving, lines, load, pages, pairs, questions
from benchmarks.questions import best
from benchmarks.results import Results

LARGE = 10_000_000
IN_PANDAS = {"customers/segments.py": questions.rfm, "customers/pyramid.py": questions.tiers}


def main() -> None:
    """Writes the file, loads it, asks the questions, prints what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000, help="order lines to make up")
    parser.add_argument("--folder", type=Path, help="where to keep the made-up file for next time")
    parser.add_argument(
        "--lifetimes", default=os.environ.get("LIFETIMES_PYTHON", ""),
        help="a Python that has the package lifetimes, to be measured against",
    )  # fmt: skip
    parser.add_argument("--results", type=Path, help="a Markdown file to keep the table in")
    options = parser.parse_args()
    results = Results()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        file, workspace = lines.write(folder, options.lines), folder / f"of-{options.lines}"
        shutil.rmtree(workspace, ignore_errors=True)
        report(results, file, workspace, options.lines, options.lifetimes)
    results.keep(options.results, f"{options.lines:,} lines")


def report(results: Results, file: Path, folder: Path, count: int, lifetimes: str) -> None:
    """All measurements of one file, as they come."""
    line = results.line
    large = count >= LARGE
    turns = range(2 if large else 3)  # the first may read the file from the disk itself
    runs = [[load.measure(what, file, folder) for what in ("bare", "load")] for _ in turns]
    bare, seconds = (min(run[i][0] for run in runs) for i in (0, 1))
    peak = max(run[1][1] for run in runs)
    print(f"{count:,} lines; ratios of this run, best of several")
    line("load ÷ bare CREATE TABLE AS", f"{seconds / bare:.2f}", "2.2", f"{seconds:.1f} s")
    line("peak memory of the load", f"{peak:,.0f} MB", "2,000 MB")
    with Workspace.open(folder) as ws:
        g = best(lambda: questions.answer(ws, questions.G))
        line("G, one bare group-by over the lines", f"{1000 * g:.0f} ms")
        frame = questions.answer(ws, questions.LINES).to_pandas()
        cohorts = best(lambda: questions.answer(ws, questions.COHORTS)) / g
        against = best(lambda: questions.cohorts(frame), 1) / g
        line("cohorts ÷ G", f"{cohorts:.2f}", note=f"pandas {against:.0f}")
        against = best(lambda: questions.rfm(frame), 1)
        whole = best(lambda: rfm.customers(ws, Scope()))
        fast = f"{against / whole:.0f} times as fast"
        line("RFM of every customer ÷ pandas", f"{whole / against:.3f}", "0.067", fast)
        in_polars(results, ws, whole)
        for what, ask in questions.moves(ws).items():
            line(f"{what} ÷ G", f"{best(ask) / g:.2f}", "3")
        bought_together(results, ws, g, large)
        for measurement in leaving.measured(
            ws, lambda: best(lambda: questions.answer(ws, questions.G)), lifetimes
        ):
            line(*measurement)
        for name in pages.files():
            cold, queries, warm = pages.measure(folder, name)
            g = best(
                lambda: questions.answer(ws, questions.G)
            )  # beside what it is measured against
            work, budget, note = IN_PANDAS.get(name), "", f"{queries} queries"
            if work:
                budget = "1.5" if large else "3"
                note += f"; pandas {best(lambda work=work: work(frame), 1) / g:.0f}"
            line(f"{name}: queries ÷ G", f"{cold / g:.2f}", budget, note)
            line(f"{name}: warm re-run", f"{1000 * warm:.0f} ms", "150 ms")
        for name in IN_PANDAS:
            python, whole = pages.another_day(folder, name)
            note = f"{1000 * whole:.0f} ms with its queries"
            line(f"{name}: another day, Python", f"{1000 * python:.0f} ms", "150 ms", note)
        first, others = pages.one_customer(folder, questions.some_customers(ws))
        middle, worst = (others[place * len(others) // 20] for place in (10, 19))
        note = (
            f"19 in 20 within {1000 * worst:.0f} ms; the first of a version {1000 * first:.0f} ms"
        )
        line("one customer, page and queries", f"{1000 * middle:.0f} ms", "100 ms", note)


def in_polars(results: Results, ws: Workspace, whole: float) -> None:
    """The same by polars, where it is installed."""
    if not find_spec("polars"):
        results.line("RFM of every customer ÷ polars", "–", "0.167", "polars is not installed")
        return
    import polars

    frame = polars.from_arrow(questions.answer(ws, questions.LINES))
    against = best(lambda: questions.rfm_polars(frame), 3)
    fast = f"{against / whole:.1f} times as fast"
    results.line("RFM of every customer ÷ polars", f"{whole / against:.3f}", "0.167", fast)


def bought_together(results: Results, ws: Workspace, g: float, large: bool) -> None:
    """Pairs of products, and the same by mlxtend where it is installed and can hold the orders."""
    own = pairs.seconds(ws)
    others = None if large else pairs.mlxtend_seconds(ws)
    note = "mlxtend not measured: it is not installed, or the orders are too many for it"
    if others is not None:
        note = f"{others / own:.0f} times as fast as mlxtend, {others:.1f} s (at least 20)"
    results.line("bought together ÷ G", f"{own / g:.1f}", note=f"{own:.2f} s; {note}")


if __name__ == "__main__":
    main()
