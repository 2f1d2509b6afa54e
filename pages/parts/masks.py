"""Answers as they may be shown to who may not see people: no customer can be told from another."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pandas as pd

IDS = frozenset({"customer_id", "into_id", "named_id", "into"})
NOBODY = "•"


def masked(answer: Any, personal: frozenset[str]) -> Any:
    """The answer with numbers in place of customers and no names; everything else as it was.

    personal  the columns that are left empty
    The numbers count the rows of one table, so two tables cannot be joined by them.
    """
    if isinstance(answer, pd.DataFrame):
        return _table(answer, personal)
    if isinstance(answer, pd.Series):
        told = answer.name in IDS | personal
        return _table(answer.to_frame(), personal).iloc[:, 0] if told else answer
    if isinstance(answer, dict):
        return {name: masked(each, personal) for name, each in answer.items()}
    if type(answer) in (list, tuple):
        return type(answer)(masked(each, personal) for each in answer)
    if is_dataclass(answer) and not isinstance(answer, type):
        found = {each.name: getattr(answer, each.name) for each in fields(answer) if each.init}
        better = {name: _value(name, value, personal) for name, value in found.items()}
        news = {name: value for name, value in better.items() if value is not found[name]}
        return replace(answer, **news) if news else answer
    return answer


def _value(name: str, value: Any, personal: frozenset[str]) -> Any:
    if name in IDS and isinstance(value, str):
        return NOBODY
    return None if name in personal and isinstance(value, str) else masked(value, personal)


def _table(frame: pd.DataFrame, personal: frozenset[str]) -> pd.DataFrame:
    numbers = pd.Series([f"{NOBODY}{n}" for n in range(1, len(frame) + 1)], index=frame.index)
    shown = frame.copy(deep=False)
    for name in shown.columns:
        if name in IDS:
            shown[name] = numbers.astype("str")
        elif name in personal:
            shown[name] = None
    if shown.index.name in IDS:
        shown.index = pd.Index(numbers.to_numpy(), name=shown.index.name, dtype="str")
    return shown
