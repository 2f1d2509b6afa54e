"""Files of every shape: by content, without customers, wide, joined; what is said before a load."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from analytics import DataError, Scope, Workspace, funnel
from analytics.intake import able, choices, findings, load, read, unable, understood
from analytics.intake.wide import stages
from analytics.intake.wide import stages as stages_of
from tests.conftest import database, shared

LEADS = """Lead ID,Source,Created,Contacted,Won on
L1,Web,2024-01-02,2024-01-05,2024-02-01
L2,Fair,2024-01-03,,
L3,Web,2024-01-04,soon,2024-02-02
L4,Web,,,
L5,Web,2024-01-09,NULL,-
"""
DATES = ["Created", "Contacted", "Won on"]


@pytest.fixture
def con():
    with database() as con:
        yield con


@pytest.fixture
def source(tmp_path: Path):
    def of(text: str, name: str = "file.csv"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return read(file)

    return of


def lines(rows: list[str]) -> str:
    return "\n".join(rows) + "\n"


def said(remarks) -> str:
    return " ".join(map(str, remarks))


def test_a_column_that_names_customers_we_have_is_the_customer(source) -> None:
    file = source(lines(["who,when,paid", *(f"k{i % 3},2024-01-0{i + 1},1.5" for i in range(6))]))
    proposal = understood(file, "sales", {"k0", "k1", "k9"})
    assert proposal.columns == {"customer_id": "who", "ordered_on": "when", "amount": "paid"}
    assert not any(match.certain for match in proposal.matches)
    reason = next(match.reason for match in proposal.matches if match.column == "customer_id")
    assert str(reason) == "2 of its 3 values are customers you have."


def test_codes_that_repeat_may_be_customers_and_codes_that_do_not_are_none(source) -> None:
    rows = [f"r{i:03d},c{i % 4:03d},2024-01-0{i % 9 + 1},1.5" for i in range(20)]
    proposal = understood(source(lines(["one,two,when,paid", *rows])), "sales")
    assert proposal.columns["customer_id"] == "two"
    rows = [f"r{i:03d},2024-01-0{i % 9 + 1},1.5" for i in range(20)]
    proposal = understood(source(lines(["one,when,paid", *rows])), "sales")
    assert proposal.wanted == ("customer_id",)


def test_what_is_found_by_content_is_not_loaded_unasked(source, con) -> None:
    file = source(lines(["Date,two,Amount", *(f"2024-01-01,c{i % 4}000,1.5" for i in range(20))]))
    with pytest.raises(DataError, match="two = customer_id"):
        load(con, file, "sales")


def test_sales_without_any_customer_load_and_say_what_they_cannot(source, con) -> None:
    file = source(
        lines(
            ["订单编号,金额,收货地址 ,订单创建时间", "1,5,上海,2020-02-01", "2,7,浙江省,2020-02-02"]
        )
    )
    report = load(con, file, "sales")
    assert (report.rows_read, report.rows_loaded, report.amount) == (2, 2, Decimal(12))
    assert report.mapping["region"] == "收货地址"
    assert "segments, pyramid and leaving cannot" in said(report.remarks)
    assert con.execute("select count(customer_id) from sales").fetchone() == (0,)


def test_a_customer_column_is_left_out_by_who_says_so(source, con) -> None:
    file = source("Customer ID,Date,Amount\na,2024-01-01,5\n")
    report = load(con, file, "sales", {"ordered_on": "Date", "amount": "Amount"})
    assert report.rows_loaded == 1
    assert con.execute("select customer_id from sales").fetchall() == [(None,)]


def test_one_order_for_each_customer_is_said_with_the_better_column(source) -> None:
    rows = [f"o{i},c{i},u{i % 25},2024-01-01,5" for i in range(40)]
    header = "order_id,customer_id,customer_unique_id,order_date,amount"
    file = source(lines([header, *rows]))
    mapping = understood(file, "sales").columns
    told = said(findings(file, "sales", mapping))
    assert "each of 40 values has one order only" in told
    assert "“customer_unique_id” repeats" in told
    better = mapping | {"customer_id": "customer_unique_id"}
    assert findings(file, "sales", better) == ()


def test_order_numbers_of_several_customers_are_counted(source) -> None:
    file = source(
        lines(
            [
                "customer id,date,order no,amount",
                "a,2024-01-01,1,5",
                "b,2024-01-01,1,5",
                "a,2024-01-02,2,5",
            ]
        )
    )
    told = said(findings(file, "sales", understood(file, "sales").columns))
    assert told == (
        "1 of 2 order numbers belong to several customers."
        " Orders are told apart by customer and number together."
    )


def test_a_history_of_deals_is_told_from_a_list_of_deals(source) -> None:
    file = source("deal id,stage\n1,Lead\n1,Won\n2,Lead\n")
    told = said(findings(file, "deals", understood(file, "deals").columns))
    assert told.startswith("1 of 2 deal numbers stand on several rows")


@pytest.mark.parametrize(
    ("kind", "columns", "cannot"),
    [
        ("sales", {"customer_id", "order_id", "cost", "product"}, ""),
        ("sales", {"customer_id", "order_id", "profit", "product"}, ""),
        ("sales", {"order_id", "cost", "product"}, "No customer:"),
        ("sales", {"customer_id", "cost", "product"}, "No order number:"),
        ("interactions", {"kind"}, "No stage:"),
        ("deals", {"customer_id", "value"}, "No dates:"),
        ("customers", {"region"}, ""),
    ],
)  # fmt: skip
def test_what_a_file_cannot_do_is_known_by_its_columns(kind, columns, cannot) -> None:
    assert [each.partition(":")[0] + ":" for each in unable(kind, columns)] == (
        [cannot] if cannot else []
    )
    assert len(able(kind, columns)) >= 1


def test_a_lead_list_is_proposed_as_such_and_not_loaded_unasked(source, con) -> None:
    rows = [f"L{i},Web,2024-01-{i + 1:02d},2024-02-01," for i in range(9)]
    file = source(lines(["Lead ID,Source,Created,Contacted,Won on", *rows, "L,Web,,,2024-03-01"]))
    proposal = understood(file, "interactions")
    assert proposal.choice["occurred_at"] == DATES
    assert proposal.missing == ()
    with pytest.raises(DataError, match="Created = occurred_at"):
        load(con, file, "interactions")


def test_every_filled_date_of_a_lead_becomes_a_contact_and_rows_are_rows(source, con) -> None:
    file = source(LEADS)
    mapping = {"customer_id": "Lead ID", "channel": "Source", "occurred_at": DATES}
    report = load(con, file, "interactions", mapping)
    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (5, 3, 2)
    assert report.events == 5
    # The bad date of L3 is named by its own column; none of the row's dates is loaded.
    assert report.rejects[["line", "column", "value"]].values.tolist() == [
        [4, "Contacted", "soon"],
        [5, "Created / Contacted / Won on", None],
    ]
    assert con.execute(
        "select customer_id, stage, occurred_at from interactions order by 1, 3"
    ).fetchall() == [
        ("L1", "Created", datetime(2024, 1, 2)),
        ("L1", "Contacted", datetime(2024, 1, 5)),
        ("L1", "Won", datetime(2024, 2, 1)),
        ("L2", "Created", datetime(2024, 1, 3)),
        ("L5", "Created", datetime(2024, 1, 9)),
    ]


@pytest.mark.parametrize(
    ("headers", "stages"),
    [
        (["Created", "Won on", "Closed won date"], ["Created", "Won", "Closed won"]),
        (["线索日期", "成交日期", "演示时间"], ["线索", "成交", "演示"]),
        (["Won on", "Won date"], ["Won on", "Won date"]),
        (["Date", "Qualification"], ["Date", "Qualification"]),
    ],
)
def test_a_stage_is_named_without_the_word_date(headers: list[str], stages: list[str]) -> None:
    assert [*stages_of(headers).values()] == stages


@pytest.mark.parametrize("dates", [["Lead", "Won on"], ["线索日期", "成交日期"]])
def test_the_funnel_knows_the_stages_of_a_lead_list(source, tmp_path, dates) -> None:
    file = source(lines([f"id,{','.join(dates)}", "a,2024-01-02,2024-02-01", "b,2024-01-03,"]))
    ws = Workspace.open(tmp_path / "firm")
    ws.load(file, "interactions", {"customer_id": "id", "occurred_at": dates})
    steps = funnel.stages(ws, Scope())
    assert steps["outcome"].dropna().tolist() == ["won"]


def test_a_lead_list_is_remembered_and_accounted_for_in_a_version(source, tmp_path) -> None:
    file = source(LEADS)
    mapping = {"customer_id": "Lead ID", "occurred_at": DATES}
    ws = Workspace.open(tmp_path / "firm")
    report = ws.load(file, "interactions", mapping)
    ws.state.remember_mapping("leads", report.mapping)
    assert ws.state.mapping("leads") == mapping
    assert ws.facts.contacts == 5
    assert ws.loads[["rows_read", "rows_loaded", "rows_rejected"]].values.tolist() == [[5, 3, 2]]


def test_only_contacts_have_several_dates(source, con) -> None:
    with pytest.raises(DataError, match="one column of a file only"):
        load(con, source("a,b,c\n1,2,3\n"), "sales", {"ordered_on": ["a", "b"], "amount": "c"})


def test_the_sheets_of_superstore_are_joined(con) -> None:
    report = load(con, read(shared("superstore_zh.xls")), "sales")
    assert report.amount == Decimal("16117548.2370")
    assert (report.mapping["returned"], report.mapping["salesperson"]) == ("退回", "地区经理")
    book = pd.read_excel(shared("superstore_zh.xls"), sheet_name=None, engine="calamine")
    sold = book["订单"].merge(book["退货"].drop_duplicates(), on="订单 ID")
    assert con.execute(
        "select count(distinct order_id), count(*), round(sum(amount), 2) from sales where returned"
    ).fetchone() == (296, len(sold), Decimal(str(round(sold["销售额"].sum(), 2))))
    assert len(sold) == 1_163
    people = book["订单"].merge(book["销售人员"], on="地区")["地区经理"].value_counts().to_dict()
    rows = con.execute("select salesperson, count(*) from sales group by 1").fetchall()
    assert dict(rows) == people
    assert "153 of 296 returned order numbers belong to several customers" in said(report.remarks)


def test_small_files_beside_the_pipeline_describe_it(con) -> None:
    report = load(con, read(shared("maven_crm/sales_pipeline.csv").parent), "deals")
    assert (report.rows_read, report.rows_loaded, report.amount) == (8_800, 8_800, 10_005_534)
    assert "GTXPro = GTX Pro" in said(report.remarks)
    assert report.mapping["value"] == "close_value"
    assert con.execute("select count(*) from deals where customer_id is null").fetchone() == (
        1_425,
    )


def test_accounts_are_customers() -> None:
    proposal = understood(read(shared("maven_crm/accounts.csv")), "customers")
    assert proposal.columns["customer_id"] == "account"
    assert proposal.columns["type"] == "sector"


def test_a_joined_sheet_tells_words_and_never_money(tmp_path, con) -> None:
    (tmp_path / "a.csv").write_text(
        lines(["customer,product,date,quantity,price", *(["k,p,2024-01-01,2,3"] * 40)]),
        encoding="utf-8",
    )
    (tmp_path / "b.csv").write_text("product,category,amount\np,toys,99\nq,tools,98\n")
    report = load(con, read(tmp_path), "sales")
    assert report.amount == 240
    assert con.execute("select distinct category from sales").fetchall() == [("toys",)]


def test_days_and_months_that_swap_are_asked(source) -> None:
    file = source("customer id,date,amount\na,03/04/2024,5\nb,04/03/2024,5\n")
    (ways,) = choices(file, "sales", understood(file, "sales").columns).values()
    assert [way.form for way in ways] == ["%d/%m/%Y", "%m/%d/%Y"]


def test_a_stage_keeps_what_is_no_word_for_a_date() -> None:
    assert stages(["Won on", "成交日期", "生日", "Quoted"]) == {
        "Won on": "Won", "成交日期": "成交", "生日": "生日", "Quoted": "Quoted",
    }  # fmt: skip
    assert stages(["Won on", "Won date"]) == {"Won on": "Won on", "Won date": "Won date"}
