"""The sample firm: there at once in the reader's language, apart from the firm's own data."""

from pathlib import Path

import pytest

from analytics import Workspace, sample


@pytest.fixture
def folder(unused: Path) -> Path:
    """A folder nobody has loaded into, whose samples were asked for."""
    return unused


def test_both_languages_show_the_same_numbers(folder: Path) -> None:
    english, chinese = sample.workspace(folder, "en"), sample.workspace(folder, "zh_CN")
    assert english.facts == chinese.facts
    assert english.loads.amount.tolist() == chinese.loads.amount.tolist()
    assert english.dimensions["region"] != chinese.dimensions["region"]


def test_every_row_of_the_sample_is_loaded(folder: Path) -> None:
    loads = sample.workspace(folder, "en").loads
    assert set(loads.kind) == {"sales", "interactions", "deals", "customers"}
    assert loads.rows_rejected.sum() == 0


def test_the_currency_is_the_languages_own(folder: Path) -> None:
    assert sample.workspace(folder, "en").state.settings()["currency"] == "GBP"
    assert sample.workspace(folder, "zh_CN").state.settings()["currency"] == "CNY"


def test_it_is_loaded_once_and_leaves_the_own_workspace_empty(folder: Path) -> None:
    first = sample.workspace(folder, "en").version
    assert sample.workspace(folder, "en").version == first
    assert Workspace.open(folder).version is None


def test_it_is_found_again_by_a_path_from_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sample.workspace(folder, "en")
    monkeypatch.chdir(folder.parent)
    again = sample.workspace(Path(folder.name), "en")
    assert (again.folder, again.version) == (first.folder, first.version)
