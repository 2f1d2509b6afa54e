"""Where there is too little to learn from, the page rates by the plain rule and says why."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from analytics import Scope, churn
from tests.conftest import WorkspaceOf, page_at

HEADERS = "customer_id,ordered_on,amount\n"

ONCE = [(f"c{n}", date(2024, 12, 31) - timedelta(days=n)) for n in range(500)]
FEW = [(f"c{n % 150}", date(2024, 12, 31) - timedelta(days=n)) for n in range(600)]
MONTH = [(f"c{n % 300}", date(2024, 12, 31) - timedelta(days=n % 31)) for n in range(900)]
REASONS = {
    "under 200": (FEW, "fewer than 200 customers were known", "已有客户不足 200 位"),
    "one-time buyers": (
        ONCE,
        "fewer than 30 customers had bought on two days",
        "有过两次购买的客户不足 30 位",
    ),
    "one month": (MONTH, "fewer than 30 customers left, or fewer than 30 stayed", "不足 30 位"),
    "cdnow": (None, "does not yet reach back three horizons of 196 days", "每个 196 天"),
}


@pytest.fixture(scope="module", params=REASONS)
def learned(request: pytest.FixtureRequest, workspace_of: WorkspaceOf) -> tuple[str, Path]:
    """What is too little, and a workspace of it from which was learned what could be."""
    rows = REASONS[request.param][0]
    lines = "\n".join(f"{customer},{day},10" for customer, day in rows or ())
    ws = workspace_of(sales=HEADERS + lines) if rows else request.getfixturevalue("cdnow")
    churn.learn(ws, Scope())
    return request.param, ws.folder


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_why_it_is_not_a_model_is_said(
    learned: tuple[str, Path], monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """CDNOW's own horizon is 196 days of a history of 546: no third horizon to learn from."""
    what, folder = learned
    _rows, english, chinese = REASONS[what]
    at = page_at(monkeypatch, folder, "customers/churn.py", code)
    assert not at.exception
    said = " ".join(caption.value for caption in at.caption)
    assert (english if code == "en" else chinese) in said
