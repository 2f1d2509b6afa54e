"""Files from the command line, and the templates people start from."""

import os
import sys

import pytest

from analytics import Workspace
from analytics.erase import erase
from analytics.intake import KINDS, propose, read
from analytics.intake.__main__ import main
from analytics.intake.template import columns, workbook
from analytics.language import Language

SALES = "Customer ID,Date,Amount\na,2024-01-31,1\nb,soon,2\n"
EVENTS = "a,2024-01-31,1.5\na,2024-02-01,2.5\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sales.csv"
    path.write_text(SALES, encoding="utf-8")
    return path


def test_look_says_what_is_understood(file, capsys) -> None:
    assert main(["look", str(file)]) == 0
    told = capsys.readouterr().out
    assert "as sales:" in told
    assert "customer_id    Customer ID" in told
    assert "ordered_on as %Y-%m-%d: 2024-01-31 to 2024-01-31" in told


def test_a_reader_who_has_read_enough_is_no_fault(file, monkeypatch, capsys) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as nobody:
        monkeypatch.setattr(sys, "stdout", nobody)
        assert main(["look", str(file)]) == 0
    assert capsys.readouterr().err == ""


def test_look_tells_the_dates_of_the_whole_file(tmp_path, capsys) -> None:
    days = [f"a,2024-{n // 9000 + 1:02}-15,1" for n in range(30_000)]
    path = tmp_path / "long.csv"
    path.write_text("\n".join(["Customer ID,Date,Amount", *days]), encoding="utf-8")
    assert main(["look", str(path)]) == 0
    assert "ordered_on as %Y-%m-%d: 2024-01-15 to 2024-04-15" in capsys.readouterr().out


def test_a_list_of_names_is_one_column(tmp_path, capsys) -> None:
    path = tmp_path / "names.csv"
    path.write_text("Name\nAnna Smith\nBo Li\nCarl Novak\n", encoding="utf-8")
    assert main(["look", str(path)]) == 0
    told = capsys.readouterr().out
    assert "header    line 1" in told
    assert "\nName\nAnna Smith\nBo Li\nCarl Novak\n" in told


def test_load_accounts_for_every_row_and_append_adds(file, tmp_path, capsys) -> None:
    folder = str(tmp_path / "firm")
    assert main(["load", str(file), "--workspace", folder, "--kind", "sales"]) == 0
    told = capsys.readouterr().out
    assert "sales.csv: 2 rows read = 1 loaded + 1 rejected; version 1" in told
    assert "line 3, Date 'soon'" in told
    more = tmp_path / "more.csv"
    more.write_text(SALES.replace("a,", "c,"), encoding="utf-8")
    assert main(["load", str(more), "--workspace", folder, "--kind", "sales", "--append"]) == 0
    assert Workspace.open(folder).facts.lines == 2


def test_what_was_confirmed_once_is_not_asked_again(tmp_path, capsys) -> None:
    file, folder = tmp_path / "events.csv", str(tmp_path / "firm")
    file.write_text(EVENTS, encoding="utf-8")
    load = ["load", str(file), "--workspace", folder, "--kind", "sales"]
    assert main(load) == 1
    assert "It is not certain" in capsys.readouterr().err
    named = ["customer_id=customer id", "ordered_on=date", "amount=amount"]
    assert main([*load, *(part for pair in named for part in ("--map", pair))]) == 0
    assert main(load) == 0


def test_what_cannot_be_loaded_is_a_sentence_and_not_a_traceback(tmp_path, capsys) -> None:
    assert main(["look", str(tmp_path / "none.csv")]) == 1
    assert capsys.readouterr().err == "There is no file none.csv.\n"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_a_template_is_understood_without_asking(tmp_path, kind, code) -> None:
    file = tmp_path / "template.xlsx"
    file.write_bytes(workbook(kind, Language(code)))
    source = read(file)
    assert propose(source.headers, kind).certain
    assert len(source.preview) == 5
    told = columns(kind, Language(code))
    assert list(told["column"]) == list(KINDS[kind].readable)
    assert propose(list(told["name"]), kind).certain


def test_look_says_what_works_what_does_not_and_what_is_asked(tmp_path, capsys) -> None:
    file = tmp_path / "till.csv"
    file.write_text("date;amount\n03/04/2024;1.234\n04/03/2024;2.345\n", encoding="utf-8")
    assert main(["look", str(file), "--kind", "sales"]) == 0
    told = capsys.readouterr().out
    assert "customer_id    is missing" in told
    assert "works: revenue and trends" in told
    assert "segments, pyramid and leaving cannot" in told
    assert "%d/%m/%Y: 2024-03-04 to 2024-04-03, longest gap 30 days" in told
    assert "1.234 in amount is 1.234 or 1234 (say which with --decimal)" in told


def test_a_lead_list_is_loaded_by_naming_its_dates_and_remembered(tmp_path, capsys) -> None:
    file, folder = tmp_path / "leads.csv", str(tmp_path / "firm")
    file.write_text("Lead ID,Created,Won on\na,2024-01-31,2024-02-01\nb,2024-02-02,\n")
    load = ["load", str(file), "--workspace", folder, "--kind", "interactions"]
    named = ["customer_id=Lead ID", "occurred_at=Created", "occurred_at=Won on"]
    assert main([*load, *(part for pair in named for part in ("--map", pair))]) == 0
    told = capsys.readouterr().out
    assert "2 rows read = 2 loaded + 0 rejected" in told
    assert "2 rows became 3 contacts" in told
    assert main(load) == 0


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("opportunity_id,account,deal_stage,engage_date,close_date,close_value", "deals"),
        ("customer id,order date,amount,region", "sales"),
        ("customer id,name,region,type", "customers"),
        ("customer id,time,stage", "interactions"),
    ],
)
def test_a_file_is_looked_at_as_the_kind_it_fits_best(header, kind, tmp_path, capsys) -> None:
    row = ",".join(
        "2024-01-15" if "date" in name or name == "time" else f"{name} 1"
        for name in header.split(",")
    )
    (tmp_path / "x.csv").write_text(f"{header}\n{row}\n")
    assert main(["look", str(tmp_path / "x.csv")]) == 0
    assert f"as {kind}:" in capsys.readouterr().out


def test_a_row_erased_on_request_names_no_column(tmp_path, capsys) -> None:
    rows = "customer id,date,amount\nann,2024-01-15,5\nbob,2024-01-16,7\n"
    (tmp_path / "x.csv").write_text(rows)
    given = ["load", str(tmp_path / "x.csv"), "--workspace", str(tmp_path / "w"), "--kind", "sales"]
    assert main(given) == 0
    with Workspace.open(tmp_path / "w") as ws:
        erase(ws, "bob")
    assert main(given) == 0
    assert "  line 3: Erased on request.\n" in capsys.readouterr().out
