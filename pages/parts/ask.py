"""Questions a page asks, each answered once per data version, scope and parameters."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts.guard import View
from pages.parts.masks import masked
from pages.parts.waiting import waited


def ask(
    view: View,
    question: Callable[..., Any],
    /,
    *args: Any,
    then: Callable[[Any], Any] | None = None,
    **params: Any,
) -> Any:
    """The answer of `question(ws, scope, …)`, kept under the version, the scope and the rest.

    ask(view, rfm.segments, map="eight") asks with the page's scope; a Scope as first further
    argument asks with that one instead, None asks without any. Who may not see people is given
    answers that name nobody.

    then  what is worked out from the answer instead, and kept beside it: a function with a name,
          or a partial of one
    """
    scoped = args or (view.scope,)
    name = f"{question.__module__}.{question.__qualname__}"
    key = repr((view.ws.key, name, scoped, sorted(params.items())))

    def answered() -> Any:
        found = question(view.ws, *scoped, **params)
        return found if view.user.may("people") else masked(found, view.ws.personal.names)

    kept = partial(_answer, key, answered)
    # a file is made without a page that could tell of waiting
    on_page = view.ws.cluster and get_script_run_ctx(suppress_warning=True)
    answer = waited(view, question.__module__, kept) if on_page else kept()
    if then:
        answer = _answer(f"{key} {_named(then)}", partial(then, answer))
    # a shallow copy shares the memory and, as pandas copies on write, protects what is kept
    return answer.copy(deep=False) if isinstance(answer, pd.DataFrame) else answer


def _named(then: Callable[[Any], Any]) -> str:
    """What a function is kept under; two without a name could not be told apart."""
    if isinstance(then, partial):
        return repr((_named(then.func), then.args, sorted(then.keywords.items())))
    name = f"{then.__module__}.{then.__qualname__}"
    if "<" in name:
        raise ValueError(f"{name} has no name of its own")
    return name


@st.cache_resource(max_entries=300, show_spinner=False)
def _answer(key: str, _question: Callable[[], Any]) -> Any:
    return _question()
