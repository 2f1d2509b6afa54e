"""Files to start from: example rows of each kind, and what its columns hold."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pandas as pd

from analytics.intake.columns import KINDS
from analytics.intake.names import COLUMN_MEANINGS, COLUMN_NAMES
from analytics.language import Language

ROWS = 5
_SAMPLE = Path(__file__).parents[2] / "sample_data"


def example(kind: str, lang: Language) -> bytes:
    """A CSV file with a header and five rows, in a language; it loads as it is.

    With a byte order mark, so that Excel shows Chinese.
    """
    folder = "zh" if lang.code.startswith("zh") else "en"
    with (_SAMPLE / folder / f"{kind}.csv").open(encoding="utf-8-sig") as file:
        return "".join(islice(file, 1 + ROWS)).encode("utf-8-sig")


def columns(kind: str, lang: Language) -> pd.DataFrame:
    """One row per column a file of a kind may have: column name needed meaning.

    needed  "yes", "advised", "one of" where another way does as well, or "no", in the language
    """
    holds = KINDS[kind]
    ways = {part for way in holds.one_of for part in way}

    def needed(column: str) -> str:
        if column in holds.required:
            return lang.text("yes")
        if column in holds.wanted:
            return lang.text("advised")
        return lang.text("one of") if column in ways else lang.text("no")

    return pd.DataFrame(
        [
            {
                "column": column,
                "name": lang.text(COLUMN_NAMES[column]),
                "needed": needed(column),
                "meaning": lang.text(COLUMN_MEANINGS[column]),
            }
            for column in holds.readable
        ]
    )
