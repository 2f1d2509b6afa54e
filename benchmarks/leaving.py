"""What customers are worth and who leaves: fitting, learning and rating everybody."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from analytics import Scope, Workspace, bg_nbd, churn, churn_training, features, value
from benchmarks.memory import peak
from benchmarks.questions import best

HORIZON = 91  # days
Measured = tuple[str, str, str, str]  # what, its value, its budget, a remark
# Run by a Python that has the package lifetimes; prints seconds, r, alpha, a and b.
LIFETIMES = """
import sys, time, warnings
import pandas as pd
from lifetimes import BetaGeoFitter
warnings.simplefilter("ignore")
rows = pd.read_csv(sys.argv[1])
start = time.perf_counter()
model = BetaGeoFitter().fit(rows.x, rows.t_x_days / 7, rows.t_days / 7)
print(time.perf_counter() - start, *model.params_[["r", "alpha", "a", "b"]])
"""


def measured(ws: Workspace, g: Callable[[], float], lifetimes: str) -> Iterator[Measured]:
    """Each measurement as it comes.

    g          seconds of one bare group-by over the lines, measured when called
    lifetimes  a Python that has the package lifetimes; "" where there is none
    """
    scope = Scope().resolved(ws)
    known = value.histories(ws, scope)
    yield from _value(ws, scope, len(known))
    yield from _against(known, lifetimes)
    day = scope.as_of
    assert day is not None
    seconds = best(lambda: features.customers(ws, scope, day, HORIZON), 3)
    yield "features of every customer ÷ G", f"{seconds / g():.1f}", "8", f"{seconds:.2f} s"
    yield from _learned(ws, scope)


def _value(ws: Workspace, scope: Scope, customers: int) -> Iterator[Measured]:
    def fit() -> None:
        value._fitted_once.cache_clear()
        value.fit(ws, scope)

    asked = best(lambda: value.histories(ws, scope), 3)
    note = f"{customers:,} customers; of it {asked:.2f} s for their histories"
    yield "value fit", f"{best(fit, 3):.2f} s", "1 s", note


def _against(known: Any, lifetimes: str) -> Iterator[Measured]:
    """BG/NBD beside the package lifetimes, on the same histories."""
    columns = ("x", "t_x_days", "t_days")
    x, t_x, t = (known[name].to_numpy(dtype=np.int64) for name in columns)
    seconds = best(lambda: bg_nbd.fit(x, t_x, t), 3)
    if not lifetimes:
        yield "lifetimes ÷ BG/NBD", "–", "", "no Python with lifetimes given: --lifetimes"
        return
    mine = bg_nbd.fit(x, t_x, t)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "histories.csv"
        known[list(columns)].to_csv(file, index=False)
        command = [lifetimes, "-c", LIFETIMES, str(file)]
        ran = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if ran.returncode:  # of very many customers it finds no parameters
        yield "lifetimes ÷ BG/NBD", "–", "", f"lifetimes fails; BG/NBD {seconds:.2f} s"
        return
    theirs, *parameters = map(float, ran.stdout.split())
    apart = max(
        abs(other / each - 1)
        for each, other in zip((mine.r, mine.alpha, mine.a, mine.b), parameters, strict=True)
    )
    note = f"{theirs:.1f} s against {seconds:.2f} s; parameters at most {apart:.1%} apart"
    yield "lifetimes ÷ BG/NBD (at least 10)", f"{theirs / seconds:.0f}", "", note


def _learned(ws: Workspace, scope: Scope) -> Iterator[Measured]:
    command = [sys.executable, "-m", "benchmarks.leaving", str(ws.folder)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    seconds, peak = map(float, printed.split())
    learned = churn.learn(ws, scope, HORIZON)  # read: the process before kept it
    note = f"in use: {learned.model}{learned.why and ', ' + learned.why}"
    yield "learning who leaves", f"{seconds:.1f} s", "60 s", note
    yield "peak memory of learning", f"{peak:,.0f} MB", "2,000 MB", ""
    if learned.why:
        return
    parts = churn_training.slices(ws, scope, HORIZON, lambda stage, done: None)[:2]
    models = churn_training._fitted(parts[1:], HORIZON)
    now = parts[0].known
    slowest = {name: best(lambda name=name: models[name](now), 1) for name in models}  # type: ignore[misc]
    name = max(slowest, key=lambda name: slowest[name])
    note = f"{len(now):,} customers, by {name}, the slowest"
    yield "rating everybody", f"{slowest[name]:.2f} s", "5 s", note


if __name__ == "__main__":
    with Workspace.open(Path(sys.argv[1])) as opened:
        start = perf_counter()
        churn.learn(opened, Scope(), HORIZON)
        took = perf_counter() - start
    print(took, peak())
