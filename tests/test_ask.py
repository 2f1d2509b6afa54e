"""Answers are kept, and so is what is worked out from them, each under what it was asked with."""

from functools import partial
from typing import Any
from unittest.mock import Mock

import pandas as pd
import pytest

from analytics import Scope, Workspace
from analytics.access import User
from pages.parts.ask import ask

asked: list[str] = []
views: list[Any] = []


def numbers(ws: Workspace, scope: Scope, upto: int = 3) -> pd.DataFrame:
    asked.append("numbers")
    return pd.DataFrame({"n": range(upto)})


def most(rows: pd.DataFrame, times: int = 1) -> int:
    asked.append("most")
    return int(rows.n.max()) * times


@pytest.fixture
def view() -> Any:
    asked.clear()
    key, user = ("here", len(views), "all"), User()
    views.append(key)
    return Mock(scope=Scope(), user=user, ws=Mock(key=key, cluster=None))


def test_what_is_worked_out_is_kept_beside_the_answer(view: Any) -> None:
    assert [ask(view, numbers, then=most) for _ in range(3)] == [2, 2, 2]
    assert asked == ["numbers", "most"]
    assert len(ask(view, numbers)) == 3


def test_another_parameter_of_either_is_another_answer(view: Any) -> None:
    twice = partial(most, times=2)
    found = [ask(view, numbers, then=most, upto=9), ask(view, numbers, then=twice, upto=9)]
    assert [*found, ask(view, numbers, then=twice, upto=5)] == [8, 16, 8]


def test_what_has_no_name_is_not_kept(view: Any) -> None:
    with pytest.raises(ValueError, match="no name"):
        ask(view, numbers, then=lambda rows: rows)
