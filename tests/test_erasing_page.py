"""A customer is found, what would go is shown, and only a typed number erases them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics import Scope, Workspace, erase, lists, rfm, runner
from analytics.rules import Rule

CHECKOUT = Path(__file__).parents[1]
SALES = """customer_id,ordered_on,order_id,amount,customer_name
ZED-4711,2024-01-02,1,10,Zenobia Quill
bob,2024-01-03,2,4.50,Bob
ZED-4711,2024-02-01,3,5.50,Zenobia Quill
"""


@pytest.fixture
def ws(made: Callable[..., Path]) -> Workspace:
    """A firm of two customers, one of them on a list."""

    def fill(place: Path) -> None:
        (place / "sales.csv").write_text(SALES, encoding="utf-8")
        with Workspace.open(place / "firm") as ws:
            ws.load(place / "sales.csv", "sales")
            rule = Rule.of(rfm.customers, "all")
            lists.save(ws, "best", rule, Scope(), customer_ids=["ZED-4711"])

    return Workspace.open(made("two_customers", fill) / "firm")


@pytest.fixture
def app(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("REGULARS_WORKSPACE", str(ws.folder))
    page = AppTest.from_file(str(CHECKOUT / "pages" / "frame.py"), default_timeout=60)
    page.query_params["lang"] = "en"
    page.query_params["tab"] = "versions"
    page.run()
    return page.switch_page("data/intake.py").run()


def button(app: AppTest, label: str):
    return next(each for each in app.button if each.label == label)


def done(app: AppTest) -> AppTest:
    for job in list(runner.shared()._jobs.values()):
        job.wait()
    return app.run()


def written(app: AppTest) -> str:
    return " ".join(each.value for each in (*app.markdown, *app.caption, *app.info, *app.warning))


def test_a_customer_is_found_seen_confirmed_and_erased(app: AppTest, ws: Workspace) -> None:
    app.text_input(key="erase.text").set_value("zenobia").run()
    assert app.selectbox(key="erase.who").options == ["ZED-4711 · Zenobia Quill"]
    button(app, "See what would go").click().run()
    done(app)
    assert "2 sales lines worth 15.50" in written(app)
    assert "On the lists: best." in written(app)
    assert "`None`" not in written(app)
    assert "sales.csv" in written(app)
    assert button(app, "Erase everywhere").disabled
    typed = next(each for each in app.text_input if each.label.startswith("Type "))
    typed.set_value("ZED-471").run()
    assert button(app, "Erase everywhere").disabled
    assert Workspace.open(ws.folder).facts.customers == 2
    typed = next(each for each in app.text_input if each.label.startswith("Type "))
    typed.set_value("ZED-4711").run()
    button(app, "Erase everywhere").click().run()
    done(app)
    assert not app.exception
    assert "Erased: 2 sales lines worth 15.50." in written(app)
    after = Workspace.open(ws.folder)
    assert after.facts.customers == 1
    assert after.state.erased().is_in("ZED-4711")
    told = str(app.dataframe[-1].value["what"].iloc[0])
    assert told.startswith("A customer erased: 2 sales lines, 1 versions")
    assert "ZED" not in told


def test_nobody_of_that_name_is_a_sentence(app: AppTest) -> None:
    app.text_input(key="erase.text").set_value("nobody").run()
    assert "No customer of any version has this" in written(app)


def test_a_look_changes_nothing(ws: Workspace) -> None:
    before = {path: path.read_bytes() for path in ws.folder.rglob("*") if path.is_file()}
    found = erase.preview(ws, "ZED-4711")
    assert (found.lines, float(found.amount), found.versions) == (2, 15.5, 1)
    assert found.lists == ("best",)
    assert [name.split("-", 1)[1] for name in found.files] == ["sales.csv"]
    assert {path: path.read_bytes() for path in ws.folder.rglob("*") if path.is_file()} == before
    done = erase.erase(ws, "ZED-4711")
    assert (done.lines, done.amount, done.rows) == (found.lines, found.amount, found.rows)
    assert done.files == found.files


def test_people_are_found_in_every_version_and_under_merged_numbers(ws: Workspace) -> None:
    ws.merge(["bob"], "ZED-4711")
    assert erase.find(ws, "BOB").customer_id.tolist() == ["bob"]
    assert erase.find(ws, "quill").customer_id.tolist() == ["bob", "ZED-4711"]
    assert erase.find(ws, "%").empty


def test_stopped_before_anything_is_removed_it_did_not_happen(ws: Workspace) -> None:
    def stop(job: runner.Job) -> None:
        def told(stage: str, share: float) -> None:
            job.cancel()
            job.progress(stage, share)

        erase.erase(Workspace.open(ws.folder), "ZED-4711", progress=told)

    job = runner.shared().start("erase", stop)
    job.wait()
    assert job.state == "cancelled"
    after = Workspace.open(ws.folder)
    assert (after.versions(), after.facts.customers, after.state.erasures()) == ([1], 2, [])
    assert [path.name for path in (ws.folder / "versions").glob("*.loading*")] == []


def test_stopped_later_it_is_finished_all_the_same(ws: Workspace) -> None:
    def stop(job: runner.Job) -> erase.Erasure:
        def told(stage: str, share: float) -> None:
            if stage == erase.LOOKING:
                job.cancel()
            job.progress(stage, share)

        return erase.erase(Workspace.open(ws.folder), "ZED-4711", progress=told)

    job = runner.shared().start("erase", stop)
    job.wait()
    assert job.state == "finished"
    after = Workspace.open(ws.folder)
    assert after.facts.customers == 1
    assert all(row["ended_at"] for row in after.state.erasures())
