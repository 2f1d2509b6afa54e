"""Something to know about a file before it is loaded, in words for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Remark:
    """`message` and `remedy` are sentences of the catalogues; `values` fills both.

    `warns` where a person should look again. `str(remark)` is the English text.
    """

    message: str
    remedy: str = ""
    values: dict[str, Any] = field(default_factory=dict, hash=False)
    warns: bool = True

    def __str__(self) -> str:
        sentences = (self.message, self.remedy)
        return " ".join(sentence.format(**self.values) for sentence in sentences if sentence)
