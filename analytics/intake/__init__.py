"""From a file to a typed table: read, map, check, load.

read.read       files -> their headers, a preview and a relation of text columns (Source)
map.propose     headers -> which header holds which column, certain or not (Mapping)
likely.likely   which kind of file the headers fit best
content.understood  the same of a file, by its values too where names do not tell
confirm.confirmed   the mapping to load with: a person's choice, or a certain proposal
dates.reading   a column of texts -> the one format that reads it, by evidence
values.rules    columns of texts -> what their values need to be read, by evidence
check.select    texts -> typed columns and the first fault of each row, as SQL
look.readings   how the dates of a file would be read, before it is loaded
look.zone_remark  what is said of times that name a zone
look.doubtful_number  what number has a decimal sign that only a person can tell
findings.findings     what would make figures wrong although every row can be read
mixed.mixed     what is said of money in several currencies
abilities.able        what the mapped columns suffice for, and what they do not
look.choices    the ways to read them that are as good as each other, to be asked
personal.proposed     which of the mapped columns tell who people are
append.append   rows put behind those there are; what was there already does not count again
beside.note_products   the product list that came beside a file
load.load       all of it into a table; rows read = rows loaded + rows rejected (Report)
"""

from analytics.intake.abilities import able, unable
from analytics.intake.append import refuse_known
from analytics.intake.beside import note_products
from analytics.intake.columns import KINDS
from analytics.intake.confirm import confirmed
from analytics.intake.content import understood
from analytics.intake.findings import findings
from analytics.intake.likely import likely
from analytics.intake.load import load, reading_options
from analytics.intake.look import Choice, choices, doubtful_number, readings, zone_remark
from analytics.intake.map import Mapping, Match, propose, signature
from analytics.intake.mixed import mixed
from analytics.intake.personal import marked, open_columns, proposed
from analytics.intake.read import ENDINGS, read
from analytics.intake.remark import Remark
from analytics.intake.report import Report, record
from analytics.intake.source import Source
from analytics.intake.wide import as_events

__all__ = [
    "ENDINGS",
    "KINDS",
    "Choice",
    "Mapping",
    "Match",
    "Remark",
    "Report",
    "Source",
    "able",
    "as_events",
    "choices",
    "confirmed",
    "doubtful_number",
    "findings",
    "likely",
    "load",
    "marked",
    "mixed",
    "note_products",
    "open_columns",
    "propose",
    "proposed",
    "read",
    "reading_options",
    "readings",
    "record",
    "refuse_known",
    "signature",
    "unable",
    "understood",
    "zone_remark",
]
