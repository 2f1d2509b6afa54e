"""Funnels people keep: steps, window and order under a name, asked anew on every day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analytics.errors import N_, DataError
from analytics.steps import Choice, of_stages

if TYPE_CHECKING:
    from analytics.workspace import Workspace


def kept(settings: Mapping[str, Any]) -> dict[str, Choice]:
    """Name -> the funnel of that name, in the order they were kept; see `funnel.steps`."""
    return {name: _choice(told) for name, told in settings["saved_funnels"].items()}


def keep(ws: Workspace, name: str, choice: Choice | None, user: str = "local") -> None:
    """Keeps a funnel under a name, instead of the one of this name; None forgets that one.

    Errors: DataError without a name.
    """
    name = name.strip()
    if not name:
        raise DataError(N_("The funnel has no name."), N_("Give it a name and save again."))
    all_kept = dict(ws.state.settings()["saved_funnels"])
    all_kept.pop(name, None)
    if choice is not None:
        all_kept[name] = {
            **asdict(choice),
            "steps": [
                {
                    "name": step.name if step.own_name else "",
                    "stages": step.made_of,
                    "optional": step.optional,
                }
                for step in choice.steps
            ],
        }
    ws.state.set("saved_funnels", all_kept, user)


def _choice(told: Mapping[str, Any]) -> Choice:
    steps = tuple(of_stages(**step) for step in told["steps"])
    return Choice(**{**told, "steps": steps, "exclude": tuple(told["exclude"])})
