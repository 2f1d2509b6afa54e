"""Who comes back: counted by hand, by pandas on real data, and blind to what came after."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pandas as pd
import pytest

from analytics import Scope, Workspace, winback
from tests.conftest import WorkspaceOf, shared

DAY = date(2024, 12, 31)
H = 30


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def sales(rows: list[tuple[str, date, float]]) -> str:
    return "customer_id,ordered_on,amount\n" + "\n".join(f"{c},{d},{a}" for c, d, a in rows)


@pytest.fixture(scope="module")
def few(workspace_of: WorkspaceOf) -> Workspace:
    """Ann left and came back; bob left for good; cat was met and bought; dan was met in vain."""
    orders = [
        ("ann", ago(100), 40.0), ("ann", ago(10), 60.0), ("ann", ago(9), 20.0),
        ("bob", ago(75), 30.0), ("cat", ago(5), 10.0), ("eve", DAY, 1.0),
    ]  # fmt: skip
    contacts = [
        ("cat", ago(40), "visit"), ("cat", ago(6), "call"), ("dan", ago(50), "call"),
        ("bob", ago(20), "complaint"), ("ann", ago(8), "visit"),
    ]  # fmt: skip
    text = "customer_id,occurred_at,kind\n" + "\n".join(f"{c},{d},{k}" for c, d, k in contacts)
    return workspace_of(sales=sales(orders), interactions=text)


def test_returns_counted_by_hand(few: Workspace) -> None:
    """Looked at 30, 60 and 90 days before: ann silent 70 and 40 days, bob 45 and 15."""
    rows = winback.returned(few, Scope(), H).set_index(["band", "tier"])
    all_tiers = rows.xs("all", level="tier")
    assert all_tiers["customers"].to_dict() == {0: 3, 1: 2, 2: 1}
    assert all_tiers["came_back"].to_dict() == {0: 1, 1: 0, 2: 1}  # ann, silent for 70 days
    assert all_tiers.loc[2, ["from_days", "to_days"]].tolist() == [60, 90]
    assert pd.isna(all_tiers.loc[0, "to_days"])


def test_claims_counted_by_hand(few: Workspace) -> None:
    rows = winback.claims(few, Scope(), H).set_index(["group", "contact"])
    counts = rows[["customers", "came_back"]].apply(tuple, axis=1).to_dict()
    assert counts["existing", "all"] == (2, 0)  # ann 90 days before, bob 60 days before
    assert counts["lapsed", "all"] == (3, 1)
    assert counts["lapsed", "yes"] == (0, 0)  # ann was visited after she was back; bob complained
    assert counts["lapsed", "no"] == (3, 1)
    assert counts["prospect", "all"] == (2, 1)
    assert counts["prospect", "yes"] == (1, 1)  # cat, called the day before
    assert rows.loc[("lapsed", "all"), ["claimed_low", "claimed_high"]].tolist() == [0.2, 0.4]
    assert rows.loc[("lapsed", "no"), ["claimed_low", "claimed_high"]].isna().all()


def test_too_few_give_no_chance_and_who_is_back_is_not_listed(few: Workspace) -> None:
    rows = winback.customers(few, Scope(), H)
    assert rows["customer_id"].tolist() == ["bob"]
    assert rows["days_since_order"].tolist() == [75]
    assert rows["return_value"].isna().all()
    assert winback.backtest(few, Scope(), H).empty


def test_worth_is_chance_times_what_those_who_came_back_brought(workspace_of: WorkspaceOf) -> None:
    """40 silent for 40 days a horizon ago, 10 came back, each with 2 orders of 50."""
    rows = [(f"x{n:02}", ago(70), 50.0) for n in range(40)]
    rows += [(f"x{n:02}", ago(day), 50.0) for n in range(10) for day in (20, 15)]
    rows += [("old", ago(45), 80.0), ("eve", DAY, 1.0)]
    found = winback.customers(workspace_of(sales=sales(rows)), Scope(), H).set_index("customer_id")
    old = found.loc["old"]
    assert [old["return_rate"], old["alike"]] == [0.25, 40]
    assert old["value_if_back"] == 160
    assert old["return_value"] == 40
    assert found.index[0] == "old"
    assert 0.14 < old["return_low"] < 0.25 < old["return_high"] < 0.41


def test_margin_counts_where_costs_are_known(workspace_of: WorkspaceOf) -> None:
    lines = [f"x{n:02},{ago(70)},50,40" for n in range(40)]
    lines += [f"x{n:02},{ago(20)},50,40" for n in range(10)]
    lines += [f"old,{ago(45)},80,20", f"free,{ago(45)},80,", f"eve,{DAY},1,1"]
    ws = workspace_of(sales="customer_id,ordered_on,amount,cost\n" + "\n".join(lines))
    found = winback.customers(ws, Scope(), H).set_index("customer_id")
    assert found.loc["old", "average_margin"] == 60
    assert found.loc["old", "return_value"] == 15
    assert pd.isna(found.loc["free", "return_value"])  # nothing invents a cost
    assert found.index[-1] == "free"


def test_nothing_after_the_day_counts(workspace_of: WorkspaceOf) -> None:
    rng = random.Random(3)
    rows = [
        (f"c{n:03}", ago(rng.randrange(300)), rng.choice([5.0, 20.0])) for n in range(120)
        for _again in range(rng.randrange(1, 4))
    ]  # fmt: skip
    day = ago(60)
    known = workspace_of(sales=sales([row for row in rows if row[1] <= day]))
    later = workspace_of(sales=sales(rows))
    for question in (winback.customers, winback.returned, winback.claims, winback.backtest):
        one, other = question(known, Scope(as_of=day), H), question(later, Scope(as_of=day), H)
        pd.testing.assert_frame_equal(one, other)
    assert not winback.backtest(later, Scope(), H).empty


def test_parts_add_up(firm: Workspace) -> None:
    rows = winback.returned(firm, Scope(), 126)
    for name in ("customers", "came_back"):
        whole = rows[(rows["band"] == 0) & (rows["tier"] == "all")][name].item()
        assert rows[(rows["band"] > 0) & (rows["tier"] == "all")][name].sum() == whole
        assert rows[(rows["band"] > 0) & (rows["tier"] != "all")][name].sum() == whole
    claims = winback.claims(firm, Scope(), 126).set_index(["group", "contact"])
    assert claims.loc[("lapsed", "all"), "customers"] == whole_of(rows)
    for group in ("lapsed", "prospect"):
        parts = claims.loc[[(group, "yes"), (group, "no")], ["customers", "came_back"]].sum()
        assert parts.equals(claims.loc[(group, "all"), ["customers", "came_back"]].astype("int64"))


def test_the_list_judged_is_the_list_of_its_day(firm: Workspace) -> None:
    """Whom the list of an earlier day names first, and who of them ordered in the horizon after."""
    row = winback.backtest(firm, Scope(), 126).iloc[0]
    named = winback.customers(firm, Scope(as_of=row["cut"]), 126, top=int(row["named"]))
    with firm.cursor() as cursor:
        came = cursor.sql(
            "select distinct customer_id from orders join customers using (customer_key) "
            "where not is_return and ordered_on > $cut and ordered_on <= $cut + 126",
            params={"cut": row["cut"]},
        ).df()["customer_id"]
    assert row["came_back"] == named["customer_id"].isin(came).sum() > 0
    assert row["foretold"] == pytest.approx(named["return_rate"].mean())


def whole_of(rows: pd.DataFrame) -> int:
    return int(rows[(rows["band"] == 0) & (rows["tier"] == "all")]["customers"].item())


def test_real_returns_as_pandas_counts_them(online_retail: Workspace) -> None:
    """Who of those silent for 112 days came back within 112, on two days of Online Retail."""
    lines = pd.read_parquet(shared("online_retail.parquet"))
    columns = {name.lower().replace(" ", ""): name for name in lines}
    who, when = lines[columns["customerid"]], pd.to_datetime(lines[columns["invoicedate"]])
    money = lines["Quantity"] * lines[columns.get("unitprice", columns.get("price", ""))]
    frame = pd.DataFrame({"who": who, "day": when.dt.normalize(), "money": money})
    frame["order"] = lines[columns.get("invoiceno", columns.get("invoice", ""))].astype(str)
    frame["back"] = lines["Quantity"] < 0
    orders = frame.dropna(subset="who").groupby(["who", "order", "day"], as_index=False).agg(
        money=("money", "sum"), back=("back", "any")
    )  # fmt: skip
    counting = orders[~((orders["money"].round(4) < 0)
                        | ((orders["money"].round(4) == 0) & orders["back"]))]  # fmt: skip
    end, lapsed, came = counting["day"].max(), 0, 0
    for back in (1, 2):
        cut, after = end - pd.Timedelta(days=112 * back), end - pd.Timedelta(days=112 * (back - 1))
        last = counting[counting["day"] <= cut].groupby("who")["day"].max()
        silent = last[last < cut - pd.Timedelta(days=112)].index
        next_ones = counting[(counting["day"] > cut) & (counting["day"] <= after)]["who"]
        lapsed, came = lapsed + len(silent), came + int(silent.isin(next_ones).sum())
    rows = winback.claims(online_retail, Scope(), 112).set_index(["group", "contact"])
    found = rows.loc[("lapsed", "all"), ["customers", "came_back"]].astype(int).tolist()
    assert found == [lapsed, came]
    assert lapsed > 1000
