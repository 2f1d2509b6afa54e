"""The data page: a file chosen, understood, loaded in the background, and accounted for."""

import json
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics import Workspace, disk, runner
from analytics.intake.__main__ import main
from tests.conftest import page_at

SALES = """客户 ID,下单日期,订单号,金额
甲,2024-01-05,1,100
乙,2024-02-30,2,50
甲,2024-03-07,3,25.5
,2024-03-08,4,10
"""


@pytest.fixture
def fresh(little_unused: Path, tmp_path: Path) -> Path:
    """A folder nobody has loaded into; each page opened over it reads its sample, a little one."""
    return Path(shutil.copytree(little_unused, tmp_path / "unused"))


@pytest.fixture
def app(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(fresh, monkeypatch, lang="en")


def opened(folder: Path, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    return page_at(monkeypatch, folder, "data/intake.py", **query)


def loaded(app: AppTest, name: str, text: str) -> AppTest:
    app.file_uploader[0].set_value((name, text.encode(), "text/csv")).run()
    button(app, "Load").click().run()
    job = runner.shared().job(app.session_state["job"])
    if job:
        job.wait()
    return app.run()


def tab(app: AppTest, code: str, part: str = "account") -> AppTest:
    """Opens a tab of the page, and one of the parts of "What came in"."""
    app.session_state["chosen"] |= {"tab": [code], "part": [part]}
    return app.run()


def button(app: AppTest, label: str):
    return next(each for each in app.button if each.label == label)


def test_the_sample_says_that_it_is_one(app: AppTest) -> None:
    assert "sample data" in app.title[0].value


def test_headers_are_proposed_without_typing(app: AppTest) -> None:
    app.file_uploader[0].set_value(("sales.csv", SALES.encode(), "text/csv")).run()
    chosen = {box.label.rstrip(" *"): box.value for box in app.selectbox}
    assert chosen["Customer number"] == "客户 ID"
    assert chosen["Order date"] == "下单日期"
    assert chosen["Amount"] == "金额"


def test_every_row_is_loaded_or_rejected_and_the_page_says_so(app: AppTest, fresh: Path) -> None:
    loaded(app, "sales.csv", SALES)
    assert not app.exception
    assert app.title[0].value == (
        "4 rows read: 3 loaded, 1 rejected; sales lines without a customer: 1, worth 10."
    )
    ws = Workspace.open(fresh)
    assert ws.rejects[["line", "column_name", "value"]].values.tolist() == [
        [3, "下单日期", "2024-02-30"]
    ]


def test_a_bad_file_leaves_what_was_there(app: AppTest, fresh: Path) -> None:
    loaded(app, "sales.csv", SALES)
    app.file_uploader[0].set_value(("notes.csv", b"hello\nworld\n", "text/csv")).run()
    assert button(app, "Load").disabled
    assert not app.exception
    assert Workspace.open(fresh).version == 1


def test_an_earlier_version_comes_back_with_one_click(app: AppTest, fresh: Path) -> None:
    loaded(app, "sales.csv", SALES)
    loaded(app, "sales.csv", SALES.replace("100", "900"))
    assert Workspace.open(fresh).version == 2
    tab(app, "versions")
    button(app, "Bring back").click().run()
    assert Workspace.open(fresh).version == 1


def test_a_stopped_load_leaves_no_copy_of_the_file(app: AppTest, fresh: Path) -> None:
    app.file_uploader[0].set_value(("sales.csv", SALES.encode(), "text/csv")).run()
    assert [path.name for path in (fresh / "incoming").rglob("*.csv")] == ["sales.csv"]
    with disk.locked(fresh):
        button(app, "Load").click().run()
        job = runner.shared().job(app.session_state["job"])
        assert job
        while job.state == "waiting":
            pass
        job.cancel()
        job.wait()
    app.run()
    assert [each.value for each in app.info] == ["Stopped. What was there before is unchanged."]
    assert list((fresh / "incoming").rglob("*.csv")) == []


def test_a_file_too_large_for_the_browser_has_a_command(
    app: AppTest, fresh: Path, tmp_path: Path
) -> None:
    (command,) = (each.value for each in app.code if "analytics.intake load" in each.value)
    arguments = command.removeprefix("python -m analytics.intake ").split()
    file = tmp_path / "sales.csv"
    file.write_text(SALES, encoding="utf-8")
    assert main([str(file) if each == "FILE" else each for each in arguments]) == 0
    assert Workspace.open(fresh).facts.lines == 3


def test_each_version_says_what_happened_and_what_it_changed(app: AppTest) -> None:
    loaded(app, "sales.csv", SALES)
    loaded(app, "sales.csv", SALES.replace("100", "900"))
    tab(app, "versions")
    told = {
        "en": ("Version 2: a file in place of the old one", "Against version 1: money +800.00.",
               "Sales lines: 4 rows read = 3 loaded + 1 rejected · money that counts: 935.50"),
        "zh_CN": ("第 2 版：用新文件替换", "与第 1 版相比：金额 +800.00。",
                  "销售明细：读取 4 行 = 导入 3 行 + 未导入 1 行 · 计入金额 935.50"),
    }  # fmt: skip
    for code, sentences in told.items():
        said = written(spoken(app, code))
        assert not app.exception
        for words in sentences:
            assert words in said


def test_settings_are_kept(app: AppTest, fresh: Path) -> None:
    loaded(app, "sales.csv", SALES)
    tab(app, "settings")
    next(box for box in app.selectbox if box.label == "Currency").set_value("EUR").run()
    assert Workspace.open(fresh).state.settings()["currency"] == "EUR"
    assert "€" in app.title[0].value


def test_dates_are_named_by_an_example(app: AppTest) -> None:
    app.file_uploader[0].set_value(("sales.csv", SALES.encode(), "text/csv")).run()
    assert any("written like 2026-12-31, from" in caption.value for caption in app.caption)
    dates = next(box for box in app.selectbox if box.label == "How dates are written")
    assert dates.options[:3] == ["2026-12-31", "31-12-2026", "31-12-26"]


def test_examples_are_free_of_noise(app: AppTest) -> None:
    noisy = SALES.replace("25.5", "129.69600000000003").replace("100", "125.44000000000001")
    app.file_uploader[0].set_value(("sales.csv", noisy.encode(), "text/csv")).run()
    amount = next(box for box in app.selectbox if box.label.startswith("Amount"))
    assert "金额 (125.44, 50)" in amount.options


def test_a_file_of_a_header_alone_cannot_be_loaded(app: AppTest) -> None:
    header = SALES.splitlines()[0] + "\n"
    app.file_uploader[0].set_value(("sales.csv", header.encode(), "text/csv")).run()
    assert not app.exception
    assert button(app, "Load").disabled
    assert any("no rows below its headers" in warning.value for warning in app.warning)


def test_a_rejected_value_is_shown_as_it_stands(app: AppTest) -> None:
    loaded(app, "sales.csv", SALES)
    tab(app, "came_in")
    (labels,) = (
        [json.loads(frame.proto.columns)[name]["label"] for name in ("line", "raw_value")]
        for frame in app.dataframe
        if "raw_value" in frame.value
    )
    assert labels == ["Line", "Value as it stands"]


def chosen(app: AppTest, kind: str, name: str, text: str) -> AppTest:
    app.segmented_control(key="kind").set_value(kind).run()
    return app.file_uploader[0].set_value((name, text.encode(), "text/csv")).run()


def test_sales_without_customers_load_once_that_is_said(app: AppTest, fresh: Path) -> None:
    chosen(app, "sales", "till.csv", "date,amount\n2024-01-05,5\n2024-01-06,7\n")
    assert button(app, "Load").disabled
    assert any("segments, pyramid and leaving cannot" in line.value for line in app.markdown)
    next(box for box in app.checkbox if "without customers" in box.label).check().run()
    assert not button(app, "Load").disabled
    loaded(app, "till.csv", "date,amount\n2024-01-05,5\n2024-01-06,7\n")
    assert Workspace.open(fresh).facts.lines == 2


def test_dates_that_can_be_read_two_ways_are_asked(app: AppTest) -> None:
    chosen(app, "sales", "s.csv", "customer id,date,amount\na,03/04/2024,5\nb,04/03/2024,7\n")
    assert button(app, "Load").disabled
    (question,) = (each for each in app.radio if "more than one way" in each.label)
    assert question.options == ["31/12/2026", "12/31/2026"]
    told = list(question.proto.captions)
    assert told[0].startswith("03/04/2024 is 3 Apr 2024")
    assert "4 Mar 2024; " in told[1]
    question.set_value("%m/%d/%Y").run()
    assert not button(app, "Load").disabled
    assert not app.exception


def test_a_point_that_may_be_a_thousand_is_asked(app: AppTest) -> None:
    chosen(app, "sales", "s.csv", "customer id;date;amount\na;2024-01-05;1.234\n")
    assert button(app, "Load").disabled
    (question,) = (each for each in app.radio if "1.234" in each.label)
    assert question.options == ["1.234", "1,234"]
    question.set_value(",").run()
    assert not button(app, "Load").disabled


def test_a_lead_list_becomes_contacts_and_its_columns_are_remembered(
    app: AppTest, fresh: Path
) -> None:
    rows = "".join(f"L{i},2024-01-0{i},2024-02-0{i}\n" for i in range(1, 5))
    leads = "Lead ID,Created,Won on\n" + rows
    chosen(app, "interactions", "leads.csv", leads)
    assert app.multiselect[0].value == ["Created", "Won on"]
    loaded(app, "leads.csv", leads)
    assert not app.exception
    assert Workspace.open(fresh).facts.contacts == 8
    assert any("4 rows became 8 contacts" in caption.value for caption in app.caption)
    chosen(app, "interactions", "more.csv", leads)
    assert any("as confirmed" in line.value for line in (*app.caption, *app.markdown))


def test_what_is_in_doubt_says_why(app: AppTest) -> None:
    chosen(app, "sales", "s.csv", "Custmer ID,date,amount\na,2024-01-05,5\n")
    assert app.selectbox(key=first(app, "customer_id")).label.endswith(":orange[please check]")
    assert any("like a usual one" in caption.value for caption in app.caption)


def first(app: AppTest, column: str) -> str:
    return next(box.key for box in app.selectbox if box.key and box.key.endswith(column))


CHECKED = """customer_id,ordered_on,order_id,product,amount,name
ann,2024-01-05,1,tea,100,Ann Lee
ann,2024-01-05,1,tea,100,Ann Lee
bob,2024-03-07,3,tea,25.5,ann lee
,2024-03-08,4,tea,10,
"""


def done(app: AppTest) -> AppTest:
    """Waits for whatever runs in the background, and draws the page again."""
    for job in list(runner.shared()._jobs.values()):
        job.wait()
    return app.run()


def spoken(app: AppTest, code: str) -> AppTest:
    """The same page in this language."""
    app.session_state["chosen"] |= {"lang": code}
    return app.run()


def written(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.title, *app.expander]
    return " ".join(getattr(each, "value", None) or each.label for each in parts)


@pytest.fixture(scope="module")
def checked(little_unused: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file loaded and looked through, for tests that only read."""
    folder = Path(shutil.copytree(little_unused, tmp_path_factory.mktemp("checked") / "ws"))
    (folder / "sales.csv").write_text(CHECKED, encoding="utf-8")
    Workspace.open(folder).load(folder / "sales.csv", "sales")
    return folder


@pytest.mark.parametrize("code", ["en", "zh_CN"])
@pytest.mark.parametrize("part", ["account", "checks", "doubles", "fit"])
def test_what_came_in_is_accounted_for_in_both_languages(
    checked: Path, monkeypatch: pytest.MonkeyPatch, code: str, part: str
) -> None:
    app = done(opened(checked, monkeypatch, lang=code, tab="came_in", part=part))
    assert not app.exception
    assert ("。" in written(app)) == (code == "zh_CN")
    if part == "account":
        (fates,) = (frame.value for frame in app.dataframe if "part" in frame.value)
        assert fates["lines"].tolist() == [3, 1, 4]
        assert "235.50" in written(app)


def test_lines_are_left_out_and_brought_back_on_the_page(app: AppTest, fresh: Path) -> None:
    loaded(app, "sales.csv", CHECKED)
    done(tab(app, "came_in", "checks"))
    names = [each.label for each in app.expander]
    assert [name.split("**")[1] for name in names] == ["The same line twice", "No customer named"]
    app.session_state["check.duplicate_line"] = True
    app.run()
    (lines,) = (frame for frame in app.dataframe if "left_out" in frame.value)
    assert lines.value["amount"].tolist() == [100.0]
    assert json.loads(lines.proto.columns)["amount"]["type_config"]["format"] == "%,.2f"
    button(app, "Leave these lines out").click().run()
    done(app)
    assert Workspace.open(fresh).facts.lines == 3
    done(tab(app, "came_in", "account"))
    (fates,) = (frame.value for frame in app.dataframe if "part" in frame.value)
    assert fates["part"].tolist()[-2:] == ["Left out: The same line twice", "All lines loaded"]
    app.session_state["check.duplicate_line"] = True
    done(tab(app, "came_in", "checks"))
    button(app, "Count these lines again").click().run()
    done(app)
    assert Workspace.open(fresh).facts.lines == 4


DEALS = """deal_id,customer_id,stage,value,opened_on,closed_on
1,ann,Won,100,2024-01-02,2024-01-20
2,,Engaging,,2024-01-03,
3,bob,Won,,2024-01-09,2024-01-04
"""
NAMES = {
    "en": ["No customer named", "Closed before they were opened", "Won without a value"],
    "zh_CN": ["未记录客户", "关闭早于创建", "赢单但无金额"],
}


def test_deals_are_left_out_and_brought_back_on_the_page(app: AppTest, fresh: Path) -> None:
    chosen(app, "deals", "deals.csv", DEALS)
    button(app, "Load").click().run()
    done(app)
    done(tab(app, "came_in", "checks"))
    for code in ("en", "zh_CN"):
        names = [each.label.split("**")[1] for each in spoken(app, code).expander]
        assert set(NAMES[code]) < set(names)
    for action, deals in [("choose.deal_no_customer", 2), ("choose.deal_no_customer", 3)]:
        app.session_state["check.deal_no_customer"] = True
        done(tab(app, "came_in", "checks"))
        (rows,) = (frame.value for frame in app.dataframe if "left_out" in frame.value)
        assert rows["deal_id"].tolist() == ["2"]
        app.button(key=action).click().run()
        done(app)
        assert not app.exception
        assert Workspace.open(fresh).facts.deals == deals


OUTCOMES = {
    "en": ["Counted", "Left out: No customer named", "All rows loaded"],
    "zh_CN": ["计入", "已剔除：未记录客户", "导入合计"],
}


def test_deals_and_contacts_left_out_are_accounted_for(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ws = Workspace.open(fresh)
    contacts = "customer_id,occurred_at,kind\nann,2024-01-02,visit\n,2024-01-03,call\n"
    for kind, text in {"deals": DEALS, "interactions": contacts}.items():
        file = tmp_path / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        ws.load(file, kind, date_format="%Y-%m-%d")
    ws.choose("deal_no_customer", "leave_out")
    ws.choose("contact_no_customer", "leave_out")
    app = done(opened(fresh, monkeypatch, lang="en", tab="came_in", part="account"))
    closing = {"en": "Deals: the files add up to 100.00, and so do", "zh_CN": "文件合计 100.00"}
    for code in ("en", "zh_CN"):
        spoken(app, code)
        assert not app.exception
        (rows,) = (frame.value for frame in app.dataframe if "outcome" in frame.value)
        assert rows["outcome"].tolist() == OUTCOMES[code] * 2
        assert rows["lines"].tolist() == [1, 1, 2, 2, 1, 3]
        assert rows["amount"].tolist() == ["–", "–", "–", "100.00", "–", "100.00"]
        assert closing[code] in written(app)


PRODUCTS = "product,series\nGTX Pro,GTX\nBasic,MG\n"
NAMED = "deal_id,customer_id,stage,product,value\n1,ann,Won,GTXPro,100\n2,bob,Won,Basic,7\n"
GAP = {
    "en": "“GTXPro” occurs in 1 deal (100) and is not in the product list; nearest: “GTX Pro”.",
    "zh_CN": "“GTXPro”出现在 1 个商机（100）中，但不在产品目录里；最接近的是“GTX Pro”。",
}


def test_a_product_name_is_corrected_and_given_back_on_the_page(app: AppTest, fresh: Path) -> None:
    chosen(app, "sales", "products.csv", PRODUCTS)
    assert any("looks more like Product list" in each.value for each in app.markdown)
    for kind, name, text in [("products", "products.csv", PRODUCTS), ("deals", "d.csv", NAMED)]:
        chosen(app, kind, name, text)
        button(app, "Load").click().run()
        done(app)
    done(tab(app, "came_in", "fit"))
    for code in ("zh_CN", "en"):
        assert GAP[code] in written(spoken(app, code))
    for press, names in [("correct", {"GTX Pro", "Basic"}), ("choose", {"GTXPro", "Basic"})]:
        app.session_state["check.deal_unknown_product"] = True
        done(tab(app, "came_in", "checks"))
        assert GAP["en"] in written(app)
        app.button(key=f"{press}.deal_unknown_product").click().run()
        done(app)
        assert not app.exception
        with Workspace.open(fresh).cursor() as cursor:
            assert {n for (n,) in cursor.execute("select product from deals").fetchall()} == names
    done(tab(app, "versions"))
    corrected = {"en": "corrected GTXPro → GTX Pro", "zh_CN": "已更正 GTXPro → GTX Pro"}
    for code, words in corrected.items():
        assert words in written(spoken(app, code))


def test_customers_are_merged_and_split_on_the_page(app: AppTest, fresh: Path) -> None:
    loaded(app, "sales.csv", CHECKED.replace("name", "customer_name"))
    done(tab(app, "came_in", "doubles"))
    button(app, "Merge all of these").click().run()
    done(app)
    assert Workspace.open(fresh).facts.customers == 1
    assert Workspace.open(fresh).merges["into"].tolist() == ["ann"]


def test_nothing_can_be_chosen_in_the_sample(app: AppTest) -> None:
    done(tab(app, "came_in", "checks"))
    assert len(app.expander) > 0
    assert all(each.label != "Leave these lines out" for each in app.button)


def test_a_file_of_another_kind_is_told_so(app: AppTest) -> None:
    deals = "opportunity_id,account,deal_stage,close_value\n1,ann,Won,5\n2,bob,Lost,\n"
    chosen(app, "sales", "pipeline.csv", deals)
    assert any("looks more like Deals" in each.value for each in app.markdown)
    chosen(app, "deals", "pipeline.csv", deals)
    assert not any("looks more like" in each.value for each in app.markdown)
    assert not app.exception


def test_what_is_personal_is_proposed_and_open_to_change(app: AppTest, fresh: Path) -> None:
    text = (
        "customer_id,ordered_on,amount,customer_name,region,channel\n"
        'a,2024-01-05,100,Ann,"12 High Street",web\nb,2024-01-06,50,Bo,"9 Low Road",shop\n'
    )
    app.file_uploader[0].set_value(("sales.csv", text.encode(), "text/csv")).run()
    marks = personal(app)
    assert (marks.options, marks.value) == (
        [
            "Channel",
            "Region",
            "Customer name",
        ],
        ["region", "customer_name"],
    )
    marks.set_value(["customer_name", "channel"]).run()
    loaded(app, "sales.csv", text)
    ws = Workspace.open(fresh)
    assert ws.personal.hidden == {"channel"}
    (line,) = (each for each in ws.state.audit() if each["action"] == "personal")
    assert line["detail"] == {"kind": "sales", "personal": ["channel", "customer_name"]}
    app.file_uploader[0].set_value(("next.csv", text.encode(), "text/csv")).run()
    assert set(personal(app).value) == {"channel", "customer_name"}
    assert any("个人信息" in each.label for each in spoken(app, "zh_CN").pills)


def personal(app: AppTest):
    return next(each for each in app.pills if "Personal" in each.label)


def test_the_name_of_a_file_leads_nowhere_else(app: AppTest, fresh: Path) -> None:
    name = "../../../outside.csv"
    app.file_uploader[0].set_value((name, SALES.encode(), "text/csv")).run()
    assert not app.exception
    (found,) = fresh.parent.rglob("outside.csv")
    assert found.is_relative_to(fresh / "incoming")
