"""Lists of customers to act on: who and why, by which rule, and what they bought since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from analytics import engine, listed, state
from analytics.errors import N_, DataError
from analytics.listed import SavedList as SavedList
from analytics.rules import Rule
from analytics.scope import Scope
from analytics.workspace import Workspace

# Who a customer is comes from the data version in use, so that a list keeps no personal data.
CONTACT = ("name", "type", "region", "owner", "email", "phone")
PERSONAL = ("email", "phone")
_KNOWN = (*CONTACT, "do_not_contact")


@dataclass(frozen=True)
class Refreshed:
    """What asking again changed: the list as it is now, and who came onto it and who left."""

    saved: SavedList
    joined: tuple[str, ...]
    left: tuple[str, ...]


def answer(ws: Workspace, scope: Scope, rule: Rule) -> pd.DataFrame:
    """The customers a rule names, with its reasons and what is known to reach them.

    One row per customer in the order of the rule's answer: customer_id name, the other columns
    of the answer, then type region owner email phone do_not_contact from the data in use. Only
    the customers of rule.owners where it names any; `kept` cuts to rule.most.
    Errors: DataError when the rule can no longer be asked.
    """
    found = rule.ask(ws, scope)
    found = _customers(ws, found.drop(columns=[c for c in _KNOWN if c in found]))
    return found[found["owner"].isin(rule.owners)] if rule.owners else found


def kept(
    found: pd.DataFrame, most: int | None, include_do_not_contact: bool = False
) -> tuple[pd.DataFrame, int]:
    """The first `most` of an answer without do-not-contact customers, and how many were left out.

    Left out counts those who would have come before the last one kept. One row per customer.
    """
    silent = found["do_not_contact"] & (not include_do_not_contact)
    willing = found[~silent].head(len(found) if most is None else most)
    reached = willing.index[-1] if most is not None and len(willing) == most else None
    return willing, int(silent.loc[:reached].sum())


def save(
    ws: Workspace,
    name: str,
    rule: Rule,
    scope: Scope,
    *,
    customer_ids: Sequence[str] | None = None,
    frozen: bool = True,
    user: str = "local",
    include_do_not_contact: bool = False,
) -> SavedList:
    """Keeps the customers of a rule under a name, with the reasons the rule gives.

    customer_ids  only these of the rule's customers, as ticked by hand: the list is frozen
    Customers marked do-not-contact are left out and counted unless included on purpose.
    Errors: DataError when the name is empty or taken, or the rule can no longer be asked.
    """
    name, scope = name.strip(), scope.resolved(ws)
    if not name:
        raise DataError(N_("The list has no name."), N_("Give it a name and save again."))
    found = answer(ws, scope, rule)
    if customer_ids is not None:
        found = found[found["customer_id"].isin(customer_ids)]
    chosen, left_out = kept(found, rule.most, include_do_not_contact)
    row = {
        "name": name,
        "rule": rule.text(),
        "scope": listed.scope_text(scope),
        "frozen": frozen or customer_ids is not None,
        "include_do_not_contact": include_do_not_contact,
        "version": ws.version,
        "left_out": left_out,
        "value": value(ws, scope, chosen["customer_id"]),
        "created_at": state.now(),
        "created_by": user,
    }
    with ws.state.connect() as con:
        if con.execute(state.sql("list_named"), {"name": name}).fetchone():
            raise DataError(
                N_("There is already a list called {name}."), N_("Choose another name."), name=name
            )
        list_id = con.execute(state.sql("add_list"), row).lastrowid
        _put(con, list_id, chosen, scope, 0)
    ws.state.record(user, "list", name=name, customers=len(chosen))
    return one(ws, list_id)


def refresh(ws: Workspace, list_id: int, user: str = "local") -> Refreshed:
    """Asks the rule of a list again on the newest day of the data in use.

    A period that ended on the day the list was asked moves along with its length in days. What
    was recorded per customer stays, also for those who leave.
    Errors: DataError for a frozen list, and when the rule can no longer be asked.
    """
    old = _own(ws, list_id)
    if old.frozen:
        raise DataError(
            N_("The list {name} is frozen: its customers stay."),
            N_("Make a new list to ask the rule again."),
            name=old.name,
        )
    scope = _moved(old.scope, ws.facts.as_of)
    found, left_out = kept(answer(ws, scope, old.rule), old.rule.most, old.include_do_not_contact)
    before, now = set(listed.customers(ws, list_id)["customer_id"]), found["customer_id"]
    number = old.refreshes + 1
    gone = sorted(before - set(now))
    row = {
        "id": list_id,
        "scope": listed.scope_text(scope),
        "version": ws.version,
        "left_out": left_out,
        "value": value(ws, scope, now),
        "refreshed_at": state.now(),
    }
    with ws.state.connect() as con:
        con.execute(state.sql("refresh_list"), row)
        con.executemany(
            state.sql("take_off_list"),
            [{"list_id": list_id, "customer_id": customer, "left_no": number} for customer in gone],
        )
        _put(con, list_id, found, scope, number)
    joined = tuple(customer for customer in now if customer not in before)
    ws.state.record(user, "list asked", name=old.name, joined=len(joined), left=len(gone))
    return Refreshed(one(ws, list_id), joined, tuple(gone))


def part(saved: SavedList, people: pd.DataFrame, which: str) -> pd.DataFrame:
    """Some of an opened list: "todo" has no action recorded, "done" has, "joined" and "left"
    came and went when the rule was last asked; otherwise all who are on it now.
    """
    if which == "left":
        return people[people["left_no"].notna()]
    now = people[people["left_no"].isna()]
    if which == "joined":
        return now[now["joined_no"].eq(saved.refreshes) & (saved.refreshes > 0)]
    if which in ("todo", "done"):
        return now[now["action"].isna() == (which == "todo")]
    return now


def value(ws: Workspace, scope: Scope, customer_ids: Iterable[str]) -> float:
    """Revenue of these customers in the scope, returns taken off (money)."""
    wanted = list(customer_ids)
    if not wanted:
        return 0.0
    return float(engine.run(ws, "lists_value", scope, customer_ids=wanted)["revenue"].iloc[0])


def lists(ws: Workspace) -> list[SavedList]:
    """Every saved list, newest first.

    Who sees a part of the customers finds the lists they made and those with customers of theirs,
    of the latter only these customers and their revenue.
    """
    with ws.state.connect() as con:
        found = [listed.saved(dict(row)) for row in con.execute(state.sql("lists"))]
    if not ws.user.owners:
        return found
    mine = [each for each in found if each.customers or each.created_by == ws.user.name]
    return [replace(each, value=_value_of(ws, each), left_out=0) for each in mine]


def one(ws: Workspace, list_id: int | None) -> SavedList:
    """One list. Errors: DataError when it has been deleted."""
    for saved in lists(ws):
        if saved.id == list_id:
            return saved
    raise DataError(N_("This list is no longer there."), N_("Choose another one."))


def _value_of(ws: Workspace, saved: SavedList) -> float:
    return value(ws, saved.scope, listed.customers(ws, saved.id)["customer_id"])


def table(saved: Iterable[SavedList]) -> pd.DataFrame:
    """These lists, one row each: list_id list_name rule customers value left_out, as in SavedList.

    frozen (yes or no), as_of: the day it was last asked for, created_on created_by
    """
    rows = [
        (
            kept_.id, kept_.name, kept_.rule.words, kept_.customers, kept_.value, kept_.left_out,
            kept_.frozen, kept_.scope.as_of, date.fromisoformat(kept_.created_at[:10]),
            kept_.created_by,
        )
        for kept_ in saved
    ]  # fmt: skip
    columns = [
        "list_id", "list_name", "rule", "customers", "value", "left_out", "frozen", "as_of",
        "created_on", "created_by",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def opened(ws: Workspace, saved: SavedList) -> pd.DataFrame:
    """The customers ever on a list: why, and how to reach them; those who left it last.

    One row per customer: the columns of `listed.customers`, CONTACT and do_not_contact as the
    data in use have them, and known (False: no longer in the data).
    """
    return _customers(ws, listed.customers(ws, saved.id, ever=True))


def owners(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """Who looks after the customers of the scope: owner, customers (count), most first."""
    return engine.run(ws, "lists_owners", scope)


def delete(ws: Workspace, list_id: int, user: str = "local") -> None:
    """Removes a list with what was recorded on it; the customers are untouched."""
    old = _own(ws, list_id)
    with ws.state.connect() as con:
        con.execute(state.sql("delete_list"), {"list_id": list_id})
    ws.state.record(user, "list deleted", name=old.name, customers=old.customers)


def _own(ws: Workspace, list_id: int) -> SavedList:
    """A list that may be changed: who sees a part of the customers changes only what they made."""
    found = one(ws, list_id)
    if ws.user.owners and found.created_by != ws.user.name:
        raise DataError(
            N_("The list {name} is somebody else's."),
            N_("You see a part of its customers. Make a list of your own."),
            name=found.name,
        )
    return found


def _customers(ws: Workspace, found: pd.DataFrame) -> pd.DataFrame:
    """The rows with what the data in use know of their customers; personal columns last."""
    wanted = found["customer_id"].tolist()
    if wanted:
        about = engine.run(ws, "lists_customers", customer_ids=wanted).set_index("customer_id")
    else:
        about = pd.DataFrame(columns=list(_KNOWN), index=pd.Index([], dtype="str"))
    found = found.join(about, on="customer_id").reset_index(drop=True)
    found["known"] = found["customer_id"].isin(about.index)
    found["do_not_contact"] = found["do_not_contact"].eq(True)
    found.insert(1, "name", found.pop("name"))
    return found


def _put(con: Any, list_id: int | None, chosen: pd.DataFrame, scope: Scope, number: int) -> None:
    own = ("customer_id", "known", *_KNOWN)
    reasons = [str(name) for name in chosen if name not in own]
    assert scope.as_of is not None
    listed.put(con, list_id, chosen, reasons, scope.as_of, number)


def _moved(scope: Scope, newest: date) -> Scope:
    """The scope on the newest day; a period that ended on the old one moves along."""
    if scope.as_of is None or scope.end != scope.as_of:
        return replace(scope, as_of=newest)
    start = scope.start + (newest - scope.as_of) if scope.start else None
    return replace(scope, as_of=newest, start=start, end=newest)
