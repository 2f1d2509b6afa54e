"""What a slide is asked with: the data, the frame of the question, and the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from analytics.language import Language
from analytics.periods import Period
from analytics.reports.words import OwnWords, scope_words
from analytics.scope import Scope
from analytics.workspace import Workspace


@dataclass(frozen=True)
class Asked:
    """One page of a pack, asked for; scope is resolved and period its names."""

    ws: Workspace
    scope: Scope
    period: Period
    lang: Language

    def text(self, message: str, /, **values: object) -> str:
        """The message in the reader's language."""
        return self.lang.text(message, **values)

    @property
    def words(self) -> str:
        """The scope in one line."""
        return scope_words(self.lang, self.scope, self.period)

    @cached_property
    def own_words(self) -> OwnWords:
        """Segment -> the firm's own words for it in the reader's language."""
        words: dict[str, OwnWords] = self.ws.state.settings()["segment_words"]
        return words.get(self.lang.code, {})
