"""Texts to typed columns, and what is wrong with a row, as SQL in one pass."""

from __future__ import annotations

from dataclasses import dataclass, field

from analytics.errors import N_
from analytics.intake.columns import TYPES, Kind
from analytics.intake.currency import beside, code
from analytics.intake.dates import Reading
from analytics.intake.erased import ERASED, NOBODY, Erased
from analytics.intake.moments import absurd
from analytics.intake.number import number
from analytics.intake.source import LINE, literal, quoted
from analytics.intake.values import Rules, cut_short, is_padded, text_of

MISSING = N_("The value is missing.")
NO_DATE = N_("This is not a date like the others of the column.")
NO_NUMBER = N_("This is not a number.")
NO_YES = N_("This is neither yes nor no.")
CUT = N_("Excel has cut this number short.")
_REASONS = {"id": CUT, "date": NO_DATE, "moment": NO_DATE, "yes": NO_YES}
_CAST = "money_cast"
_YES = "('true', 'yes', 'y', '1', 't', 'x', '是', '对', '對', '√')"
_NO = "('false', 'no', 'n', '0', 'f', '否', '不', '不是')"


@dataclass(frozen=True)
class Checks:
    """How to read one file of one kind.

    headers   column -> header in the file
    readings  column of dates -> how it is read
    all       every header of the file; a row without a value in any of them is not a row
    rules     column -> what its values need to be read, beyond a plain cast
    stage     where a row of the file gives several of the table, the header that names which;
              one that cannot be read has the whole row of the file rejected, at its LINE
    erased    customers whose rows are rejected, without a word of what stands in them
    """

    kind: Kind
    headers: dict[str, str]
    readings: dict[str, Reading]
    all: tuple[str, ...]
    rules: dict[str, Rules] = field(default_factory=dict)
    stage: str | None = None
    erased: Erased = NOBODY

    def select(self, relation: str, row_no: str | None = None) -> str:
        """SQL of the table: one row per row of the file; rejected ones have a null mark.

        row_no  an expression numbering the rows, for kinds that keep one
        """
        columns = []
        for column, holds in self.kind.columns.items():
            expression = self._stored(column, holds)
            if column == self.kind.mark:
                expression = f"case when fault is null then {expression} end"
            elif self.erased:  # not even for a moment: what a file deletes stays in its bytes
                expression = f"case when fault is distinct from 'erased' then {expression} end"
            columns.append(f"cast({expression} as {TYPES[holds]}) as {column}")
        if row_no:
            columns.append(f"cast({row_no} as bigint) as row_no")
        columns.append("cast(null as varchar) as excluded_by")
        return f"select {', '.join(columns)} from ({self._checked(relation)})"

    def rejected(self, relation: str) -> str:
        """SQL of the rejected rows of the file: LINE, header, value, fault (a column's name)."""
        value = " ".join(
            f"when '{column}' then nullif(trim(t_{column}), '')" for column in self.headers
        )
        headers = " ".join(
            f"when {literal(column)} then {literal(name)}" for column, name in self.headers.items()
        )
        header = f"case own {headers} end"
        if self.stage:
            header = f"case when own = '{self.kind.mark}' and t_stage is not null then t_stage"
            header += f" else case own {headers} end end"
        return (
            f"select {LINE}, own as fault, {header} as header, case own {value} end as value"
            f" from ({self._checked(relation, LINE)}) where own is not null"
            f" qualify row_number() over (partition by {LINE} order by {LINE}) = 1"
            f" order by {LINE}"
        )

    def reason(self, column: str, value: str | None) -> str:
        """The sentence for a fault in a column."""
        if column == "erased":
            return ERASED
        if value is None:
            return MISSING
        return _REASONS.get(self.kind.readable[column], NO_NUMBER)

    def _checked(self, relation: str, *also: str) -> str:
        texts = [f"{self._text(column)} as t_{column}" for column in self.headers]
        # Mapped ones first: the first value found ends the search.
        anything = ", ".join(map(quoted, dict.fromkeys([*self.headers.values(), *self.all])))
        typed = [f"{self._typed(column)} as v_{column}" for column in self.headers]
        also = (LINE,) if self.stage else also
        read = (
            f"select {', '.join([*texts, *also])} from {relation}"
            f" where coalesce({anything}) is not null"
        )
        owns = [f"{self._fault()} as own"]
        if money := self._money:
            # A number that is nothing but one has no currency beside it, and is cast only once.
            read = f"select *, try_cast(t_{money} as {TYPES['number']}) as {_CAST} from ({read})"
            typed.append(f"{beside(f't_{money}', _CAST)} as sign")
            owns.append(f"{code('sign')} as v_sign")
        checked = f"select *, {', '.join(owns)} from (select *, {', '.join(typed)} from ({read}))"
        fault = f"max(own) over (partition by {LINE})" if self.stage else "own"
        return f"select *, {fault} as fault from ({checked})"

    def _text(self, column: str) -> str:
        text = text_of(self.headers[column], self.rules.get(column, frozenset()))
        match self.kind.readable[column]:
            case "id" | "text" if self._neat(column):
                return text
            case "id" | "text" | "yes":
                return _trimmed(text)
            case "currency":
                return f"upper({_trimmed(text)})"
        return text

    def _neat(self, column: str) -> bool:
        """Whether a text is taken as it stands; `unseen` finds in the table what speaks against.

        A customer to forget is looked for among the ids, so blanks must not hide one.
        """
        known = column in self.kind.columns and column in self.rules
        return known and not self.rules[column] and not self.erased

    def _typed(self, column: str) -> str:
        text, on = f"t_{column}", self.rules.get(column, frozenset())
        match self.kind.readable[column]:
            case "id" if self._neat(column):
                return text
            case "id":
                # Spreadsheets and pandas write whole numbers in a column with gaps as 17850.0.
                whole = f"ends_with({text}, '.0') and regexp_full_match({text}, '[0-9]+[.]0')"
                return (
                    f"case when {whole} then left({text}, length({text}) - 2)"
                    f" when not {cut_short(text)} then {text} end"
                )
            case "number":
                return number(text, on, _CAST if column == self._money else None)
            case "score":
                return f"coalesce({_finite(text)}, cast({number(text, on)} as double))"
            case "share":
                text = f"replace({text}, ',', '.')" if "comma" in on else text
                percent = _finite(f"replace({text}, '%', '')")
                return (
                    f"case when contains({text}, '%') then {percent} / 100 else {_finite(text)} end"
                )
            case "date" | "moment":
                return self.readings[column].moment(text)
            case "currency":
                return code(text)
            case "yes":
                return (
                    f"case when lower({text}) in {_YES} then true"
                    f" when lower({text}) in {_NO} then false end"
                )
        return text

    def _stored(self, column: str, holds: str) -> str:
        if column == "ordered_at":
            timed = self.readings["ordered_on"].has_time
            return "v_ordered_on" if timed else "null"
        if column == "amount" and column not in self.headers:
            return f"try_cast(v_quantity * v_unit_price as {TYPES[holds]})"
        if column == "cost" and column not in self.headers and "profit" in self.headers:
            return f"try_cast({self._stored('amount', 'number')} - v_profit as {TYPES[holds]})"
        if column == "currency":
            said = ["v_currency"] if column in self.headers else []
            return f"coalesce({', '.join([*said, 'v_sign'])})"
        if column == "kind" and column not in self.headers:
            return "'stage'"
        return f"v_{column}" if column in self.headers else "null"

    def _fault(self) -> str:
        """SQL of the first column of a row that is missing or cannot be read, else null."""
        faults = []
        if self.erased and "customer_id" in self.headers:
            faults.append(f"when {self.erased.sql('v_customer_id')} then 'erased'")
        for column in self.headers:
            value, holds = f"v_{column}", self.kind.readable[column]
            if self._needed(column):
                wrong = f"{value} is null"
            elif holds in ("id", "text", "currency"):
                continue
            else:
                wrong = f"{value} is null and trim(t_{column}) <> ''"
            if holds in ("date", "moment") and column not in self.kind.ahead:
                wrong += f" or {absurd(value)}"
            faults.append(f"when {wrong} then '{column}'")
        if "amount" in self.kind.columns and "amount" not in self.headers:
            faults.append(f"when {self._stored('amount', 'number')} is null then 'unit_price'")
        return f"case {' '.join(faults)} end"

    @property
    def _money(self) -> str | None:
        """The column beside whose numbers a currency may stand, where the kind keeps it."""
        if "currency" not in self.kind.columns:
            return None
        return "amount" if "amount" in self.headers else "unit_price"

    def _needed(self, column: str) -> bool:
        """Whether a row without a value in this column is rejected."""
        if column == self.kind.mark:
            return True
        if self.kind.table != "sales":
            return False
        money = ("amount",) if "amount" in self.headers else ("quantity", "unit_price")
        return column in money


def _trimmed(text: str) -> str:
    """SQL of a text without blanks around it, null if nothing is left."""
    return (
        f"case when {is_padded(text)}"
        f" then nullif(trim({text}, chr(32) || chr(9) || chr(10) || chr(13)), '') else {text} end"
    )


def _finite(text: str) -> str:
    """SQL of a number as a double; by way of a decimal, for "nan" and "inf" are no numbers."""
    return f"cast(try_cast({text} as decimal(18,6)) as double)"
