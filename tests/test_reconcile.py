"""Every line loaded has a place: in the analysis, or with why it is not."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import Scope, Workspace, overview, reconcile
from tests.conftest import WorkspaceOf, shared

FIRST, LAST = date(2024, 1, 1), date(2024, 6, 30)
TYPES = dict(zip("abcdefgh", ["Home", "Café", None, "Home"] * 2, strict=True))


def some_lines() -> pd.DataFrame:
    rng = random.Random(5)
    rows: list[dict[str, Any]] = []
    for number in range(300):
        customer = rng.choice([*TYPES, None])
        quantity = rng.choice([1, 2, -1])
        rows.append({
            "customer_id": customer,
            "ordered_on": FIRST + timedelta(days=rng.randrange((LAST - FIRST).days + 1)),
            "order_id": number // 2, "quantity": quantity,
            "amount": quantity * rng.choice([0, 3.33, 12]),
            "region": rng.choice(["North", "South", None]),
            "channel": rng.choice(["Web", "Shop"]),
            "customer_type": TYPES[customer] if customer else None,
        })  # fmt: skip
    return pd.DataFrame(rows)


LINES = some_lines()


@pytest.fixture(scope="module")
def firm(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=LINES.to_csv(index=False))


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    start = draw(st.none() | st.dates(FIRST, LAST))
    end = draw(st.dates(start or FIRST, LAST))
    where = {
        name: (draw(st.sampled_from(values)),)
        for name, values in {
            "region": ["North", "South"], "channel": ["Web"], "customer_type": ["Home", "Café"],
        }.items()
        if draw(st.booleans())
    }  # fmt: skip
    returns = draw(st.sampled_from(["net", "exclude"]))
    return Scope(start=start, end=end, where=where, returns=returns)


def by_part(ws: Workspace, scope: Scope) -> pd.DataFrame:
    return reconcile.remainder(ws, scope).set_index("part")


def test_each_line_counts_under_the_first_reason(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="""
        customer_id,ordered_on,quantity,amount,region
        ann,2024-01-10,1,10,North
        ann,2024-01-11,-1,-4,North
        bob,2024-01-12,-1,-3,North
        ,2024-01-13,1,7,North
        ann,2024-01-14,1,5,South
        ann,2024-01-01,1,2,South
        cat,2024-02-20,1,1,North
        """
    )
    period = {"start": date(2024, 1, 5), "end": date(2024, 1, 31), "where": {"region": ["North"]}}
    parts = by_part(ws, Scope(**period))
    assert parts["lines"].tolist() == [2, 1, 1, 2, 1, 0, 0, 7]
    assert parts["amount"].tolist() == [6, -3, 7, 3, 5, 0, 0, 18]
    assert parts["customers"].tolist() == [1, 1, 0, 2, 1, 0, 0, 3]
    parts = by_part(ws, Scope(**period, returns="exclude"))
    assert parts["lines"].tolist() == [1, 0, 1, 2, 1, 2, 0, 7]


@given(scope=scopes())
@settings(max_examples=50, deadline=None)
def test_parts_add_up_to_the_upload(firm: Workspace, scope: Scope) -> None:
    parts = by_part(firm, scope)
    assert parts.index.tolist() == list(reconcile.PARTS)
    assert parts["lines"].iloc[:-1].sum() == parts["lines"]["total"] == len(LINES)
    assert parts["amount"].iloc[:-1].sum() == pytest.approx(LINES["amount"].sum(), abs=1e-6)
    assert parts["amount"]["total"] == pytest.approx(LINES["amount"].sum(), abs=1e-6)


@given(scope=scopes())
@settings(max_examples=30, deadline=None)
def test_what_the_scope_keeps_is_the_revenue_shown(firm: Workspace, scope: Scope) -> None:
    kept = by_part(firm, scope).loc[["analysed", "no_order", "no_customer"]]
    shown = overview.figures(firm, scope).set_index("figure")["value"].fillna(0)
    assert kept["amount"].sum() == pytest.approx(shown["revenue"], abs=1e-6)
    assert kept["customers"]["analysed"] >= shown["active_customers"]


def test_online_retail_closes_to_the_gross(online_retail: Workspace) -> None:
    parts = by_part(online_retail, Scope())
    assert parts["lines"]["total"] == 541_909
    assert parts["amount"]["total"] == pytest.approx(9_747_747.934)
    assert parts["amount"]["no_customer"] == pytest.approx(1_447_682.12)
    assert parts["lines"]["no_customer"] == 135_080
    assert parts["amount"]["no_order"] == pytest.approx(-10_411.24)
    assert parts["customers"]["analysed"] + parts["customers"]["no_order"] == 4_372


def test_online_retail_without_returns(online_retail: Workspace) -> None:
    parts = by_part(online_retail, Scope(returns="exclude"))
    assert parts["customers"]["analysed"] == 4_338
    assert parts["amount"]["analysed"] == pytest.approx(8_911_407.904)
    assert parts["lines"]["analysed"] == 397_884


# kind -> a file with rows that are rejected and twice the same, one that adds to it, a choice
FILES = {
    "sales": (
        "customer_id,ordered_on,amount\nann,2024-01-01,1.05\nann,2024-01-01,1.05\n,2024-01-02,3\n"
        "bob,2024-02-30,9\nbob,2024-01-03,what\n",
        "customer_id,ordered_on,amount\nann,2024-01-01,1.05\nbob,2024-01-04,4\n,,5\n",
        "no_customer",
    ),
    "interactions": (
        "customer_id,occurred_at,kind\nann,2024-01-01,call\nann,2024-01-01,call\n"
        ",2024-01-02,call\nbob,2024-02-30,call\n",
        "customer_id,occurred_at,kind\nann,2024-01-01,call\nbob,2024-01-04,call\n",
        "contact_no_customer",
    ),
    "deals": (
        "deal_id,customer_id,stage,value\n1,ann,Won,5.55\n2,,Lost,7\n3,bob,Won,2\n,bob,Won,9\n",
        "deal_id,customer_id,stage,value\n1,ann,Won,5.55\n3,bob,Lost,4\n",
        "deal_no_customer",
    ),
    "customers": (
        "customer_id,name\nann,Ann\nbob,Bob\n,Nobody\n",
        "customer_id,name\nann,Ann\nbob,Rob\ncem,Cem\n",
        None,
    ),
    "products": (
        "product,category\ntea,Drinks\ncup,Goods\n,Nothing\n",
        "product,category\ntea,Drinks\ncup,Ware\n",
        None,
    ),
}  # fmt: skip
ACCOUNTS = {
    "sales": {"counted": 3, "no_customer": 1, "overlap": 1, "total": 5, "files": 5},
    "interactions": {"counted": 3, "contact_no_customer": 1, "overlap": 1, "total": 5, "files": 5},
    "deals": {"counted": 2, "deal_no_customer": 1, "overlap": 1, "superseded": 1, "total": 5,
              "files": 5},
    "customers": {"counted": 3, "overlap": 1, "superseded": 1, "total": 5, "files": 5},
    "products": {"counted": 2, "overlap": 1, "superseded": 1, "total": 4, "files": 4},
}  # fmt: skip
MONEY = {"sales": 10.15, "deals": 24.10}


def closed(ws: Workspace) -> dict[str, dict[str, int]]:
    """The account of every kind, once it adds up: to the files, in rows and in money."""
    loads = ws.loads
    assert (loads["rows_read"] == loads["rows_loaded"] + loads["rows_rejected"]).all()
    assert len(ws.rejects) == loads["rows_rejected"].sum()
    parts = {}
    for kind, rows in reconcile.account(ws).groupby("kind"):
        rows = rows.set_index("part")
        held = rows.drop(index=["total", "files"])
        of_kind = loads[loads["kind"] == kind]
        assert held["lines"].sum() == rows["lines"]["total"] == rows["lines"]["files"]
        assert rows["lines"]["files"] == of_kind["rows_loaded"].sum()
        money = float(of_kind["amount"].dropna().sum())
        assert held["amount"].sum() == pytest.approx(money, abs=1e-6)
        assert rows["amount"].fillna(0)[["total", "files"]].tolist() == pytest.approx([money] * 2)
        parts[str(kind)] = rows["lines"].to_dict()
    return parts


@pytest.mark.parametrize("kind", reconcile.KINDS)
def test_a_load_of_any_kind_closes_to_its_files(
    workspace_of: WorkspaceOf, tmp_path: Path, kind: Any
) -> None:
    first, further, choice = FILES[kind]
    ws = workspace_of(**{kind: first})
    assert ws.loads["rows_rejected"].tolist() == [2 if kind == "sales" else 1]
    assert set(closed(ws)[kind]) == {"counted", "total", "files"}
    (tmp_path / "further.csv").write_text(further, encoding="utf-8")
    ws.load(tmp_path / "further.csv", kind, mode="append", date_format="%Y-%m-%d")
    if choice:
        ws.choose(choice, "leave_out")
    assert closed(ws) == {kind: ACCOUNTS[kind]}
    files = reconcile.account(ws).set_index("part")["amount"]["files"]
    assert (0 if pd.isna(files) else files) == pytest.approx(MONEY.get(kind, 0))


def test_superstore_closes_with_its_returns_left_out(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path)
    ws.load(shared("superstore_zh.xls"), "sales")
    ws.choose("returned", "leave_out")
    book = pd.read_excel(shared("superstore_zh.xls"), sheet_name=None, engine="calamine")
    returned, lines = book["退货"], book["订单"]
    back = lines[lines["订单 ID"].isin(returned["订单 ID"])]
    assert returned["订单 ID"].nunique() == 296
    rows = reconcile.account(ws).set_index("part")
    assert rows["lines"].to_dict() == closed(ws)["sales"]
    assert rows["lines"]["total"] == 10_000
    assert rows["amount"]["total"] == pytest.approx(16_117_548.237)
    assert rows["lines"]["returned"] == len(back)
    assert rows["amount"]["returned"] == pytest.approx(back["销售额"].sum())


def test_the_pipeline_closes_with_deals_of_nobody_left_out(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path)
    ws.load(shared("maven_crm/sales_pipeline.csv"), "deals")
    ws.load(shared("maven_crm/products.csv"), "products")
    ws.choose("deal_no_customer", "leave_out")
    assert closed(ws) == {
        "deals": {"counted": 7_375, "deal_no_customer": 1_425, "total": 8_800, "files": 8_800},
        "products": {"counted": 7, "total": 7, "files": 7},
    }
    rows = reconcile.account(ws).set_index(["kind", "part"])
    assert rows["amount"]["deals", "files"] == 10_005_534
    found = ws.check().set_index("check")
    assert found["lines"]["deal_unknown_product"] == 1_480
