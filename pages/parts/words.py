"""The words on top of a page: which question it answers, and the answer."""

import pandas as pd
import streamlit as st

from analytics.language import Language
from analytics.reports.course import unfinished
from pages.parts.guard import View


def plain(text: str) -> str:
    """A text from the data or with money in it, safe inside Markdown: "$" would start a formula."""
    return "".join(f"\\{c}" if c in "\\`*_[]$~<>#|" else c for c in text)


def heading(view: View, question: str, answer: str) -> None:
    """One muted line with the page's name and question; under it the answer, as the headline."""
    with st.container(gap=None):
        st.markdown(f":gray[{question}]")
        st.title(plain(answer), anchor=False)


def small_group(lang: Language, count: int) -> str:
    """Marks a rate that rests on fewer than 30 customers; it is shown all the same."""
    return lang.text("small group") if count < 30 else ""


def unfinished_note(view: View, course: pd.DataFrame) -> str:
    """Says where the data begin and which months or weeks at the ends of a chart are not whole."""
    return unfinished(view.lang, course, view.ws.facts.first_line_on)
