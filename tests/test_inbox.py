"""What is put into a watched folder is loaded once, or set aside with why and what to do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analytics import Workspace, erase
from analytics.inbox import Inbox
from analytics.intake import Source, read
from analytics.intake.__main__ import main
from analytics.language import Language

ROOT = Path(__file__).parents[1]
HEADER = "customer id,order date,amount\n"
WEEK_1 = HEADER + "ann,2024-01-05,10\nbob,2024-01-06,4.50\n"
WEEK_2 = HEADER + "bob,2024-01-06,4.50\nann,2024-01-12,5.50\ncem,soon,1\n"


@pytest.fixture
def place(made: Callable[..., Path]) -> Path:
    """A firm that has loaded its first week by hand, and an empty inbox."""

    def fill(folder: Path) -> None:
        (folder / "week1.csv").write_text(WEEK_1)
        given = ["--workspace", str(folder / "firm"), "--kind", "sales"]
        assert main(["load", str(folder / "week1.csv"), *given]) == 0
        (folder / "in").mkdir()
        Workspace.open(folder / "firm").close()

    return made("inbox_firm", fill)


def inbox(place: Path, code: str = "en") -> Inbox:
    return Inbox(place / "in", place / "firm", "ada", Language(code))


def looked_twice(watched: Inbox) -> list:
    return [*watched.look(), *watched.look()]


def counted(place: Path) -> tuple:
    with Workspace.open(place / "firm").cursor() as cursor:
        row = cursor.execute(
            "select count(*), cast(sum(amount) as double) from sales where excluded_by is null"
        ).fetchone()
    assert row
    return row


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file() and path.name[0] != ".")


def test_a_known_file_is_added_with_a_report_and_what_is_there_counts_once(place: Path) -> None:
    (place / "in" / "week2.csv").write_text(WEEK_2)
    (outcome,) = looked_twice(inbox(place))
    assert outcome.done
    assert outcome.report.splitlines() == [
        "week2.csv · Sales lines · version 2",
        "week2.csv: 3 rows read = 2 loaded + 1 rejected.",
        "Money of the loaded rows: 10.00",
        "1 line was there already and counts once (4.50).",
        "  line 4 · order date · “soon”: This is not a date like the others of the column.",
    ]
    assert names(place / "in") == []
    assert names(place / "in" / "done") == ["week2.csv", "week2.csv.report.txt"]
    assert counted(place) == (3, 20.0)
    loads = Workspace.open(place / "firm").loads
    assert loads[["mode", "loaded_by"]].iloc[-1].tolist() == ["append", "ada"]


def test_a_file_that_still_grows_is_waited_for(place: Path) -> None:
    watched, file = inbox(place), place / "in" / "week2.csv"
    half = len(WEEK_2) // 2
    file.write_text(WEEK_2[:half])
    (place / "in" / "late.csv.part").write_text(WEEK_2)
    assert list(watched.look()) == []
    file.write_text(WEEK_2)
    assert list(watched.look()) == []
    assert [outcome.file.name for outcome in watched.look()] == ["week2.csv"]
    assert names(place / "in") == ["late.csv.part"]


@pytest.mark.parametrize("half", [WEEK_2[:50], WEEK_2[:62]], ids=["no date yet", "a whole line"])
def test_a_file_that_grows_while_it_is_read_is_not_loaded_by_half(
    place: Path, monkeypatch: pytest.MonkeyPatch, half: str
) -> None:
    file = place / "in" / "week2.csv"
    file.write_text(half)

    def written_on(path: Path) -> Source:
        source = read(path)
        file.write_text(WEEK_2)
        return source

    watched = inbox(place)
    with monkeypatch.context() as patch:
        patch.setattr("analytics.inbox.read", written_on)
        assert looked_twice(watched) == []
    assert counted(place) == (2, 14.5)
    assert list((place / "firm" / "versions").glob("*.loading*")) == []
    assert [outcome.done for outcome in looked_twice(watched)] == [True]
    assert counted(place) == (3, 20.0)


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_headers_nobody_confirmed_are_asked(place: Path, code: str) -> None:
    (place / "in" / "new.csv").write_text("buyer,day,total\nann,2024-01-05,1\n")
    (outcome,) = looked_twice(inbox(place, code))
    assert not outcome.done
    told = {
        "en": "Nobody has confirmed yet what the columns of new.csv hold: buyer, day, total. "
        "Load it once by hand; after that, files with these headers load themselves. "
        "Nothing of it is in the data.",
        "zh_CN": "还没有人确认过 new.csv 各列的含义：buyer, day, total。请先手动导入一次，"
        "之后表头相同的文件会自动导入。该文件没有任何内容进入数据。",
    }
    assert outcome.report == told[code]
    assert names(place / "in" / "asked") == ["new.csv", "new.csv.report.txt"]
    assert counted(place) == (2, 14.5)


def test_what_nobody_can_read_is_asked_and_the_next_file_is_loaded(place: Path) -> None:
    (place / "in" / "a.pdf").write_bytes(b"%PDF-1.7")
    (place / "in" / "b.csv").write_text(WEEK_2)
    assert [outcome.done for outcome in looked_twice(inbox(place))] == [False, True]
    assert "Files that end in .pdf are not read." in (
        place / "in" / "asked" / "a.pdf.report.txt"
    ).read_text(encoding="utf-8")


def test_the_same_headers_of_two_kinds_are_asked(place: Path) -> None:
    with Workspace.open(place / "firm") as ws:
        ws.state.remember_mapping(
            "interactions:customerid|orderdate|amount",
            {"customer_id": "customer id", "occurred_at": "order date"},
        )
    (place / "in" / "week2.csv").write_text(WEEK_2)
    (outcome,) = looked_twice(inbox(place))
    assert "as different kinds: Sales lines and Contacts and events" in outcome.report


def test_headers_may_be_spelt_otherwise(place: Path) -> None:
    (place / "in" / "week2.csv").write_text(WEEK_2.replace("customer id", "Customer_ID"))
    assert [outcome.done for outcome in looked_twice(inbox(place))] == [True]


def test_dates_left_open_are_read_as_in_the_file_before(place: Path) -> None:
    first, folder = place / "first.csv", str(place / "slashed")
    first.write_text(HEADER + "ann,03/04/2024,1\nbob,25/04/2024,2\n")
    assert main(["load", str(first), "--workspace", folder, "--kind", "sales"]) == 0
    (place / "in" / "next.csv").write_text(HEADER + "ann,05/06/2024,1\n")
    watched = Inbox(place / "in", Path(folder))
    assert [outcome.done for outcome in looked_twice(watched)] == [True]
    assert str(Workspace.open(folder).facts.as_of) == "2024-06-05"


def test_a_crash_behind_the_load_does_not_load_the_file_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "in" / "week2.csv").write_text(WEEK_2)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", crash)
        with pytest.raises(KeyboardInterrupt):
            looked_twice(inbox(place))
    assert names(place / "in") == ["week2.csv"]
    assert counted(place) == (3, 20.0)
    (outcome,) = looked_twice(inbox(place))
    assert outcome.done
    assert "3 rows read = 2 loaded + 1 rejected." in outcome.report
    assert "It was in the data already; nothing was added." in outcome.report
    assert names(place / "in" / "done") == ["week2.csv", "week2.csv.report.txt"]
    assert counted(place) == (3, 20.0)
    assert Workspace.open(place / "firm").version == 2


def test_files_of_one_name_lie_beside_each_other(place: Path) -> None:
    watched = inbox(place)
    for text in (WEEK_2, WEEK_2.replace("-12", "-19")):
        (place / "in" / "week.csv").write_text(text)
        looked_twice(watched)
    assert names(place / "in" / "done")[::2] == ["week (2).csv", "week.csv"]
    assert counted(place) == (4, 25.5)


def test_two_watch_one_folder_and_every_file_counts_once(place: Path) -> None:
    for day in range(1, 7):
        text = f"{HEADER}ann,2024-02-{day:02},1\n"
        (place / "in" / f"day{day}.csv").write_text(text)
    command = [sys.executable, "-m", "analytics.intake", "inbox", str(place / "in"), "--once"]
    command += ["--workspace", str(place / "firm"), "--every", "0.2"]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in "ab"]
    told = [each.communicate()[0] for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert sum(each.count("1 rows read = 1 loaded") for each in told) == 6
    assert counted(place) == (8, 20.5)
    assert len(names(place / "in" / "done")) == 12


def test_once_tells_by_its_code_that_something_was_asked(place: Path, capsys) -> None:
    command = ["inbox", str(place / "in"), "--workspace", str(place / "firm"), "--once"]
    assert main([*command, "--every", "0"]) == 0
    (place / "in" / "x.csv").write_text("what,ever\n1,2\n")
    assert main([*command, "--every", "0"]) == 1
    assert "Nobody has confirmed yet" in capsys.readouterr().out


def test_who_is_erased_is_erased_from_the_files_that_are_done_too(place: Path) -> None:
    (place / "in" / "week2.csv").write_text(WEEK_2.replace("cem,soon", "bob,soon"))
    (place / "in" / "other.csv").write_text(HEADER + "ann,2024-03-01,1\n")
    looked_twice(inbox(place))
    done = erase.erase(Workspace.open(place / "firm"), "bob")
    assert "week2.csv" in done.files
    assert names(place / "in" / "done") == ["other.csv", "other.csv.report.txt"]
