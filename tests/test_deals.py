"""Deals: figures countable by eye, and those of a real firm."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pandas as pd
import pytest

from analytics import Scope, Workspace, deals, funnel, sample
from tests.conftest import shared


@pytest.fixture(scope="module")
def maven(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The opportunities of a real firm."""
    ws = Workspace.open(tmp_path_factory.mktemp("maven"))
    ws.load(
        shared("maven_crm/sales_pipeline.csv"),
        "deals",
        {
            "deal_id": "opportunity_id", "owner": "sales_agent", "product": "product",
            "customer_id": "account", "stage": "deal_stage", "opened_on": "engage_date",
            "closed_on": "close_date", "value": "close_value",
        },
        date_format="%d-%m-%y",
    )  # fmt: skip
    return ws


def test_deals_of_the_pipeline_file(maven: Workspace) -> None:
    found = deals.summary(maven, Scope())
    assert (found.deals, found.won, found.lost, found.still_open) == (8800, 4238, 2473, 2089)
    assert found.win_rate == pytest.approx(0.6315, abs=5e-5)
    assert found.mean_won_days == pytest.approx(51.78, abs=5e-3)
    assert found.won_value == 10_005_534
    by_stage = deals.stages(maven, Scope()).set_index("stage")
    assert by_stage["deals"].to_dict() == {
        "Prospecting": 500, "Engaging": 1589, "Won": 4238, "Lost": 2473,
    }  # fmt: skip
    assert funnel.steps(maven, Scope()).empty


def ways(found: pd.DataFrame) -> list:
    """The outcomes without what is said of moves."""
    return found[["stage", "entered", "advanced", "won", "lost", "still_there"]].values.tolist()


def test_the_outcomes_of_every_stage_add_up(maven: Workspace, firm: Workspace) -> None:
    stored = deals.outcomes(maven, Scope())
    assert ways(stored) == [
        ["Prospecting", 8800, 8300, 0, 0, 500], ["Engaging", 8300, 0, 4238, 2473, 1589],
    ]  # fmt: skip
    assert stored["moved_back"].isna().all()
    assert stored["assumed"].tolist() == [8800, 8300]
    for ws in (maven, firm):
        found = deals.outcomes(ws, Scope())
        parts = ["advanced", "won", "lost", "still_there", "moved_back"]
        assert (found["entered"] == found[parts].fillna(0).sum(axis=1)).all()
        stand = deals.summary(ws, Scope())
        assert found[["won", "lost"]].sum().tolist() == [stand.won, stand.lost]


STAGES = ["Lead", "Contacted", "Qualified", "Proposal", "Negotiation"]


@pytest.mark.parametrize("day", [None, date(2025, 9, 1)])
def test_moves_of_the_sample_are_those_of_pandas(firm: Workspace, day: date | None) -> None:
    """Every entry and what came next, from the rows of the files; nothing after the day counts."""
    folder = sample.FOLDER / "en"
    rows = pd.read_csv(folder / "interactions.csv", parse_dates=["Time"]).dropna(subset="Deal ID")
    known = pd.read_csv(folder / "deals.csv", parse_dates=["Opened", "Closed"])
    end = pd.Timestamp(day or "2100-01-01") + pd.Timedelta(days=1)
    rows, known = rows[rows["Time"] < end], known[known["Opened"] < end].set_index("Deal ID")
    wanted: dict[str, list[int]] = {stage: [0] * 5 for stage in STAGES}
    for deal, moves in rows.sort_values("Time", kind="stable").groupby("Deal ID")["Stage"]:
        if deal not in known.index:
            continue
        record = known.loc[deal]
        path = [stage for stage in moves if stage in STAGES]
        for stage, then in zip(path, [*path[1:], None], strict=True):
            closed = record["Stage"] if record["Closed"] < end else "open"
            places = {"Won": 1, "Lost": 2, "open": 3}
            place = places.get(closed, 3)
            if then is not None:
                place = 0 if STAGES.index(then) > STAGES.index(stage) else 4
            wanted[stage][place] += 1
    found = deals.outcomes(firm, Scope(as_of=day)).set_index("stage")
    columns = ["advanced", "won", "lost", "still_there", "moved_back"]
    assert {stage: found.loc[stage, columns].tolist() for stage in STAGES} == wanted
    assert found["moved_back"].sum() > 0
    assert found["assumed"].sum() == 0
    at = deals.stages(firm, Scope(as_of=day)).set_index("stage")
    assert at.loc[STAGES, "deals"].tolist() == found.loc[STAGES, "still_there"].tolist()
    assert not at["closed_later"].any()


MOVES = """
    customer_id,occurred_at,stage,deal_id
    a,2024-01-01,Lead,1
    a,2024-01-02,Proposal,1
    a,2024-01-03,Lead,1
    a,2024-01-04,Lead,1
    a,2024-01-05,Proposal,1
    a,2024-01-09,Won,1
    b,2024-01-01,Lead,2
    b,2024-01-02,Lost,2
    b,2024-01-03,Lead,2
    b,2024-03-03,Proposal,2
    c,2024-01-01,Won,9
"""
FIVE = """
    deal_id,customer_id,stage,opened_on,closed_on
    1,a,Won,2024-01-01,2024-01-09
    2,b,Lost,2024-01-01,2024-03-09
    3,c,Proposal,2024-01-01,
    4,d,Won,2024-01-01,2024-01-20
    5,e,Lead,2024-01-01,
"""


def test_every_entry_into_a_stage_has_one_outcome_by_hand(workspace_of) -> None:
    """1 goes on, back, on and is won; 2 was lost, taken up again and is open by the day.

    Of 3, 4 and 5 nothing but the current stage is stored: 3 and 4 passed Lead.
    """
    ws = workspace_of(interactions=MOVES, deals=FIVE)
    found = deals.outcomes(ws, Scope(as_of=date(2024, 2, 1))).set_index("stage")
    columns = ["entered", "advanced", "won", "lost", "still_there", "moved_back", "assumed"]
    assert found[columns].values.tolist() == [[7, 4, 0, 1, 2, 0, 3], [4, 0, 2, 0, 1, 1, 2]]
    early = deals.stages(ws, Scope(as_of=date(2024, 1, 4))).set_index("stage")
    assert early.loc["Lead", "deals"] == 3  # of 1 and 2 told, of 5 stored
    assert deals.stages(ws, Scope(as_of=date(2024, 2, 1))).set_index("stage").deals["Lead"] == 2


def test_a_file_with_a_row_for_every_stage_is_one_deal_and_its_history(workspace_of) -> None:
    ws = workspace_of(
        deals="""
        deal_id,customer_id,stage,value,product,opened_on,closed_on
        1,a,Lead,10,Tea,2024-01-01,
        1,a,Proposal,20,Tea,2024-01-05,
        1,a,Lead,20,Tea,2024-01-07,
        1,a,Won,25,Tea,2024-01-21,2024-01-21
        2,b,Lead,5,Tea,2024-01-01,
        2,b,Lead,7,Cups,2024-01-01,
        """
    )
    found = deals.summary(ws, Scope(as_of=date(2024, 2, 1)))
    assert (found.won, found.won_value, found.mean_won_days) == (1, 25, 20)
    assert (found.still_open, found.open_value) == (2, 12)  # two products of one stage
    moves = deals.outcomes(ws, Scope(as_of=date(2024, 2, 1))).set_index("stage")
    assert moves.loc["Lead", ["entered", "advanced", "won", "still_there"]].tolist() == [4, 1, 1, 2]
    assert moves.loc["Proposal", "moved_back"] == 1
    then = deals.summary(ws, Scope(as_of=date(2024, 1, 6)))
    assert (then.won, then.open_value) == (0, 32)
    stage = deals.stages(ws, Scope(as_of=date(2024, 1, 6))).set_index("stage")
    assert stage.loc["Proposal", "value"] == 20


@pytest.mark.parametrize(("by", "column"), [("owner", "sales_agent"), ("product", "product")])
def test_groups_of_deals_are_those_of_pandas(maven: Workspace, by: str, column: str) -> None:
    rows = pd.read_csv(shared("maven_crm/sales_pipeline.csv"))
    days = pd.to_datetime(rows["close_date"], format="%d-%m-%y") - pd.to_datetime(
        rows["engage_date"], format="%d-%m-%y"
    )
    won = rows[rows["deal_stage"].eq("Won")].assign(days=days.dt.days).groupby(column)
    found = deals.groups(maven, Scope(), by).set_index("name")
    assert found["won_value"].to_dict() == won["close_value"].sum().to_dict()
    assert found["won"].to_dict() == won.size().to_dict()
    assert found["mean_won_days"].to_dict() == pytest.approx(won["days"].mean().to_dict())
    lost = rows[rows["deal_stage"].eq("Lost")].groupby(column).size()
    assert found["win_rate"].to_dict() == pytest.approx(
        (won.size() / (won.size() + lost)).to_dict()
    )


def test_stalled_deals_and_reasons_are_named(workspace_of) -> None:
    ws = workspace_of(
        deals="""
        deal_id,customer_id,stage,value,opened_on,closed_on,reason
        1,a,Won,10,2024-01-01,2024-01-11,
        2,b,Lost,30,2024-01-01,2024-01-31,Price
        3,c,Lead,5,2024-01-01,,
        4,d,Lead,,2024-01-25,,
        5,e,Proposal,7,2024-01-21,,
        """
    )
    scope = Scope(as_of=date(2024, 2, 1))
    found = deals.stalled(ws, scope)
    assert found[["deal_id", "open_days"]].values.tolist() == [["3", 31], ["5", 11]]
    reasons = deals.groups(ws, scope, "reason").set_index("name")
    assert (reasons.loc["Price", "lost"], reasons.loc["Price", "lost_value"]) == (1, 30)
    assert ways(deals.outcomes(ws, scope)) == [
        ["Lead", 5, 3, 0, 0, 2], ["Proposal", 3, 0, 1, 1, 1],
    ]  # fmt: skip
    later = deals.stalled(ws, Scope(as_of=date(2024, 1, 5)))
    assert later.empty


def weighted(rows: pd.DataFrame, outcome: str) -> pd.Series:
    """Cumulative share by age: each deal decided weighs 1 ÷ the chance of being followed so far."""
    share, weights, found = 1.0, {}, {}
    for age in range(rows["age"].max() + 1):
        weights[age] = share
        there, decided = rows["age"] >= age, rows["outcome"].notna()
        gone = (rows["age"].eq(age) & ~decided).sum()
        left = there.sum() - (rows["age"].eq(age) & decided).sum()
        share *= 1 - gone / left if left else 1.0
        sofar = rows[(rows["age"] <= age) & rows["outcome"].eq(outcome)]
        found[age] = sum(1 / weights[each] for each in sofar["age"]) / len(rows)
    return pd.Series(found)


def test_courses_are_those_of_deals_weighted_by_how_long_they_could_be_followed(
    workspace_of,
) -> None:
    chance = random.Random(2)
    first, as_of = date(2024, 1, 1), date(2024, 3, 1)
    lines, rows = [], []
    for number in range(300):
        opened = first + timedelta(days=chance.randrange(60))
        ends = opened + timedelta(days=chance.randrange(1, 70))
        outcome = chance.choice(["won", "lost", "lost"])
        known = ends <= as_of
        lines.append(f"{number},{outcome},1,{opened},{ends}")
        age = (min(ends, as_of) - opened).days
        rows.append({"age": age, "outcome": outcome if known else None})
    ws = workspace_of(deals="\n".join(["deal_id,stage,value,opened_on,closed_on", *lines]))
    found = deals.courses(ws, Scope(as_of=as_of)).set_index("days")
    for outcome in ("won", "lost"):
        wanted = weighted(pd.DataFrame(rows), outcome)
        assert found[outcome].tolist() == pytest.approx(wanted.tolist())
    assert (found["won"] + found["lost"]).max() <= 1 + 1e-12


# age in days and outcome of 24 deals; "-" is open
LIVES = (
    "58- 111- 72- 110won 100- 60lost 119lost 66- 116- 76- 25- 24won 103- 112won 61- 81won 79won"
    " 102won 108won 13won 113- 39won 19lost 12lost"
)


def test_courses_are_those_of_lifelines(workspace_of) -> None:
    """lifelines 0.30.3, AalenJohansenFitter: at these ages (all differ, so that it moves none)."""
    as_of, lines = date(2024, 6, 1), ["deal_id,stage,value,opened_on,closed_on"]
    for number, life in enumerate(LIVES.split()):
        outcome = life.lstrip("0123456789")
        opened = as_of - timedelta(days=int(life.removesuffix(outcome)))
        lines.append(f"{number},{outcome},1,{opened},{as_of if outcome != '-' else ''}")
    found = deals.courses(workspace_of(deals="\n".join(lines)), Scope(as_of=as_of))
    found = found.set_index("days").loc[[10, 30, 60, 90, 119]]
    assert found["won"].tolist() == pytest.approx(
        [0, 0.083333333, 0.127192982, 0.251031992, 0.575372254], abs=1e-8
    )
    assert found["lost"].tolist() == pytest.approx(
        [0, 0.083333333, 0.129772962, 0.129772962, 0.424627746], abs=1e-8
    )


def test_forecast_counts_what_is_open_and_what_is_still_to_come(workspace_of) -> None:
    won = [f"{n},Won,100,2024-01-01,2024-01-11" for n in range(10)]
    ws = workspace_of(
        deals="\n".join(["deal_id,stage,value,opened_on,closed_on", *won, "x,Lead,,2024-06-28,"])
    )
    said = deals.forecast(ws, Scope(as_of=date(2024, 6, 30)))
    assert said.from_open == pytest.approx(100)  # every deal is won on its tenth day
    assert said.from_new == pytest.approx(100 * 81 / 91)  # one in 91 days; the last ten too late
    assert said.low < said.expected == said.from_open + said.from_new < said.high
    assert deals.forecast(ws, Scope(as_of=date(2024, 1, 5))) is None


def test_a_deal_is_foreseen_by_its_stage_and_the_value_named_last(workspace_of) -> None:
    """40 of 80 are lost in Lead on the 5th day, the others won 10 days after they reach Proposal.

    x, in Lead for longer than any of them, is one more who might have been won: 40 of 81 are.
    """
    moves = ["customer_id,occurred_at,stage,deal_id,value"]
    lines = ["deal_id,customer_id,stage,value,opened_on,closed_on"]
    for n in range(80):
        moves.append(f"a,2024-01-01,Lead,{n},90")
        if n % 2:
            moves.append(f"a,2024-01-11,Proposal,{n},100")
        lines.append(f"{n},a,{'Won,100' if n % 2 else 'Lost,'},2024-01-01,")
        lines[-1] += "2024-01-21" if n % 2 else "2024-01-06"
    early = ["a,2024-06-01,Lead,x,30", "a,2024-06-21,Proposal,x,70", "a,2024-06-29,Lead,y,40"]
    lines += ["x,a,Proposal,999,2024-06-01,", "y,a,Lead,999,2024-06-29,", "z,a,Lead,1,2024-06-29,"]
    ws = workspace_of(
        interactions="\n".join([*moves, *early, "a,2024-06-29,Lead,z,"]), deals="\n".join(lines)
    )
    said = deals.forecast(ws, Scope(as_of=date(2024, 6, 30)))
    # x as those in Proposal; y with what it names, z, which names nothing, with the mean of the won
    assert said.from_open == pytest.approx(70 * 1 + (40 + 100) * 40 / 81)
    before = deals.forecast(ws, Scope(as_of=date(2024, 6, 15)))
    assert before.from_open == pytest.approx(30)  # x in Lead, when all who were left were won


def test_forecast_is_tested_with_what_was_known_then(maven: Workspace, firm: Workspace) -> None:
    for ws in (maven, firm):
        tested = deals.backtest(ws, Scope())
        row = tested.iloc[len(tested) // 2]
        then = deals.forecast(ws, Scope(as_of=row.as_of))
        assert (row.expected, row.low, row.high) == (then.expected, then.low, then.high)
        until = row.as_of + timedelta(days=91)
        gained = [deals.summary(ws, Scope(as_of=day)).won_value for day in (row.as_of, until)]
        assert row.actual == pytest.approx(gained[1] - gained[0])
    assert deals.backtest(maven, Scope())["inside"].tolist() == [True] * 6  # month ends
    tested = deals.backtest(firm, Scope())
    assert (deals.held(tested).held, len(tested)) == (14, 14)
    # by age alone, at the mean value, it was 15 % too low and held 10 of them
    assert abs(tested["expected"].sum() / tested["actual"].sum() - 1) < 0.02


def test_without_deals_every_question_has_an_answer(workspace_of) -> None:
    ws = workspace_of(deals="deal_id,stage,value,opened_on,closed_on\n1,Lead,,,")
    assert deals.stalled(ws, Scope()).empty
    assert deals.courses(ws, Scope()).empty
    assert deals.forecast(ws, Scope()) is None
    assert deals.backtest(ws, Scope()).empty
    assert ways(deals.outcomes(ws, Scope())) == [["Lead", 1, 0, 0, 0, 1]]


def test_a_deal_closed_after_as_of_is_open_and_its_stage_unknown(workspace_of) -> None:
    ws = workspace_of(
        deals="""
        deal_id,customer_id,stage,value,opened_on,closed_on
        1,a,赢单,10,2024-01-01,2024-01-11
        2,b,输单,20,2024-01-01,2024-01-05
        3,c,Closed Won,40,2024-01-01,2024-02-01
        4,d,报价,80,2024-01-01,
        """
    )
    early = deals.summary(ws, Scope(as_of=date(2024, 1, 15)))
    assert (early.won, early.lost, early.still_open, early.win_rate) == (1, 1, 2, 0.5)
    assert (early.won_value, early.open_value, early.mean_won_days) == (10, 80, 10)
    assert early.open_unvalued == 1
    stages = deals.stages(ws, Scope(as_of=date(2024, 1, 15)))
    assert stages["stage"].tolist() == ["报价", "", "赢单", "输单"]
    assert stages["closed_later"].tolist() == [False, True, False, False]
    assert stages["value"].fillna(-1).tolist() == [80, -1, 10, 20]
    late = deals.summary(ws, Scope(as_of=date(2024, 2, 1)))
    assert (late.won, late.still_open) == (2, 1)


def test_open_deals_without_an_opening_date_count_in_every_period(workspace_of) -> None:
    ws = workspace_of(
        deals="""
        deal_id,customer_id,stage,value,opened_on,closed_on
        1,a,Won,10,2024-02-01,2024-02-11
        2,b,Prospecting,,,
        3,c,Prospecting,,,
        4,d,Lost,5,2024-02-01,
        """
    )
    period = deals.summary(ws, Scope(as_of=date(2024, 3, 1), start=date(2024, 2, 1)))
    assert (period.deals, period.still_open, period.open_undated) == (3, 2, 2)
    assert (period.lost, period.undated) == (0, 1)  # nobody says when it was lost
    always = deals.summary(ws, Scope(as_of=date(2024, 3, 1)))
    assert (always.deals, always.still_open, always.lost) == (4, 2, 1)
    cohort = deals.opened(ws, Scope(as_of=date(2024, 3, 1)))
    assert (cohort.deals, cohort.won, cohort.lost, cohort.still_open) == (2, 1, 1, 0)


SLOW = """
    deal_id,customer_id,stage,value,owner,reason,opened_on,closed_on
    1,a,Won,10,Ann,,2024-01-01,2024-03-11
    2,b,Won,20,Ann,,2024-01-10,2024-03-20
    3,c,Lost,5,Ben,Price,2024-03-05,2024-03-08
    4,d,Lost,5,Ben,,2024-02-01,2024-02-20
    5,e,Proposal,8,Ben,,2024-03-10,
    6,f,Lead,8,Ann,,2024-01-10,
"""
MARCH = Scope(as_of=date(2024, 4, 15), start=date(2024, 3, 1), end=date(2024, 3, 31))


def test_a_short_period_counts_the_deals_decided_in_it(workspace_of) -> None:
    """In March two slow ones were won and a quick one lost; of those opened in March none was."""
    ws = workspace_of(deals=SLOW)
    found = deals.summary(ws, MARCH)
    assert (found.won, found.lost, found.still_open) == (2, 1, 2)
    assert found.win_rate == pytest.approx(2 / 3)
    assert (found.mean_won_days, found.median_won_days, found.open_older) == (70, 70, 1)
    cohort = deals.opened(ws, MARCH)
    assert (cohort.deals, cohort.won, cohort.lost, cohort.still_open) == (2, 0, 1, 1)
    assert (cohort.win_rate, cohort.open_share) == (0, 0.5)
    owners = deals.groups(ws, MARCH).set_index("name")
    assert owners[["won", "lost", "still_open"]].to_dict("index") == {
        "Ann": {"won": 2, "lost": 0, "still_open": 1}, "Ben": {"won": 0, "lost": 1, "still_open": 1}
    }  # fmt: skip
    reasons = deals.groups(ws, MARCH, "reason").set_index("name")
    assert reasons.loc["Price", "lost_share"] == 1
    ways = deals.outcomes(ws, MARCH).set_index("stage")
    assert ways.loc["Lead", ["entered", "advanced", "still_there"]].tolist() == [5, 4, 1]
    assert ways.loc["Proposal", ["entered", "won", "lost", "still_there"]].tolist() == [4, 2, 1, 1]


@pytest.mark.parametrize("days", [None, 365, 90])
def test_all_questions_of_a_period_are_of_the_same_deals(
    firm: Workspace, maven: Workspace, days: int | None
) -> None:
    for ws in (firm, maven):
        end = ws.facts.as_of
        scope = Scope(start=end - timedelta(days=days) if days else None)
        stand = deals.summary(ws, scope)
        at = deals.stages(ws, scope)
        assert at["deals"].sum() == stand.deals == stand.won + stand.lost + stand.still_open
        for by in ("owner", "product", "reason"):
            found = deals.groups(ws, scope, by)[["won", "lost", "still_open"]].sum()
            assert found.tolist() == [stand.won, stand.lost, stand.still_open]
        ways = deals.outcomes(ws, scope)
        parts = ["advanced", "won", "lost", "still_there", "moved_back"]
        assert (ways["entered"] == ways[parts].fillna(0).sum(axis=1)).all()
        assert ways[["won", "lost"]].sum().tolist() == [stand.won, stand.lost]
        assert ways["still_there"].sum() == deals.weighted(ws, scope).deals == stand.still_open
        assert len(deals.stalled(ws, scope)) == stand.open_older


def test_a_year_of_the_pipeline_file_holds_all_it_decided(maven: Workspace) -> None:
    """The deals of 2016 were decided in 2017: what is open without a date counts as well."""
    found = deals.summary(maven, Scope(start=date(2017, 1, 1)))
    assert (found.won, found.lost, found.still_open, found.won_value) == (
        4238, 2473, 2089, 10_005_534,
    )  # fmt: skip
    assert found.mean_won_days == pytest.approx(51.78, abs=5e-3)
    assert found.open_undated == 500


def test_open_deals_are_weighted_by_the_win_rate_of_their_stage(firm: Workspace) -> None:
    """Against the files' rows: a stage's rate is of those who were ever in it, decided lately."""
    folder = sample.FOLDER / "en"
    rows = pd.read_csv(folder / "interactions.csv").dropna(subset=["Deal ID", "Stage"])
    known = pd.read_csv(folder / "deals.csv", parse_dates=["Opened", "Closed"]).set_index("Deal ID")
    found = deals.weighted(firm, Scope(start=firm.facts.as_of - timedelta(days=90)))
    decided = known[known["Stage"].isin(["Won", "Lost"])]
    lately = decided[decided["Closed"] >= pd.Timestamp(found.since)]
    there = rows.groupby("Stage")["Deal ID"].unique()
    waiting = known[~known["Stage"].isin(["Won", "Lost"])].groupby("Stage")["Value"]
    table = found.stages.set_index("stage")
    assert table.index.tolist() == STAGES
    for stage in STAGES:
        mine = lately[lately.index.isin(there[stage])]["Stage"]
        row = table.loc[stage]
        assert (row.decided, row.won) == (len(mine), mine.eq("Won").sum())
        assert row.value == waiting.sum()[stage]
        assert row.weighted == pytest.approx(row.value * row.won / row.decided)
        assert row.low < row.win_rate < row.high
    assert found.weighted == pytest.approx(table["weighted"].sum())
    assert (found.value, found.deals) == (waiting.sum().sum(), waiting.size().sum())
    assert (table["basis"].eq("year").all(), found.alike, found.unvalued) == (True, False, 0)


def test_deals_without_a_value_are_weighted_with_the_mean_of_the_won(maven: Workspace) -> None:
    found = deals.weighted(maven, Scope())
    assert (found.deals, found.unvalued, found.alike) == (2089, 2089, True)
    assert found.each == pytest.approx(10_005_534 / 4238)
    assert found.weighted == pytest.approx(2089 * found.each * 4238 / 6711)
    assert found.stages["stage"].tolist() == ["Prospecting", "Engaging"]


def test_a_stage_with_few_decided_deals_takes_the_rate_of_more(workspace_of) -> None:
    """40 deals were decided, all of them in Lead; the last 10 days hold few, Proposal saw 2."""
    moves = ["customer_id,occurred_at,stage,deal_id"]
    lines = ["deal_id,customer_id,stage,value,opened_on,closed_on"]
    for n in range(40):
        moves.append(f"a,2022-01-01,Lead,{n}")
        if n < 2:
            moves.append(f"a,2022-01-02,Proposal,{n}")
        lines.append(f"{n},a,{'Won' if n < 10 else 'Lost'},100,2022-01-01,2022-02-01")
    moves += ["a,2024-01-01,Lead,x", "a,2024-01-01,Lead,y", "a,2024-01-02,Proposal,y"]
    lines += ["x,a,Lead,40,2024-01-01,", "y,a,Proposal,,2024-01-01,"]
    ws = workspace_of(interactions="\n".join(moves), deals="\n".join(lines))
    found = deals.weighted(ws, Scope(as_of=date(2024, 2, 1)))
    table = found.stages.set_index("stage")
    columns = ["basis", "few", "decided", "won", "value", "weighted"]
    assert table[columns].to_dict("index") == {
        "Lead": dict(zip(columns, ("ever", 0, 40, 10, 40, 10), strict=True)),
        "Proposal": dict(zip(columns, ("all", 2, 40, 10, 100, 25), strict=True)),
    }
    assert (found.value, found.weighted, found.unvalued, found.each) == (140, 35, 1, 100)
    nobody = deals.weighted(ws, Scope(as_of=date(2022, 1, 15)))
    assert nobody.deals == 40
    assert pd.isna(nobody.weighted)
    assert deals.weighted(ws, Scope(as_of=date(2021, 1, 1))).deals == 0


def test_customers_of_stalled_deals_can_be_listed(workspace_of, maven: Workspace) -> None:
    ws = workspace_of(
        deals="""
        deal_id,customer_id,stage,value,opened_on,closed_on
        1,a,Won,10,2024-01-01,2024-01-11
        2,b,Lead,5,2024-01-01,
        3,b,Lead,6,2024-01-05,
        4,c,Lead,,2024-01-02,
        5,,Lead,99,2024-01-01,
        6,d,Lead,9,2024-01-30,
        """
    )
    found = deals.stalled_customers(ws, Scope(as_of=date(2024, 2, 1)))
    assert found[["customer_id", "stalled_deals", "open_days"]].values.tolist() == [
        ["b", 2, 31], ["c", 1, 30],
    ]  # fmt: skip
    assert found["open_value"].fillna(0).tolist() == [11, 0]
    named = deals.stalled(maven, Scope())["customer_id"].dropna()
    listed = deals.stalled_customers(maven, Scope())
    assert (listed["stalled_deals"].sum(), len(listed)) == (len(named), named.nunique())
    assert (len(named), listed["stalled_deals"].sum()) == (1537 - 1055, 482)


@pytest.mark.parametrize(
    ("held", "of", "verdict"),
    [(6, 6, "few"), (11, 14, "right"), (10, 14, "slightly_narrow"), (8, 14, "narrow"),
     (14, 14, "wide"), (8, 10, "right")],
)  # fmt: skip
def test_the_interval_is_judged_by_what_came(held: int, of: int, verdict: str) -> None:
    tested = pd.DataFrame({"inside": [True] * held + [False] * (of - held)})
    found = deals.held(tested)
    assert (found.held, found.tested, found.verdict) == (held, of, verdict)
    assert found.share == tested["inside"].mean() == held / of


def test_open_deals_against_the_days_a_won_deal_takes(workspace_of) -> None:
    ws = workspace_of(
        deals="""
        deal_id,customer_id,stage,value,opened_on,closed_on
        1,a,Won,10,2024-01-01,2024-01-11
        2,b,Won,10,2024-01-01,2024-01-31
        3,c,Lost,10,2024-01-01,2024-01-05
        4,d,Lead,10,2024-01-01,
        5,e,Lead,10,2024-01-12,
        6,f,Lead,10,2024-01-22,
        """
    )
    found = deals.summary(ws, Scope(as_of=date(2024, 2, 1)))
    assert (found.median_won_days, found.median_open_days, found.open_older) == (20, 20, 1)
    assert (found.low, found.high) == pytest.approx((0.2077, 0.9385), abs=1e-4)
    undecided = deals.summary(ws, Scope(as_of=date(2024, 1, 2)))
    assert pd.isna(undecided.win_rate)
    assert pd.isna(undecided.low)
    assert pd.isna(undecided.open_older)
