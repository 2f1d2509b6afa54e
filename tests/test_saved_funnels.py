"""Funnels kept in a workspace, and the codes of their steps in an address."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import DataError, Workspace, saved_funnels, steps
from analytics.steps import Choice, Step

NAMES = ["", "own", "线"]
STAGES = ["Lead", "线索", '["odd"]', "A / B", "order 1"]
STEPS = (steps.of_stages(["Lead"]), steps.of_stages(["线索", "A / B"], "开始", optional=True))
CHOICE = Choice(STEPS, 45, "ordered", "first", ("order 1",))


def test_a_funnel_is_kept_replaced_and_forgotten(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path)
    saved_funnels.keep(ws, " Talks ", CHOICE)
    other = replace(CHOICE, within_days=0, exclude=())
    saved_funnels.keep(ws, "Other", other)
    again = Workspace.open(tmp_path)
    assert saved_funnels.kept(again.state.settings()) == {"Talks": CHOICE, "Other": other}
    saved_funnels.keep(again, "Talks", other)
    assert saved_funnels.kept(ws.state.settings()) == {"Other": other, "Talks": other}
    saved_funnels.keep(ws, "Talks", None)
    assert list(saved_funnels.kept(ws.state.settings())) == ["Other"]
    with pytest.raises(DataError):
        saved_funnels.keep(ws, " ", CHOICE)


def test_a_step_without_a_name_of_its_own_is_called_by_its_stages() -> None:
    assert steps.of_stages(["a", "b"]) == Step("a / b", ("a", "b"))
    assert not steps.of_stages(["a", "b"]).own_name
    assert steps.of_stages(["a"], "b").own_name
    assert steps.of_stages(["a"]).code == Step("a").code == "a"


@settings(max_examples=60, deadline=None)
@given(
    parts=st.lists(
        st.tuples(
            st.sampled_from(["", "own", "线"]), st.lists(st.sampled_from(STAGES), min_size=1)
        ),
        max_size=14,
    )
)
def test_codes_give_the_steps_again_and_each_stage_one_step(
    parts: list[tuple[str, list[str]]],
) -> None:
    codes = [steps.of_stages(list(dict.fromkeys(of)), name).code for name, of in parts]
    found = steps.of_codes(codes, STAGES)
    assert steps.of_codes([step.code for step in found], STAGES) == found
    Choice(found).params() if found else None
    assert (len(found) > 0) == (len(parts) > 0)
    assert steps.of_codes(codes, []) == ()


def test_steps_are_moved_changed_and_taken_out() -> None:
    a, b, c = (Step(name, (name,), optional=name == "b") for name in "abc")
    assert steps.moved([a, b, c], 1, 1) == (a, c, b)
    assert steps.moved([a, b, c], 1, -1) == (Step("b", ("b",)), a, c)
    assert steps.moved([a, b, c], 0, -1) == (a, b, c)
    assert steps.without([a, b, c], 0) == (Step("b", ("b",)), c)
    wider = steps.of_stages(["c", "d"], "end")
    assert steps.changed([a, b, c], 2, wider) == (a, b, wider)
    # asked for twice, a step is made of the same stages both times
    assert steps.changed([a, c, c], 2, wider) == (a, steps.of_stages(["c", "d"]), wider)


def test_a_step_takes_stages_from_others_which_end_without_one() -> None:
    a, b, c = (Step(name, (name,)) for name in "abc")
    both = steps.of_stages(["b", "c"], "both")
    assert steps.changed([a, b, c], 1, both) == (a, both)
    assert steps.changed([a, both], 0, steps.of_stages(["a", "c"])) == (
        steps.of_stages(["a", "c"]), steps.of_stages(["b"], "both"),
    )  # fmt: skip
    assert steps.changed([b, a, b], 1, steps.of_stages(["a", "b"])) == (steps.of_stages("ab"),)
    assert steps.merged([a, b, c], 1) == (a, steps.of_stages(["b", "c"]))
    assert steps.merged([a, both], 0) == (steps.of_stages(["a", "b", "c"], "both"),)
    assert steps.merged([b, b, c], 0) == (b, c)
