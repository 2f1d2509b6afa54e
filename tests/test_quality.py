"""What does not fit together, who may be one person, and that a merge can be taken back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from analytics import DataError, Scope, Workspace, quality, rfm
from tests.conftest import WorkspaceOf, shared

SALES = """
    customer_id,ordered_on,order_id,product,amount,region
    ann,2024-01-01,1,GTX Pro,10,North
    bob,2024-01-02,2,GTX Pro,20,North
    bob,2024-01-03,3,Basic,30,North
    cem,2024-01-04,4,Basic,5,South
"""
CUSTOMERS = """
    customer_id,name,phone,email
    ann,Ann Lee,138 0000 1111,
    bob,ann lee,138-0000-1111,
    cem,Cem,,cem@x.org
    dan,Dan,,Cem@x.org
    eve,Eve,,
"""
INTERACTIONS = """
    customer_id,occurred_at,kind
    ann,2024-01-05,complaint
    zoe,2024-01-06,complaint
    zoe,2024-01-07,complaint
    ann,2024-01-08,visit
"""
DEALS = """
    deal_id,customer_id,stage,product,value
    1,ann,Won,GTXPro,100
    2,zoe,Lost,Basics,50
    3,zoe,Lost,Something else,70
    4,bob,Won,Basic,1
"""


@pytest.fixture(scope="module")
def firm(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=SALES, customers=CUSTOMERS, interactions=INTERACTIONS, deals=DEALS)


def test_checks_say_what_they_are_worth_and_what_was_chosen(workspace_of: WorkspaceOf) -> None:
    text = "customer_id,ordered_on,amount\nann,2024-01-01,75\n,2024-01-02,25\nann,2024-01-03,0\n"
    ws = workspace_of(sales=text)
    columns = ["check", "lines", "amount", "share", "counted_lines", "action"]
    assert quality.checks(ws)[columns].values.tolist() == [
        ["no_customer", 1, 25.0, 0.25, 1, "keep"],
        ["zero_price", 1, 0.0, 0.0, 1, "keep"],
    ]
    ws.choose("no_customer", "leave_out")
    assert quality.checks(ws)[columns].values.tolist()[0] == [
        "no_customer", 1, 25.0, 0.25, 0, "leave_out",
    ]  # fmt: skip
    lines = quality.lines(ws, "no_customer")
    assert lines[["ordered_on", "amount", "excluded_by"]].astype(str).values.tolist() == [
        ["2024-01-02", "25.0", "no_customer"]
    ]


def test_customers_are_looked_for_both_ways(firm: Workspace) -> None:
    rows = quality.joins(firm, Scope(as_of=date(2024, 12, 31))).set_index(
        ["source", "kind", "target"]
    )
    assert rows[["customers", "found", "missing_lines"]].T.to_dict("list") == {
        ("customers", "", "sales"): [5, 3, 2],
        ("deals", "", "sales"): [3, 2, 2],
        ("interactions", "complaint", "sales"): [2, 1, 2],
        ("interactions", "visit", "sales"): [1, 1, 0],
        ("sales", "", "customers"): [3, 3, 0],
        ("sales", "", "deals"): [3, 2, 1],
        ("sales", "", "interactions"): [3, 1, 3],
    }
    assert rows["missing_amount"]["deals", "", "sales"] == 120
    assert rows["missing_amount"]["sales", "", "interactions"] == 55


def test_files_that_are_not_there_are_not_asked_for(workspace_of: WorkspaceOf) -> None:
    assert quality.joins(workspace_of(sales=SALES), Scope()).empty


def test_product_names_find_the_spelling_of_the_sales(firm: Workspace) -> None:
    rows = quality.products(firm, Scope())
    names = rows[["source", "product", "nearest", "same"]].astype(object)
    assert names.where(names.notna(), None).values.tolist() == [
        ["deals", "GTXPro", "GTX Pro", True],
        ["deals", "Something else", None, False],
        ["deals", "Basics", "Basic", False],
    ]


def test_the_rarer_spelling_of_one_table_is_listed(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales=SALES.replace("2,GTX Pro,20", "2,gtx  pro,20").replace("Basic", "GTX Pro")
    )
    rows = quality.products(ws, Scope())
    assert rows[["product", "nearest", "lines"]].values.tolist() == [["gtx  pro", "GTX Pro", 1]]


def test_maven_writes_a_product_otherwise_than_its_list(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path)
    ws.load(shared("maven_crm") / "sales_pipeline.csv", "deals")
    listed = pd.read_csv(shared("maven_crm") / "products.csv")["product"].tolist()
    rows = quality.products(ws, Scope(), listed=listed)
    assert rows[["product", "nearest", "same", "lines"]].values.tolist() == [
        ["GTXPro", "GTX Pro", True, 1480]
    ]


PIPELINE = """
    deal_id,customer_id,stage,product,value
    1,ann,Won,GTXPro,100
    2,zoe,Lost,Basic,50
    3,zoe,Won,GTX Pro,70
    4,bob,Won,gtx-pro,7
"""
LIST = "product\nGTX Pro\nBasic\nPlus\n"


def by_product(ws: Workspace, source: str = "deals", money: str = "value") -> dict[str, float]:
    with ws.cursor() as cursor:
        sql = f"select product, sum({money}) from {source} where excluded_by is null group by 1"
        return {name: float(amount) for name, amount in cursor.execute(sql).fetchall()}


def test_a_list_of_products_says_which_names_do_not_fit(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=SALES, deals=PIPELINE, products=LIST.replace("Basic", "Base"))
    columns = ["source", "product", "lines", "amount", "nearest", "sought_in"]
    rows = quality.products(ws, Scope())[columns].astype(object)
    assert rows.where(rows.notna(), None).values.tolist() == [
        ["deals", "GTXPro", 1, 100, "GTX Pro", "products"],
        ["deals", "Basic", 1, 50, None, "products"],
        ["sales", "Basic", 2, 35, None, "products"],
        ["deals", "gtx-pro", 1, 7, "GTX Pro", "products"],
    ]
    found = ws.check().set_index("check")
    assert found["lines"][["deal_unknown_product", "unknown_product"]].tolist() == [3, 2]
    assert [float(each) for each in found["amount"][["deal_unknown_product", "unknown_product"]]] \
        == [157, 35]  # fmt: skip
    assert quality.product_names(ws) == ["Base", "GTX Pro", "Plus"]


def test_corrected_names_move_their_money_and_come_back(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=SALES, deals=PIPELINE, products=LIST)
    before, stored = contents(ws), {f.name: f.read_bytes() for f in ws.folder.glob("uploads/*")}
    assert by_product(ws) == {"GTXPro": 100, "Basic": 50, "GTX Pro": 70, "gtx-pro": 7}
    ws.choose("deal_unknown_product", "correct", "eva", means={"GTXPro": "GTX Pro"})
    assert by_product(ws) == {"Basic": 50, "GTX Pro": 170, "gtx-pro": 7}
    assert ws.corrections[["product", "means", "by"]].values.tolist() == [
        ["GTXPro", "GTX Pro", "eva"]
    ]
    rows = quality.checks(ws).set_index("check").loc["deal_unknown_product"]
    assert (rows["lines"], rows["counted_lines"], rows["action"]) == (2, 2, "correct")
    means = quality.misnamed(ws, "deal_unknown_product").set_index("product")["means"]
    assert means.dropna().to_dict() == {"GTXPro": "GTX Pro"}
    assert quality.products(ws, Scope())["product"].tolist() == ["gtx-pro"]
    ws.choose("deal_unknown_product", "correct", means={"gtx-pro": "GTX Pro", "GTXPro": "Plus"})
    assert by_product(ws) == {"Basic": 50, "GTX Pro": 77, "Plus": 100}
    ws.choose("deal_unknown_product", "leave_out")
    assert by_product(ws) == {"Basic": 50, "GTX Pro": 70}
    assert ws.corrections.empty
    ws.choose("deal_unknown_product", "keep")
    assert contents(ws) == before
    assert {f.name: f.read_bytes() for f in ws.folder.glob("uploads/*")} == stored


def test_corrections_hold_for_later_files_and_go_with_a_version(
    workspace_of: WorkspaceOf, tmp_path: Path
) -> None:
    ws = workspace_of(sales=SALES, deals=PIPELINE, products=LIST)
    ws.choose("deal_unknown_product", "correct", means={"GTXPro": "GTX Pro"})
    more = tmp_path / "more.csv"
    more.write_text("deal_id,customer_id,stage,product,value\n9,ann,Won,GTXPro,1000\n")
    ws.load(more, "deals", mode="append")
    assert by_product(ws)["GTX Pro"] == 1170
    ws.load(more, "deals")
    assert by_product(ws) == {"GTX Pro": 1000}
    ws.restore(3)
    assert by_product(ws)["GTXPro"] == 100


def test_a_spelling_of_the_sales_is_corrected_without_a_list(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=SALES.replace("2,GTX Pro,20", "2,gtx  pro,20").replace(
        "Basic,30", "GTX Pro,30"))  # fmt: skip
    assert by_product(ws, "sales", "amount") == {"GTX Pro": 40, "gtx  pro": 20, "Basic": 5}
    ws.choose("unknown_product", "correct", means={"gtx  pro": "GTX Pro"})
    assert by_product(ws, "sales", "amount") == {"GTX Pro": 60, "Basic": 5}
    assert ws.facts.lines == 4


def test_corrections_that_make_no_sense_are_refused(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=SALES, deals=PIPELINE, products=LIST)
    with pytest.raises(DataError, match="no product GTX Ultra"):
        ws.choose("deal_unknown_product", "correct", means={"GTXPro": "GTX Ultra"})
    with pytest.raises(DataError, match="cannot be answered with correct"):
        ws.choose("deal_no_customer", "correct", means={"GTXPro": "GTX Pro"})
    with pytest.raises(DataError, match="cannot be answered with correct"):
        quality.misnamed(ws, "deal_no_customer")
    assert ws.version == 3


def test_maven_names_a_product_in_1480_deals_otherwise_than_its_list(tmp_path: Path) -> None:
    ws, folder = Workspace.open(tmp_path), shared("maven_crm")
    ws.load([folder / "sales_pipeline.csv", folder / "products.csv"], "deals")
    beside = quality.checks(ws).set_index("check").loc["deal_unknown_product"]
    ws.load(folder / "sales_pipeline.csv", "deals")
    ws.load(folder / "products.csv", "products")
    alone = quality.checks(ws).set_index("check").loc["deal_unknown_product"]
    for row in (beside, alone):
        assert (row["lines"], row["amount"], row["action"]) == (1_480, 3_510_578, "keep")
    before = by_product(ws)
    ws.choose("deal_unknown_product", "correct", means={"GTXPro": "GTX Pro"})
    assert by_product(ws) == {
        name: amount for name, amount in before.items() if name != "GTXPro"
    } | {"GTX Pro": before["GTXPro"]}
    assert sum(by_product(ws).values()) == 10_005_534


def test_doubles_come_under_their_strongest_evidence(firm: Workspace) -> None:
    rows = quality.doubles(firm, Scope())
    assert rows[["rule", "into", "customer_id"]].values.tolist() == [
        ["phone", "bob", "bob"],
        ["phone", "bob", "ann"],
        ["email", "cem", "cem"],
        ["email", "cem", "dan"],
    ]


def contents(ws: Workspace) -> list[list[tuple]]:
    with ws.cursor() as cursor:
        return [
            sorted(cursor.execute(f"select * from {table}").fetchall(), key=repr)
            for table in ("sales", "interactions", "deals", "attributes", "customers", "orders")
        ]


def test_a_merge_is_one_customer_everywhere_until_it_is_split(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=SALES, customers=CUSTOMERS, interactions=INTERACTIONS, deals=DEALS)
    before = contents(ws)
    ws.merge(["ann"], "bob", user="eva")
    people = rfm.customers(ws, Scope()).set_index("customer_id")
    assert (people["frequency"]["bob"], people["monetary"]["bob"]) == (3, 60)
    assert "ann" not in people.index
    assert ws.facts.customers == 5
    assert ws.merges[["customer_id", "into", "by"]].values.tolist() == [["ann", "bob", "eva"]]
    with pytest.raises(DataError, match="no customer ann"):
        ws.merge(["cem"], "ann")
    ws.merge(["bob"], "cem")
    assert sorted(ws.merges["into"]) == ["cem", "cem"]
    ws.unmerge(["ann", "bob"])
    assert contents(ws) == before


def test_a_merge_holds_for_later_loads(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=SALES)
    ws.merge(["ann"], "bob")
    more = Path(ws.folder / "more.csv")
    more.write_text("customer_id,ordered_on,amount\nann,2024-02-01,7\n")
    ws.load(more, "sales", mode="append")
    people = rfm.customers(ws, Scope()).set_index("customer_id")
    assert people["monetary"].to_dict() == {"bob": 67, "cem": 5}
    ws.unmerge(["ann"])
    people = rfm.customers(ws, Scope()).set_index("customer_id")
    assert people["monetary"].to_dict() == {"ann": 17, "bob": 50, "cem": 5}


def test_groups_that_share_a_customer_become_one(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=SALES)
    ws.merge_all({"bob": ["ann", "bob"], "cem": ["cem", "bob"]})
    assert ws.facts.customers == 1
    with pytest.raises(DataError, match="at least two different"):
        ws.merge(["cem"], "cem")


def test_a_pause_is_long_when_the_week_never_has_it(workspace_of: WorkspaceOf) -> None:
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(120)]
    sold = [
        day
        for day in days
        if day.weekday() < 5 and not date(2024, 3, 6) <= day <= date(2024, 3, 13)
    ]
    ws = workspace_of(sales="customer_id,ordered_on,amount\n" + "".join(f"a,{d},1\n" for d in sold))
    assert quality.gaps(ws, Scope()).values.tolist() == [
        [date(2024, 3, 6), date(2024, 3, 13), 6, 0]
    ]


def test_superstore_names_and_numbers(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path)
    ws.load(shared("superstore_zh.xls"), "sales")
    assert ws.facts.customers == 790
    rows = quality.doubles(ws, Scope())
    ws.merge_all({into: list(group["customer_id"]) for into, group in rows.groupby("into")})
    assert ws.facts.customers == 771
    assert rfm.customers(ws, Scope())["monetary"].sum() == pytest.approx(16_117_548.237)
