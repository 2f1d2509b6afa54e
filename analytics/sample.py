"""The sample firm that is shown until somebody loads data of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

from filelock import FileLock

from analytics import versions
from analytics.workspace import Kind, Workspace

FOLDER = Path(__file__).parent.parent / "sample_data"
# what one contact costs the firm, by what it calls the kind in each language
COSTS = {
    ("visit", "拜访"): ("sales", 65.0),
    ("call", "电话"): ("sales", 9.0),
    ("complaint", "投诉"): ("service", 35.0),
    ("survey", "满意度调查"): ("marketing", 1.0),
    ("campaign", "营销活动"): ("marketing", 1.5),
}
_FILES: tuple[Kind, ...] = ("sales", "interactions", "deals", "customers")


def workspace(folder: Path, language: str) -> Workspace:
    """The sample in a language ("en" or "zh_CN"), in a workspace of its own below `folder`.

    It is loaded the first time it is asked for and never mixed with the firm's own data.
    """
    short = "zh" if language.startswith("zh") else "en"
    target = folder.resolve() / "sample" / short
    target.mkdir(parents=True, exist_ok=True)
    with FileLock(target / "first.lock"):
        if versions.outdated(target):
            versions.close(target)
            shutil.rmtree(target / "versions")
            shutil.rmtree(target / "learned", ignore_errors=True)
            (target / "current").unlink()
        ws = Workspace.open(target)
        if ws.version is None:
            ws.state.set("currency", "CNY" if short == "zh" else "GBP", user="sample")
            costs = {kinds[short == "zh"]: cost for kinds, cost in COSTS.items()}
            ws.state.set("contact_costs", costs, user="sample")
        loaded = set(ws.loads["kind"]) if ws.version else set()
        for kind in _FILES:
            if kind not in loaded:
                ws.load(FOLDER / short / f"{kind}.csv", kind, user="sample")
    return ws
