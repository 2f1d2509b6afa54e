"""What is odd about lines is priced, left out only by choice, and brought back whole."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import DataError, Scope, Workspace, checks, overview, quality, reconcile
from analytics.versions import Change
from tests.conftest import WorkspaceOf

LINES = """
    customer_id,ordered_on,order_id,product,quantity,amount,returned,channel
    ann,2024-01-02,1,tea,1,10,no,Shop
    ann,2024-01-02,1,tea,1,10,no,Shop
    ann,2024-01-02,1,tea,1,10,no,Web
    ann,2024-01-02,1,tea,2,20,no,Shop
    ,2024-01-03,2,tea,1,7,no,Shop
    bob,2024-01-01,3,cup,-1,-4,no,Shop
    bob,2024-01-05,4,cup,1,0,no,Shop
    bob,2024-01-06,5,fee,1,-3,no,Shop
    bob,2024-01-07,6,cup,-1,-5,no,Shop
    cem,2024-01-08,7,cup,1,12,yes,Shop
    cem,2049-01-08,8,cup,1,1,no,Shop
"""
EXPECTED = {
    "overlap": (0, 0), "mixed_currency": (0, 0), "duplicate_line": (1, 10),
    "duplicate_order_line": (1, 10),
    "impossible_date": (1, 1), "no_customer": (1, 7), "zero_price": (1, 0),
    "negative_price": (1, -3), "return_without_order": (1, -4), "returned": (1, 12),
    "outlier": (0, 0), "unknown_product": (0, 0), "total": (11, 58),
}  # fmt: skip


def found(ws: Workspace, source: str = "sales") -> dict[str, tuple[int, Decimal]]:
    rows = ws.check().query("source == @source")
    return {row.check: (row.lines, row.amount) for row in rows.itertuples()}


def contents(ws: Workspace) -> list[tuple]:
    with ws.cursor() as cursor:
        return sorted(cursor.execute("select * from sales").fetchall(), key=repr)


def revenue(ws: Workspace) -> float:
    shown = overview.figures(ws, Scope(as_of=ws.facts.last_line_on)).set_index("figure")
    return float(shown["value"]["revenue"])


@pytest.fixture
def firm(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=LINES)


def test_each_check_names_the_lines_countable_by_eye(firm: Workspace) -> None:
    assert found(firm) == EXPECTED


@pytest.mark.parametrize("code", [code for code, (lines, _) in EXPECTED.items() if lines][:-1])
def test_a_choice_moves_what_was_stated_and_back_again(firm: Workspace, code: str) -> None:
    before, whole, money = contents(firm), found(firm), revenue(firm)
    lines, amount = EXPECTED[code]
    firm.choose(code, "leave_out", user="eva")
    parts = reconcile.remainder(firm, Scope(as_of=firm.facts.last_line_on)).set_index("part")
    assert (parts["lines"]["left_out"], parts["amount"]["left_out"]) == (lines, amount)
    assert parts["lines"]["total"] == len(before)
    assert revenue(firm) == pytest.approx(money - amount)
    assert found(firm) == whole
    firm.choose(code, "keep")
    assert contents(firm) == before
    assert revenue(firm) == money


def test_what_is_left_out_is_said_by_reason(firm: Workspace) -> None:
    firm.choose("no_customer", "leave_out")
    firm.choose("duplicate_line", "leave_out")
    assert reconcile.account(firm).drop(columns="kind").values.tolist() == [
        ["counted", 9, 3, 41.0], ["duplicate_line", 1, 1, 10.0], ["no_customer", 1, 0, 7.0],
        ["total", 11, 3, 58.0], ["files", 11, 0, 58.0],
    ]  # fmt: skip
    counted = firm.check().query("source == 'sales'").set_index("check")
    assert counted["counted_lines"].to_dict() == {
        code: lines for code, (lines, _) in EXPECTED.items()
    } | {"no_customer": 0, "duplicate_line": 0, "total": 9}


def test_choices_hold_for_later_loads_and_earlier_versions_come_back(firm: Workspace) -> None:
    firm.choose("no_customer", "leave_out", user="eva")
    more = firm.folder / "more.csv"
    more.write_text("customer_id,ordered_on,amount\n,2024-02-01,3\ndan,2024-02-02,4\n")
    firm.load(more, "sales", mode="append")
    assert firm.facts.lines == 11
    assert firm.choices[["check", "action", "by"]].values.tolist() == [
        ["no_customer", "leave_out", "eva"]
    ]
    firm.choose("no_customer", "keep")
    assert firm.facts.lines == 13
    firm.restore(2)
    assert firm.facts.lines == 10
    firm.restore(1)
    assert (firm.facts.lines, len(firm.choices)) == (11, 0)


def test_the_stored_file_stays_as_it_came(firm: Workspace) -> None:
    (upload,) = (firm.folder / "uploads").iterdir()
    before = upload.read_bytes()
    firm.choose("zero_price", "leave_out")
    assert upload.read_bytes() == before


def test_an_overlap_is_left_out_until_it_is_kept(firm: Workspace) -> None:
    """Lines a load has marked as an overlap are told from the others in both states."""
    marked = "update sales set excluded_by = 'overlap' where order_id = '4'"
    firm._edit(lambda con: con.execute(marked), Change("choice"), None)
    before = contents(firm)
    assert found(firm)["overlap"] == (1, 0)
    assert found(firm)["zero_price"] == (0, 0)
    firm.choose("overlap", "keep")
    assert firm.facts.lines == 11
    assert found(firm)["overlap"] == (1, 0)
    firm.choose("no_customer", "leave_out")
    firm.choose("no_customer", "keep")
    firm.choose("overlap", "leave_out")
    assert contents(firm) == before


def test_unknown_checks_and_answers_are_refused(firm: Workspace) -> None:
    with pytest.raises(DataError, match=r"no check called colour\. Use one of: overlap, "):
        firm.choose("colour", "keep")
    with pytest.raises(DataError, match=r"cannot be answered with burn\. Use one of: keep"):
        firm.choose("zero_price", "burn")
    assert firm.version == 1


def test_findings_are_kept_beside_the_version_and_go_with_it(firm: Workspace) -> None:
    assert firm.checked is None
    fresh = firm.check()
    pd.testing.assert_frame_equal(firm.checked, fresh)
    beside = firm.folder / "versions" / "0001.checks.json"
    text = beside.read_text()
    beside.write_text(text.replace("zero_price", "a_check_of_before"))
    assert firm.checked is None
    beside.write_text(text)
    for turn in range(5):
        firm.choose("zero_price", ["leave_out", "keep"][turn % 2])
    assert not beside.exists()


def test_outliers_are_far_above_the_usual(workspace_of: WorkspaceOf) -> None:
    usual = "".join(f"a,2024-01-01,{amount}\n" for amount in [10, 20] * 20)
    ws = workspace_of(sales=f"customer_id,ordered_on,amount\n{usual}a,2024-01-01,200\n")
    assert found(ws)["outlier"] == (0, 0)
    ws = workspace_of(sales=f"customer_id,ordered_on,amount\n{usual}a,2024-01-01,201\n")
    assert found(ws)["outlier"] == (1, 201)


DEALS = """
    deal_id,customer_id,stage,product,value,opened_on,closed_on
    1,ann,Won,tea,100,2024-01-02,2024-01-09
    1,ann,Won,tea,100,2024-01-02,2024-01-09
    2,,Won,tea,,2024-01-03,2024-01-04
    3,zoe,Lost,cup,0,2024-01-05,2024-01-04
    4,ann,Engaging,tea,,2024-01-05,2049-01-01
    5,ann,Won,tea,70,2024-01-05,2049-01-01
    6,,Somewhere,tea,30,2049-01-05,
    7,ann,,tea,4,1969-01-01,
"""
DEALS_EXPECTED = {
    "deal_duplicate": (1, 100), "deal_impossible_date": (3, 104),
    "deal_closed_before_opened": (1, 0), "deal_unknown_stage": (2, 34),
    "deal_no_customer": (2, 30), "deal_unknown_customer": (1, 0),
    "deal_won_without_value": (1, 0), "deal_no_value": (1, 0), "deal_unknown_product": (1, 0),
    "total": (8, 304),
}  # fmt: skip
CONTACTS = """
    customer_id,occurred_at,kind,value,note
    ann,2024-01-02,visit,5,first
    ann,2024-01-02,visit,5,first
    ann,2024-01-02,visit,5,second
    ,2024-01-03,call,1,
    zoe,2024-01-03,call,2,
    ann,2049-01-03,call,,
    ann,1969-12-31,call,,
"""
CONTACTS_EXPECTED = {
    "contact_duplicate": (1, 5), "contact_impossible_date": (2, 0), "contact_no_customer": (1, 1),
    "contact_unknown_customer": (1, 2), "total": (7, 18),
}  # fmt: skip
BUYER = "customer_id,ordered_on,product,amount\nann,2024-01-02,tea,10\n"
TABLES = {"deals": DEALS_EXPECTED, "interactions": CONTACTS_EXPECTED}


@pytest.fixture
def whole_firm(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=BUYER, deals=DEALS, interactions=CONTACTS)


def table(ws: Workspace, source: str) -> list[tuple]:
    with ws.cursor() as cursor:
        return sorted(cursor.execute(f"select * from {source}").fetchall(), key=repr)


def test_deals_and_contacts_that_look_wrong_are_countable_by_eye(whole_firm: Workspace) -> None:
    for source, expected in TABLES.items():
        assert found(whole_firm, source) == expected


@pytest.mark.parametrize("source", TABLES)
def test_deals_and_contacts_are_left_out_and_brought_back(
    whole_firm: Workspace, source: str
) -> None:
    ws, expected = whole_firm, dict(TABLES[source])
    before, (rows, money) = table(ws, source), expected.pop("total")
    counting = {"deals": "deals", "interactions": "contacts"}[source]
    for code, (named, amount) in expected.items():
        ws.choose(code, "leave_out", user="eva")
        assert getattr(ws.facts, counting) == rows - named
        assert len(quality.lines(ws, code)) == named
        after = ws.check().query("source == @source").set_index("check")
        assert after["lines"].to_dict() == {c: n for c, (n, _) in TABLES[source].items()}
        assert after["counted_lines"][["total", code]].tolist() == [rows - named, 0]
        assert after["counted_amount"]["total"] == money - amount
        ws.choose(code, "keep")
        assert table(ws, source) == before


def test_rows_of_several_tables_are_left_out_at_once(whole_firm: Workspace) -> None:
    whole_firm.choose("deal_no_customer", "leave_out")
    whole_firm.choose("deal_unknown_stage", "leave_out")
    whole_firm.choose("contact_duplicate", "leave_out")
    with whole_firm.cursor() as cursor:
        why = cursor.execute(
            "select deal_id, excluded_by from deals where excluded_by is not null order by 1"
        ).fetchall()
    assert why == [("2", "deal_no_customer"), ("6", "deal_unknown_stage"),
                   ("7", "deal_unknown_stage")]  # fmt: skip
    assert (whole_firm.facts.deals, whole_firm.facts.contacts) == (5, 6)


def test_deals_set_aside_by_an_addition_are_not_looked_at(
    workspace_of: WorkspaceOf, tmp_path: Path
) -> None:
    ws = workspace_of(deals="deal_id,customer_id,stage,value\n1,,Won,5\n2,,Lost,1\n")
    more = tmp_path / "more.csv"
    more.write_text("deal_id,customer_id,stage,value\n1,ann,Won,5\n2,,Lost,1\n3,,Lost,2\n")
    ws.load(more, "deals", mode="append")
    before = table(ws, "deals")
    assert found(ws, "deals")["deal_no_customer"] == (2, 3)
    assert found(ws, "deals")["total"] == (5, 14)
    ws.choose("deal_no_customer", "leave_out")
    ws.choose("deal_no_customer", "keep")
    assert table(ws, "deals") == before


def test_buyers_are_asked_for_only_where_there_are_sales(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(deals=DEALS, interactions=CONTACTS)
    assert found(ws, "deals")["deal_unknown_customer"] == (0, 0)
    assert found(ws, "interactions")["contact_unknown_customer"] == (0, 0)


def test_shares_are_of_the_rows_of_their_own_table(whole_firm: Workspace) -> None:
    rows = quality.checks(whole_firm).set_index("check")
    assert rows.loc["deal_duplicate", ["share", "lines_share"]].tolist() == [100 / 304, 1 / 8]
    assert rows.loc["contact_no_customer", ["share", "lines_share"]].tolist() == [1 / 18, 1 / 7]
    assert rows["source"].drop_duplicates().tolist() == ["deals", "interactions"]
    assert set(rows["pages"][rows["source"] == "deals"]) == {"funnel"}


amounts = st.sampled_from(["0", "5", "-5", "7.25", "1000"])
tables = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", ""]), st.sampled_from(["2024-01-01", "2024-01-02"]),
        st.sampled_from(["1", "2"]), st.sampled_from(["1", "-1"]), amounts,
    ),
    min_size=1, max_size=25,
)  # fmt: skip
choices = st.sets(st.sampled_from(checks.CHECKS["sales"][1:]), max_size=6)


@given(rows=tables, left_out=choices)
@settings(max_examples=8, deadline=None)
def test_whatever_is_chosen_loaded_is_kept_and_left_out(
    workspace_of: WorkspaceOf, rows: list[tuple[str, ...]], left_out: set[str]
) -> None:
    text = "customer_id,ordered_on,order_id,quantity,amount\n"
    text += "".join(",".join(row) + "\n" for row in rows)
    ws = workspace_of(sales=text)
    before = contents(ws)
    ws._edit(
        lambda con: [checks.choose(con, c, "leave_out", "x") for c in left_out],
        Change("choice"),
        None,
    )
    priced = ws.check().query("source == 'sales'").set_index("check")
    total = pd.read_csv(StringIO(text))["amount"].map(str).map(Decimal).sum()
    parts = reconcile.account(ws).query("part not in ('counted', 'total', 'files')")
    assert priced["lines"]["total"] == len(rows)
    assert priced["amount"]["total"] == total
    assert priced["counted_lines"]["total"] + parts["lines"].sum() == len(rows)
    assert float(priced["counted_amount"]["total"]) + parts["amount"].sum() == float(total)
    assert not priced["counted_lines"][list(left_out)].any()
    ws._edit(
        lambda con: [checks.choose(con, c, "keep", "x") for c in left_out], Change("choice"), None
    )
    assert contents(ws) == before


def test_online_retail_against_pandas(online_retail: Workspace) -> None:
    with online_retail.cursor() as cursor:
        lines = cursor.execute("from sales").df()
    priced = found(online_retail)
    assert priced["duplicate_line"][0] == 5_268 == lines.duplicated().sum()
    assert priced["no_customer"] == (135_080, Decimal("1447682.1200"))
    assert priced["total"] == (541_909, Decimal("9747747.9340"))
    assert priced["zero_price"][0] == (lines["amount"] == 0).sum()
    firsts = (
        lines[(lines.quantity > 0) & (lines.amount >= 0)].groupby("customer_id").ordered_on.min()
    )
    returns = lines[(lines.quantity < 0) & lines.customer_id.notna()]
    early = returns.ordered_on < returns.customer_id.map(firsts).fillna(pd.Timestamp("2100-01-01"))
    assert priced["return_without_order"][0] == early.sum()
