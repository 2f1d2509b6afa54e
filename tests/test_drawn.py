"""Where a model was not fitted to all customers, the page says to how many of how many."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from conftest import page_at

from analytics import Scope, Workspace, churn, due, value

SAYS = {
    "en": r"fitted to ([\d,]+) of ([\d,]+) customers",
    "zh_CN": r"从 ([\d,]+) 位客户中均匀抽取 ([\d,]+) 位",
}
PLACES: dict[str, tuple[str, dict[str, str], dict[str, bool]]] = {
    "worth": ("customers/retention.py", {}, {"worth.open": True}),
    "weeks": ("customers/churn.py", {"tab": "due"}, {}),
    "tiers": ("customers/pyramid.py", {"by": "predicted"}, {"computed.pyramid": True}),
    "one": ("customers/profile.py", {"customer": "C0513"}, {}),
}


def forget() -> None:
    st.cache_resource.clear()
    for kept in (value._fitted_once, value._predicted_once, due._foretold):
        kept.cache_clear()


@pytest.fixture(scope="module")
def bound(request: pytest.FixtureRequest) -> Iterator[int | None]:
    """How many customers models learn from at most; what others learned is not kept."""
    if request.param is None:
        yield None
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(value, "BOUND", request.param)
        forget()
        yield request.param
    forget()


def said(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str, place: str) -> set[Any]:
    """The pairs of numbers named, smaller first."""
    file, query, session = PLACES[place]
    at = page_at(monkeypatch, folder, file, code, session=session, **query)
    assert not at.exception
    assert not at.error
    words = [part.value for part in [*at.markdown, *at.caption]]
    words += [part.help for part in at.metric]
    text = " ".join(filter(None, words)).replace("\u00a0", " ")
    pairs = re.findall(SAYS[code], text)
    return {tuple(sorted(int(each.replace(",", "")) for each in pair)) for pair in pairs}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("bound", "code"), [(None, "en"), *((300, code) for code in SAYS)], indirect=["bound"],
    scope="module",
)  # fmt: skip
def test_pages_say_how_many_were_learned_from_unless_all_were(
    unused: Path, monkeypatch: pytest.MonkeyPatch, bound: int | None, place: str, code: str
) -> None:
    found = said(unused, monkeypatch, code, place)
    if bound is None:
        assert found == set()
    else:
        ((drawn, customers),) = found
        assert drawn == pytest.approx(bound, abs=3)
        assert customers > 700


LEARNED = {
    "en": ("learned from 20,000 of 61,230 earlier cases", "those of 1,000,000 of the 1,234,567"),
    "zh_CN": ("从 61,230 个历史样本", "1,234,567 位客户中均匀抽取的 1,000,000 位"),
}


@pytest.mark.parametrize("code", LEARNED)
def test_the_model_of_leaving_says_what_it_has_learned_from(
    unused: Path, firm: Workspace, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """The sample learns from all its cases and says nothing; then one that has many more."""
    found = churn.learned(firm, Scope())
    assert found is not None
    assert found.learned_from == found.learned_of > 1000
    assert found.judged == found.judged_of == found.past["cut"].value_counts().max()
    session = {"computed.churn": True}
    page = "customers/churn.py"
    few = page_at(monkeypatch, unused, page, code, session=session)
    large = replace(found, learned_from=20_000, learned_of=61_230)
    large = replace(large, judged=1_000_000, judged_of=1_234_567)
    monkeypatch.setattr(churn, "learned", lambda *asked: large)
    many = page_at(monkeypatch, unused, page, code, session=session)
    for at, wanted in ((few, False), (many, True)):
        assert not at.exception
        text = " ".join(part.value for part in at.markdown).replace("\u00a0", " ")
        assert [words in text for words in LEARNED[code]] == [wanted] * 2
