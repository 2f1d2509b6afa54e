"""Whose contract ends soon: the day itself and the last of the days ahead count."""

from __future__ import annotations

from datetime import date

from analytics import Scope, contracts
from tests.conftest import WorkspaceOf

CUSTOMERS = """customer_id,region,contract_ends_on
a,North,2024-06-30
b,North,2024-08-29
c,North,2024-08-30
d,South,2024-06-29
e,South,
f,South,2024-07-10
f,South,2025-07-10
g,South,9999-12-31
"""


def test_ending_by_hand(workspace_of: WorkspaceOf) -> None:
    """f has a contract that follows the first; g has one without an end."""
    ws = workspace_of(sales="customer_id,ordered_on,amount\na,2024-06-30,1", customers=CUSTOMERS)
    rows = contracts.ending(ws, Scope())
    assert rows.values.tolist() == [["a", date(2024, 6, 30), 0], ["b", date(2024, 8, 29), 60]]
    assert list(contracts.ending(ws, Scope(), days=61)["customer_id"]) == ["a", "b", "c"]
    assert contracts.known(ws, Scope()) == (6, 1)
    earlier = Scope(as_of=date(2024, 6, 29), where={"region": ("South",)})
    assert contracts.ending(ws, earlier).values.tolist() == [["d", date(2024, 6, 29), 0]]
    assert contracts.known(ws, earlier) == (3, 0)


def test_near_by_hand() -> None:
    day = date(2024, 6, 30)
    ends = (date(2024, 6, 1), day, date(2024, 8, 29), date(2024, 8, 30))
    assert [contracts.near(each, day) for each in ends] == [True, True, True, False]
