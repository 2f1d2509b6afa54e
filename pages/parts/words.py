"""The words on top of a page: which question it answers, and the answer."""

import re

import pandas as pd
import streamlit as st

from analytics.language import JOIN, SPACE, Language
from analytics.reports.course import unfinished
from pages.parts.guard import View

HEADED = "headed"  # whether this run of the page has a headline
# signs that turn what follows around, and those no reader sees
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_SIGNS = re.compile(r"[\\`*_\[\]$~<>#|]")
# between a number and what it counts in Chinese, or a unit; between a number and the sign of a date
_COUNTED = re.compile(r"(?<=\d) (?=[\u4e00-\u9fff]|(?:kg|g|L|l|ml)\b)")
_DATED = re.compile(r"(?<=\d)(?=[年月日])")


def plain(text: str) -> str:
    """A text from the data or with money in it, safe inside Markdown: "$" would start a formula."""
    return _SIGNS.sub(r"\\\g<0>", seen(text))


def held(text: str) -> str:
    """A text in which no line ends between a number and the word it counts by: 307 位, 1 kg."""
    return _DATED.sub(JOIN, _COUNTED.sub(SPACE, text))


def unlinked(address: str) -> str:
    """An e-mail address as plain text, which Markdown would make a link of."""
    return plain(address).replace("@", f"{JOIN}@")


def seen(text: str) -> str:
    """A text without the signs that turn what follows around, and without those nobody sees."""
    return _UNSEEN.sub("", text)


def heading(view: View, question: str, answer: str) -> None:
    """One muted line with the page's name and question; under it the answer, as the headline."""
    st.session_state[HEADED] = True
    with st.container(gap=None):
        st.markdown(f":gray[{plain(question)}]")
        st.title(held(plain(answer)), anchor=False)


def small_group(lang: Language, count: int) -> str:
    """Marks a rate that rests on fewer than 30 customers; it is shown all the same."""
    return lang.text("small group") if count < 30 else ""


def unfinished_note(view: View, course: pd.DataFrame) -> str:
    """Says where the data begin and which months or weeks at the ends of a chart are not whole."""
    return unfinished(view.lang, course, view.ws.facts.first_line_on)
