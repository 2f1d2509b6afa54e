"""One format per column, by evidence; what stays open is asked."""

import os
from dataclasses import astuple
from datetime import date, datetime

import pytest

from analytics import DataError
from analytics.intake import choices, dates, read
from tests.conftest import database

WRITTEN = datetime(2018, 6, 1).timestamp()


@pytest.fixture
def column(tmp_path):
    """column(values, written=...) -> a file with these dates, last written on 2018-06-01."""

    def write(values, written=WRITTEN):
        file = tmp_path / "dates.csv"
        file.write_text("day;n\n" + "\n".join(f"{v};1" for v in values) + "\n", encoding="utf-8")
        os.utime(file, (written, written))
        return read(file)

    return write


def chosen(source, date_format=None):
    with database() as con:
        return dates.reading(con, source, "day", date_format)


@pytest.mark.parametrize(
    ("values", "form", "first", "last"),
    [
        (["2016-10-20", "2017-12-31"], "%Y-%m-%d", date(2016, 10, 20), date(2017, 12, 31)),
        (["2016-10-20 08:26:00"], "%Y-%m-%d %H:%M:%S", date(2016, 10, 20), date(2016, 10, 20)),
        (["2016-10-20T08:26:00Z"], "%Y-%m-%dT%H:%M:%SZ", date(2016, 10, 20), date(2016, 10, 20)),
        (["2016/4/7", "2016/12/1"], "%Y/%m/%d", date(2016, 4, 7), date(2016, 12, 1)),
        (["20161020"], "%Y%m%d", date(2016, 10, 20), date(2016, 10, 20)),
        (["2016年4月27日"], "%Y年%m月%d日", date(2016, 4, 27), date(2016, 4, 27)),
        (["12/1/2010 8:26", "12/13/2010 9:01"], "%m/%d/%Y %H:%M", date(2010, 12, 1), None),
        (["1/12/2010", "13/12/2010"], "%d/%m/%Y", date(2010, 12, 1), date(2010, 12, 13)),
        (["20.10.2016"], "%d.%m.%Y", date(2016, 10, 20), date(2016, 10, 20)),
        (["5-Oct-16"], "%d-%b-%y", date(2016, 10, 5), date(2016, 10, 5)),
        (["October 5, 2016"], "%B %d, %Y", date(2016, 10, 5), date(2016, 10, 5)),
    ],
)
def test_the_format_that_reads_most_values_wins(column, values, form, first, last) -> None:
    found = chosen(column(values))
    assert found.formats == (form,)
    assert found.first == first
    assert last is None or found.last == last


def test_a_reading_after_the_files_own_date_is_discarded(column) -> None:
    found = chosen(column(["20-10-16", "31-12-17", "25-11-16"]))
    assert found.formats == ("%d-%m-%y",)
    assert (found.first, found.last) == (date(2016, 10, 20), date(2017, 12, 31))


def test_future_dates_stay_where_nothing_else_reads_them(column) -> None:
    assert chosen(column(["2030-01-31"])).last == date(2030, 1, 31)


def test_dates_that_can_be_read_in_two_ways_are_asked(column) -> None:
    with pytest.raises(DataError) as asked:
        chosen(column(["01/02/2016", "03/04/2016"]))
    assert "%d/%m/%Y: 2016-02-01 – 2016-04-03" in str(asked.value)
    assert "%m/%d/%Y: 2016-01-02 – 2016-03-04" in str(asked.value)
    assert "date_format" in str(asked.value)


def test_two_ways_that_give_the_same_dates_are_not_asked(column) -> None:
    assert chosen(column(["01/01/2016", "02/02/2016"])).first == date(2016, 1, 1)


def test_the_word_of_the_user_settles_it(column) -> None:
    source = column(["01/02/2016", "03/04/2016"])
    assert chosen(source, "%m/%d/%Y").first == date(2016, 1, 2)
    assert chosen(column(["01/02/2016 10:30"]), "%m/%d/%Y").formats == ("%m/%d/%Y %H:%M",)


def test_a_late_row_decides_what_the_first_rows_leave_open(column) -> None:
    found = chosen(column(["01/02/2016"] * 20_001 + ["28/02/2016"]))
    assert found.formats == ("%d/%m/%Y",)
    assert not found.sampled


def test_a_few_odd_values_do_not_change_the_format(column) -> None:
    found = chosen(column(["13/12/2010"] * 50 + ["unknown", "12/13/2010", ""]))
    assert found.formats == ("%d/%m/%Y",)
    assert found.read == 50


def test_days_with_and_without_time_are_one_format(column) -> None:
    found = chosen(column(["2016-10-20", "2016-10-21 08:30"]))
    assert found.formats == ("%Y-%m-%d", "%Y-%m-%d %H:%M")
    assert found.read == 2


@pytest.mark.parametrize(
    ("values", "form", "message"),
    [
        (["apple", "pear"], None, "holds no dates; it has values like apple"),
        (["2016-10-20"], "%d.%m.%Y", "is a date in the form %d.%m.%Y"),
        (["2016-10-20"], "%Q", "%Q is not a date format"),
    ],
)
def test_what_holds_no_dates_is_said(column, values, form, message) -> None:
    with pytest.raises(DataError, match=message):
        chosen(column(values), form)


def asked(source, **mapping):
    found = choices(source, "sales", mapping)
    return {column: [astuple(each) for each in ways] for column, ways in found.items()}


def test_each_way_to_read_a_column_says_what_it_would_give(column) -> None:
    values = ["01/02/2016", "03/02/2016", "03/02/2016", "10/02/2016"]
    assert asked(column(values), ordered_on="day", amount="n") == {
        "ordered_on": [
            ("%d/%m/%Y", 4, date(2016, 2, 1), date(2016, 2, 10), 7, 7),
            ("%m/%d/%Y", 4, date(2016, 1, 2), date(2016, 10, 2), 214, 272),
        ]
    }


def test_short_dates_can_have_three_ways(column) -> None:
    ways = choices(column(["10-11-12", "11-12-10"]), "sales", {"ordered_on": "day"})["ordered_on"]
    assert [each.form for each in ways] == ["%d-%m-%y", "%m-%d-%y", "%y-%m-%d"]
    assert [chosen(column(["10-11-12"]), each.form).first for each in ways] == [
        date(2012, 11, 10),
        date(2012, 10, 11),
        date(2010, 11, 12),
    ]


def test_what_is_settled_has_one_way_and_what_holds_no_dates_none(column) -> None:
    late = column(["01/02/2016"] * 20_001 + ["28/02/2016"])
    assert [row[0] for row in asked(late, ordered_on="day")["ordered_on"]] == ["%d/%m/%Y"]
    assert asked(column(["20-10-16", "31-12-17"]), ordered_on="day") == {
        "ordered_on": [("%d-%m-%y", 2, date(2016, 10, 20), date(2017, 12, 31), 437, 436)]
    }
    assert asked(column(["apple"]), ordered_on="day") == {"ordered_on": []}
    assert asked(column([""]), ordered_on="day") == {"ordered_on": []}
