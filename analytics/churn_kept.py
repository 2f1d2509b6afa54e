"""What was learned about leaving, and where it is kept beside the version it was learned from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

TABLES = ("past", "now", "tests", "gains")
COUNTS = ("learned_from", "learned_of", "judged", "judged_of")


@dataclass(frozen=True, eq=False)
class Trained:
    """What was learned.

    model      recency, bg_nbd, logistic or boosting; "rule" where there is too little to learn
    why        "" or why it is the rule: few_customers, few_outcomes, one_time_buyers or
               short_history
    checksum   of everything learned from; the same data give the same
    learned_from learned_of   cases, each a customer on an earlier day: those the model in use has
               learned from, and all those there were (counts)
    judged judged_of   customers of the latest earlier day: those in `past`, and all (counts)
    past       one row per customer and earlier day: cut, customer_key, probability,
               expected_value, signs (bits of churn_signs), gone, rhythm (what BG/NBD foretold)
    now        one row per customer at as_of: customer_key, probability, signs, fresh (those not
               shown a week before) and FIGURES, which say the signs in numbers
    tests      of every candidate and the rule, cut by cut, the latest first; and
    gains      theirs above recency alone, all cuts together: the tables of churn_proof.tested
    """

    model: str
    why: str
    as_of: date
    horizon_days: int
    seed: int
    checksum: str
    learned_from: int
    learned_of: int
    judged: int
    judged_of: int
    past: pd.DataFrame
    now: pd.DataFrame
    tests: pd.DataFrame
    gains: pd.DataFrame


def path(ws: Workspace, scope: Scope, horizon_days: int, recipe: tuple[int, ...]) -> Path:
    """Where what was learned for a version, a scope over all history and a horizon is kept.

    recipe  numbers that change whenever the same data would give another list
    """
    known = replace(scope, start=None, end=None, compare="none")
    name = hashlib.sha256(repr((known, horizon_days, *recipe)).encode()).hexdigest()[:16]
    return ws.folder / "learned" / f"{ws.version:04}-{name}{ws.user.part}.json"


def forget_gone(ws: Workspace) -> None:
    """Removes what was learned for versions that are no longer kept."""
    there = {f"{version:04}" for version in ws.versions()}
    for file in (ws.folder / "learned").glob("*"):
        if file.name[:4] not in there:
            file.unlink(missing_ok=True)


def write(path: Path, learned: Trained) -> None:
    """Keeps it as numbers only, no program: nothing that reads them can be made to run anything."""
    path.parent.mkdir(exist_ok=True)
    told: dict[str, Any] = {
        name: getattr(learned, name)
        for name in ("model", "why", "horizon_days", "seed", "checksum", *COUNTS)
    }
    told["as_of"] = learned.as_of.isoformat()
    for name in TABLES:
        getattr(learned, name).to_parquet(path.with_suffix(f".{name}"))
    beside = path.with_suffix(".writing")
    beside.write_text(json.dumps(told), encoding="utf-8")
    beside.replace(path)  # last, so that what is there is whole


@lru_cache(maxsize=2)
def read(path: Path) -> Trained:
    """What `write` kept there."""
    told = json.loads(path.read_text(encoding="utf-8"))
    told["as_of"] = date.fromisoformat(told["as_of"])
    for name in TABLES:
        told[name] = pd.read_parquet(path.with_suffix(f".{name}"))
    return Trained(**told)
