"""People who asked to be forgotten: known by a salted fingerprint only, and not loaded again."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from analytics.errors import N_
from analytics.intake.source import literal

ERASED = N_("Erased on request.")
_BETWEEN = re.compile(r"[,;\t|]")


@dataclass(frozen=True)
class Erased:
    """Fingerprints of erased customer numbers; false where there are none, which costs nothing."""

    salt: str = ""
    prints: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.prints)

    def print_of(self, customer: str) -> str:
        """The fingerprint of a customer number."""
        return hashlib.sha256((self.salt + customer).encode()).hexdigest()

    def is_in(self, text: object) -> bool:
        """Whether a text, or a part of a line of a file, is such a number."""
        if not self or not isinstance(text, str):
            return False
        parts = (part.strip().strip('"') for part in _BETWEEN.split(text))
        return any(self.print_of(part.removesuffix(".0")) in self.prints for part in parts)

    def sql(self, column: str) -> str:
        """SQL that is true of such a number."""
        listed = ", ".join(map(literal, sorted(self.prints)))
        return f"sha256({literal(self.salt)} || {column}) in ({listed})"


NOBODY = Erased()
