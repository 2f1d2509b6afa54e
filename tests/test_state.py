"""What people make outlives every load and is shared by threads and processes."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analytics import state
from analytics.state import State


@pytest.fixture
def kept(tmp_path: Path) -> State:
    return State(tmp_path / "state.sqlite")


def test_settings_begin_with_the_usual(kept: State) -> None:
    assert kept.settings() == state.DEFAULTS


def test_setting_is_kept_and_recorded(kept: State, tmp_path: Path) -> None:
    kept.set("currency", "GBP", user="mei")
    kept.set("currency", "CNY", user="mei")
    again = State(tmp_path / "state.sqlite")
    assert again.settings() == state.DEFAULTS | {"currency": "CNY"}
    assert [(line["user"], line["action"], line["detail"]) for line in again.audit()] == [
        ("mei", "setting", {"setting": "currency", "before": "GBP", "value": "CNY"}),
        ("mei", "setting", {"setting": "currency", "before": "", "value": "GBP"}),
    ]


def test_mapping_is_remembered_by_its_headers(kept: State) -> None:
    assert kept.mapping("客户 ID|金额") is None
    kept.remember_mapping("客户 ID|金额", {"customer_id": "客户 ID"})
    kept.remember_mapping("客户 ID|金额", {"customer_id": "客户 ID", "amount": "金额"})
    assert kept.mapping("客户 ID|金额") == {"customer_id": "客户 ID", "amount": "金额"}


def test_block_that_fails_leaves_nothing(kept: State) -> None:
    line = {"at": "a", "user": "b", "action": "c", "detail": "d"}
    with pytest.raises(sqlite3.IntegrityError), kept.connect() as con:
        con.executemany(state.sql("record"), [line, line | {"at": None}])
    assert kept.audit() == []


def test_threads_write_beside_each_other(kept: State) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: kept.record("mei", "note", text=n), range(40)))
    assert sorted(line["detail"]["text"] for line in kept.audit()) == list(range(40))


def test_time_of_an_action_names_its_zone() -> None:
    assert state.now().endswith("+00:00")
