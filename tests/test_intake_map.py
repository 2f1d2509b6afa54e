"""Headers find their columns in English, Simplified and Traditional Chinese."""

import pytest

from analytics import DataError
from analytics.intake import confirmed, propose, read

SALES_EN = (
    "Customer ID,Order date,Order no,Product,Category,Quantity,Amount,Cost,Channel,Region,"
    "Salesperson,Discount,Customer name,Customer type,Returned"
)
SALES_ZH = (
    "客户编号,下单日期,订单号,产品,品类,数量,金额,成本,渠道,地区,销售员,折扣,客户名称,客户类型,退货"
)
SALES_HANT = (
    "客戶編號,訂單日期,訂單編號,產品,類別,數量,金額,成本,通路,地區,業務員,折扣,客戶名稱,"
    "客戶類型,退貨"
)
SALES = [
    "customer_id",
    "ordered_on",
    "order_id",
    "product",
    "category",
    "quantity",
    "amount",
    "cost",
    "channel",
    "region",
    "salesperson",
    "discount",
    "customer_name",
    "customer_type",
    "returned",
]
CONTACTS_EN = "Customer ID,Time,Kind,Stage,Deal ID,Owner,Channel,Value,Score,Note"
CONTACTS_ZH = "客户编号,时间,互动类型,阶段,商机编号,负责人,渠道,商机金额,评分,备注"
CONTACTS = [
    "customer_id",
    "occurred_at",
    "kind",
    "stage",
    "deal_id",
    "owner",
    "channel",
    "value",
    "score",
    "note",
]
DEALS_EN = "Deal ID,Customer ID,Stage,Owner,Product,Value,Opened,Closed,Reason,Channel"
DEALS_ZH = "商机编号,客户编号,阶段,负责人,产品,商机金额,创建日期,关闭日期,输单原因,渠道"
DEALS = [
    "deal_id",
    "customer_id",
    "stage",
    "owner",
    "product",
    "value",
    "opened_on",
    "closed_on",
    "reason",
    "channel",
]
CUSTOMERS_EN = "Customer ID,Customer name,Customer type,Region,Owner,Email,Phone,Do not contact,"
CUSTOMERS_EN += "Customer since,Contract end"
CUSTOMERS_ZH = "客户编号,客户名称,客户类型,地区,负责人,邮箱,手机,请勿联系,建档日期,合同到期日"
CUSTOMERS = ["customer_id", "name", "type", "region", "owner", "email", "phone", "do_not_contact"]
CUSTOMERS += ["customer_since", "contract_ends_on"]


@pytest.mark.parametrize(
    ("kind", "headers", "columns"),
    [
        ("sales", SALES_EN, SALES),
        ("sales", SALES_ZH, SALES),
        ("sales", SALES_HANT, SALES),
        ("interactions", CONTACTS_EN, CONTACTS),
        ("interactions", CONTACTS_ZH, CONTACTS),
        ("deals", DEALS_EN, DEALS),
        ("deals", DEALS_ZH, DEALS),
        ("customers", CUSTOMERS_EN, CUSTOMERS),
        ("customers", CUSTOMERS_ZH, CUSTOMERS),
    ],
)
def test_usual_headers_need_no_typing(kind: str, headers: str, columns: list[str]) -> None:
    names = headers.split(",")
    proposal = propose(names, kind)
    assert proposal.certain
    assert proposal.columns == dict(zip(columns, names, strict=True))


def test_a_lone_code_is_the_product() -> None:
    proposal = propose(["Customer ID", "Order date", "SKU", "Amount"], "sales")
    assert proposal.columns["product"] == "SKU"
    assert "product_code" not in proposal.columns


def test_online_retail_takes_the_description_for_the_product() -> None:
    names = "InvoiceNo StockCode Description Quantity InvoiceDate UnitPrice CustomerID Country"
    proposal = propose(names.split(), "sales")
    assert proposal.certain
    assert proposal.columns == {
        "customer_id": "CustomerID",
        "ordered_on": "InvoiceDate",
        "order_id": "InvoiceNo",
        "product": "Description",
        "product_code": "StockCode",
        "quantity": "Quantity",
        "unit_price": "UnitPrice",
        "region": "Country",
    }
    assert proposal.unused == ()


def test_superstore_takes_the_sales_region_not_the_province() -> None:
    headers = (
        "行 ID,订单 ID,订单日期,发货日期,邮寄方式,客户 ID,客户名称,细分,城市,省/自治区,国家,地区,"
        "产品 ID,类别,子类别,产品名称,销售额,数量,折扣,利润"
    )
    proposal = propose(headers.split(","), "sales")
    assert proposal.certain
    assert proposal.columns["region"] == "地区"
    assert proposal.columns["customer_type"] == "细分"
    assert proposal.columns["product"] == "产品名称"
    assert proposal.columns["profit"] == "利润"


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("客户 ID", "customer_id"),
        ("Customer_ID", "customer_id"),
        ("CUSTOMERID", "customer_id"),
        ("ｃｕｓｔｏｍｅｒ　ｉｄ", "customer_id"),
        ("下单时间", "ordered_on"),
        ("order_date", "ordered_on"),
        ("收货人姓名 ", "customer_name"),
        ("revenue", "amount"),
        ("Unit price (£)", "unit_price"),
    ],
)
def test_case_blanks_and_punctuation_do_not_matter(header: str, column: str) -> None:
    assert propose([header], "sales").columns == {column: header}


def test_a_similar_name_is_proposed_but_not_certain() -> None:
    (match,) = propose(["Custmer ID"], "sales").matches
    assert (match.column, match.certain) == ("customer_id", False)


def test_one_header_serves_one_column_and_one_column_takes_one_header() -> None:
    proposal = propose(["Client ID", "Customer ID", "Date", "Order date", "Amount"], "sales")
    assert proposal.columns == {
        "customer_id": "Customer ID",
        "ordered_on": "Order date",
        "amount": "Amount",
    }
    assert proposal.unused == ("Client ID", "Date")


def test_customer_is_the_id_unless_an_id_stands_beside_it() -> None:
    assert propose(["Customer"], "sales").columns == {"customer_id": "Customer"}
    assert propose(["Customer", "Customer ID"], "sales").columns == {
        "customer_id": "Customer ID",
        "customer_name": "Customer",
    }


def test_what_is_missing_is_named() -> None:
    proposal = propose(["Product", "Quantity"], "sales")
    assert proposal.missing == ("ordered_on", "amount / quantity × unit_price")
    assert proposal.wanted == ("customer_id",)


@pytest.mark.parametrize(
    ("headers", "mapping", "message"),
    [
        ("a,b,c", None, "no column for customer_id, ordered_on, amount / quantity × unit_price"),
        ("Custmer ID,Date,Amount", None, "not certain .* Custmer ID = customer_id?"),
        ("Customer ID,Date,Amount,Sales persn", None, "Sales persn = salesperson?"),
        ("a,b,c", {"customer_id": "a", "ordered_on": "b", "amount": "x"}, "no header x"),
        ("a,b,c", {"customer_id": "a", "ordered_on": "b", "amount": "b"}, "more than one column"),
        ("a,b,c", {"customer_id": "a", "ordered_on": "b", "sum": "c"}, "no column called sum"),
        ("a,b,c", {"customer_id": "a", "amount": "c"}, "no column for ordered_on"),
    ],
)
def test_what_is_not_certain_is_asked(tmp_path, headers, mapping, message) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(f"{headers}\n1,2,3\n", encoding="utf-8")
    with pytest.raises(DataError, match=message.replace("?", r"\?")):
        confirmed(read(file), "sales", mapping)
