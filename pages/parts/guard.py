"""The lock on every page: who is looking, and at what."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import streamlit as st

from analytics import Scope, Workspace
from analytics.access import User
from analytics.language import Language
from analytics.notes import Note, pinned
from analytics.periods import Period
from pages.parts.palette import Palette, palette


@dataclass(frozen=True)
class View:
    """What a page is given: the user, the data, the question's frame and the language.

    ws       one version of the data; never loaded into (open `folder` anew for that)
    folder   the user's own workspace, which may still be empty while the sample is shown
    scope    resolved: as_of and end are filled in; scope.comparison() may be None
    period   the period's names in words
    sample   the sample is shown instead of data of one's own
    """

    user: User
    ws: Workspace
    folder: Path
    scope: Scope
    period: Period
    lang: Language
    dark: bool
    sample: bool
    page: str
    own: bool = True  # whether segments are called by the firm's own words

    def text(self, message: str, /, **values: object) -> str:
        """The message in the reader's language; pages call it `_`."""
        return self.lang.text(message, **values)

    def newest(self) -> Workspace:
        """The user's own workspace as it is now, to change it or to look at its versions."""
        return Workspace.open(self.folder, self.user)

    @property
    def palette(self) -> Palette:
        """The colours of the theme in use."""
        return palette(self.dark)

    @property
    def in_usual_words(self) -> "View":
        """The view of groups that are no segments, though one may share its code with them."""
        return replace(self, own=False)

    @cached_property
    def notes(self) -> list[Note]:
        """What people pinned to days, the earliest first; charts of days draw it."""
        return pinned(self.ws)

    @cached_property
    def own_words(self) -> dict[str, dict[str, str]]:
        """Segment -> the firm's own name, meaning and action for it in the reader's language."""
        if not self.own:
            return {}
        words: dict[str, dict[str, dict[str, str]]] = self.ws.state.settings()["segment_words"]
        return words.get(self.lang.code, {})


def guard() -> View:
    """The view the frame prepared for this page; without the frame a page does not open."""
    if "view" not in st.session_state:
        st.error("Open this page through the navigation. / 请从导航进入此页面。")
        st.stop()
    return st.session_state.view
