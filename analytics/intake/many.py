"""Many files that share a layout, such as one for each day, as one Source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb
import pandas as pd

from analytics.errors import N_, DataError
from analytics.intake.checksum import of_several
from analytics.intake.map import key
from analytics.intake.source import LINE, PREVIEW_ROWS, Source, quoted

# LINE of a row: the file's place times this, plus its line in the file.
_FILE = 1 << 40


@dataclass
class ManySource(Source):
    """Files one after another; a column is found by its name, wherever it stands in a file.

    columns  for each file its own header of each of the headers, in their order
    """

    parts: tuple[Source, ...] = ()
    columns: tuple[tuple[str, ...], ...] = ()

    def relation(self, con: duckdb.DuckDBPyConnection) -> str:
        return self._joined([part.relation(con) for part in self.parts])

    def sample(self, con: duckdb.DuckDBPyConnection) -> str:
        return self._joined([part.sample(con) for part in self.parts])

    def numbered(self, con: duckdb.DuckDBPyConnection) -> str:
        return self._joined([part.numbered(con) for part in self.parts], numbered=True)

    def _joined(self, relations: list[str], *, numbered: bool = False) -> str:
        selects = []
        for place, (relation, names) in enumerate(zip(relations, self.columns, strict=True)):
            columns = [
                f"{quoted(name)} as {quoted(header)}"
                for name, header in zip(names, self.headers, strict=True)
            ]
            if numbered:
                columns.append(f"{LINE} + {place * _FILE} as {LINE}")
            selects.append(f"select {', '.join(columns)} from {relation}")
        return f"({' union all '.join(selects)})"

    def line_numbers(self, con: duckdb.DuckDBPyConnection, lines: pd.Series) -> pd.Series:
        found = lines.copy()
        for place, own in lines.groupby(lines // _FILE):
            found[own.index] = self.parts[int(place)].line_numbers(con, own % _FILE)
        return found

    def file_of(self, lines: pd.Series) -> pd.Series:
        """The name of the file each LINE is in."""
        return (lines // _FILE).map(lambda place: self.parts[int(place)].path.name)

    def faults(self, con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
        found = [part.faults(con).assign(file=part.path.name) for part in self.parts]
        some = [each for each in found if len(each)]
        return pd.concat(some, ignore_index=True) if some else found[0]

    def damaged(self) -> bool:
        return any(part.damaged() for part in self.parts)

    def careful(self) -> ManySource | None:
        careful = [part.careful() for part in self.parts]
        if not any(careful):
            return None
        parts = (new or old for new, old in zip(careful, self.parts, strict=True))
        return replace(self, parts=tuple(parts))


def same_layout(parts: Sequence[Source]) -> list[list[Source]]:
    """Files put together by their headers, in whatever order these stand."""
    layouts: dict[frozenset[str], list[Source]] = {}
    for part in parts:
        layouts.setdefault(frozenset(map(key, part.headers)), []).append(part)
    return list(layouts.values())


def joined(parts: Sequence[Source]) -> ManySource:
    """Files of one layout as one, in the order given.

    Errors: DataError naming the first file whose headers are not those of the first.
    """
    first = parts[0]
    names = [key(header) for header in first.headers]
    columns = []
    for part in parts:
        if not (part.header or first.header) and len(part.headers) == len(names):
            columns.append(part.headers)  # names made from content differ by chance
            continue
        own = {key(header): header for header in part.headers}
        if set(own) != set(names) or len(own) != len(part.headers):
            raise DataError(
                N_("{file} has other columns than {first}: {headers}."),
                N_("Load files of different layouts one after another."),
                file=part.path.name,
                first=first.path.name,
                headers=", ".join(part.headers),
            )
        columns.append(tuple(own[name] for name in names))
    rows = [part.rows for part in parts]
    preview = [
        tuple(row[part.headers.index(name)] for name in own)
        for part, own in zip(parts, columns, strict=True)
        for row in part.preview
    ]
    return ManySource(
        path=first.path,
        headers=first.headers,
        preview=preview[:PREVIEW_ROWS],
        digest=of_several(part.checksum for part in parts),
        modified=max(part.modified for part in parts),
        rows=None if None in rows else sum(row or 0 for row in rows),
        sheet=first.sheet,
        sheets=first.sheets,
        encoding=first.encoding,
        header=first.header,
        came_as=tuple((part.path, part.checksum) for part in parts),
        parts=tuple(replace(part, tag=f"_{place}") for place, part in enumerate(parts)),
        columns=tuple(columns),
    )
