"""Money in several currencies: which a file names, and what becomes of it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import duckdb

from analytics.errors import N_
from analytics.intake.aliases import CURRENCY
from analytics.intake.columns import KINDS
from analytics.intake.currency import beside, code
from analytics.intake.map import key
from analytics.intake.remark import Remark
from analytics.intake.source import Source, quoted
from analytics.intake.values import is_missing

_MONEY = ("amount", "value", "unit_price")
# currency (None: none is named), rows, and their money where it is known; the main one first
Found = tuple[str | None, int, Decimal | None]

_SEVERAL = N_("The amounts are in {n} currencies, rows in brackets: {currencies}.")
_UNNAMED = N_("Most amounts name no currency, but some do, rows in brackets: {currencies}.")
_LEFT_OUT = N_(
    "Money of different currencies cannot be added, so rows not in {main} are loaded but left out."
    " Convert them in the file, or count them all the same under “What looks wrong”."
)
_NAMED_LEFT_OUT = N_(
    "Money of different currencies cannot be added, so rows that name one are loaded but left out."
    " Convert them in the file, or count them all the same under “What looks wrong”."
)
_ADDED = N_("As was chosen, they are added as if they were one currency: the sums mean little.")
_CHOOSE = N_("Choose “{header}” as the currency; else they are added as if they were one.")
_NO_CHOICE = N_("They are added as if they were one currency: convert them in the file first.")


def mixed(found: Sequence[Found], *, kept: bool = False) -> Iterator[Remark]:
    """What is said of money in several currencies, and nothing of one.

    kept  the reader has chosen to add them all the same
    """
    if not _several(found):
        return
    main = found[0][0]
    left_out = _LEFT_OUT if main else _NAMED_LEFT_OUT
    yield _said(found, _ADDED if kept else left_out, main=main)


def currencies(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    rows: str,
    kind: str,
    mapping: Mapping[str, str],
    *,
    loaded: bool = False,
) -> Iterator[Remark]:
    """What is said of the currencies that rows of a file name, in a column or beside a number.

    A column of currencies counts where it is not chosen too: money is added up either way. Rows
    whose money is 0 or no number ("one hundred yuan" in words) count for none, as after a load.
    loaded  where the table keeps the currency of each row, its checks say it instead
    """
    money = next((mapping[name] for name in _MONEY if name in mapping), None)
    names = {key(name) for name in CURRENCY.split(",")}
    unchosen = next((header for header in source.headers if key(header) in names), None)
    header = mapping.get("currency", unchosen)
    has_column = "currency" in KINDS[kind].columns
    kept = has_column and (header is None or "currency" in mapping)
    if money is None or (kept and loaded):
        return
    word = f"upper(trim({quoted(header)}))" if header else "null"
    plain = f"try_cast({quoted(money)} as double)"
    found: list[Found] = [
        (name, count, None)
        for name, count in con.execute(
            f"select coalesce({code('word')}, {code('sign')}) as currency, count(*) as n from"
            f" (select nullif(case when not {is_missing('word')} then word end, '') as word, sign"
            f" from (select {word} as word, {beside(quoted(money), plain)} as sign from {rows}"
            f" where case when {plain} is null"
            f" then regexp_matches({quoted(money)}, '\\p{{Nd}}') else {plain} <> 0 end))"
            " group by 1 order by n desc, currency"
        ).fetchall()
    ]
    if kept:
        yield from mixed(found)
    elif _several(found):
        yield _said(found, _CHOOSE if has_column else _NO_CHOICE, header=header)


def _several(found: Sequence[Found]) -> bool:
    named = [name for name, *_ in found if name]
    return len(named) > 1 or (bool(named) and found[0][0] is None)


def _said(found: Sequence[Found], remedy: str, **values: str | None) -> Remark:
    named = [each for each in found if each[0]]
    listed = ", ".join(
        f"{name} ({rows:,})" if money is None else f"{name} {money:,.2f} ({rows:,})"
        for name, rows, money in named
    )
    values |= {"currencies": listed}
    return Remark(_SEVERAL if found[0][0] else _UNNAMED, remedy, values | {"n": len(named)})
