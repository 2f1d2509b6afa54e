"""Which customers: a question of this package, told as its name and parameters, asked again later.

The question is a topic's function by its name, so that a saved rule computes today whatever the
function computes today: the topic itself need not be imported by whoever keeps the rule.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.errors import N_, DataError
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

_NAME = re.compile(r"([a-z][a-z0-9_]*)\.([A-Za-z][A-Za-z0-9_]*)")
_CLASS = "class"
EVERYBODY = 2_000_000_000  # rows of a question that gives a page of them: all


@dataclass(frozen=True)
class Rule:
    """Which customers, as a question that can be asked again.

    question  topic and function, "rfm.listing"; its answer has the column customer_id, one row
              per customer, the most important first
    params    what the function is asked with besides workspace and scope, as `_kept` keeps it
    words     the rule in words, in the language of whoever made it
    owners    only customers of these; all when empty
    most      at most so many, the first of the answer; all when None
    by_hand   of its customers only those ticked were taken
    """

    question: str
    params: Mapping[str, Any]
    words: str
    owners: tuple[str, ...] = ()
    most: int | None = None
    by_hand: bool = False

    @classmethod
    def of(cls, question: Callable[..., pd.DataFrame], words: str, **params: Any) -> Rule:
        """The rule that asks `question(ws, scope, **params)`.

        A question that gives a page of rows is asked for all of them. Parameters may be plain
        values, sequences and mappings of them, and data classes of this package such as Scoring.
        Errors: TypeError for any other.
        """
        if "rows" in signature(question).parameters:
            params = {"rows": EVERYBODY, **params}
        return cls(_name(question), {name: _kept(value) for name, value in params.items()}, words)

    def ask(self, ws: Workspace, scope: Scope) -> pd.DataFrame:
        """The answer of the question today, before owners and most.

        Errors: DataError where the question or one of its parameters no longer exists.
        """
        try:
            params = {name: _restored(value) for name, value in self.params.items()}
            found = _named(self.question)(ws, scope, **params)
        except (LookupError, TypeError) as error:
            raise DataError(
                N_("The rule of this list can no longer be asked."),
                N_("Make a new list from the page it came from."),
            ) from error
        return found.drop_duplicates("customer_id")

    def text(self) -> str:
        """As JSON, to be kept."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Rule:
        """The rule that was kept."""
        kept = json.loads(text)
        return cls(**kept | {"owners": tuple(kept["owners"])})


def _name(thing: Any) -> str:
    return f"{thing.__module__.removeprefix('analytics.')}.{thing.__name__}"


def _named(name: str) -> Any:
    """The public function or class of a module of this package; nothing else can be reached."""
    named = _NAME.fullmatch(name)
    if not named or not find_spec(f"analytics.{named[1]}"):
        raise LookupError(name)
    thing = getattr(import_module(f"analytics.{named[1]}"), named[2], None)
    if getattr(thing, "__module__", None) != f"analytics.{named[1]}":
        raise LookupError(name)
    return thing


def _kept(value: Any) -> Any:
    """A parameter as JSON holds it: a data class as its name and fields."""
    if value is None or isinstance(value, str | int | float):
        return value
    if is_dataclass(value):
        members = {field.name: _kept(getattr(value, field.name)) for field in fields(value)}
        return {_CLASS: _name(type(value)), **members}
    if isinstance(value, Mapping):
        return {str(name): _kept(part) for name, part in value.items()}
    if isinstance(value, Sequence):
        return [_kept(part) for part in value]
    raise TypeError(f"{type(value).__name__} cannot be kept with a rule")


def _restored(value: Any) -> Any:
    """The parameter again; sequences as tuples, so that what holds them can be hashed."""
    if isinstance(value, list):
        return tuple(_restored(part) for part in value)
    if isinstance(value, dict):
        parts = {name: _restored(part) for name, part in value.items() if name != _CLASS}
        return _named(value[_CLASS])(**parts) if _CLASS in value else parts
    return value
