"""Histories and parameters as the package lifetimes finds them; oracle_lifetimes.py printed these.

lifetimes 0.11.3 was given the counting orders of each set up to the day, made in pandas.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analytics import Scope, rfm, value

# the day; per measure its sum, and the sum of each value × (its place by customer_id modulo 97)
SUMS = {
    ("cdnow", date(1997, 9, 30)): {
        "x": (2457, 117696), "t_x_days": (112949, 5341203), "t_days": (539779, 25667903),
        "m": (33183.643766870584, 1568131.0400421794),
    },
    ("cdnow", date(1998, 6, 30)): {
        "x": (4339, 207901), "t_x_days": (307464, 14595129), "t_days": (1183240, 56292770),
        "m": (40758.44137790224, 1949696.838839229),
    },
    ("firm", date(2026, 9, 18)): {
        "x": (14685, 688608), "t_x_days": (580252, 27354836), "t_days": (871820, 41412331),
        "m": (108659.6815699919, 5165240.43052534),
    },
    ("online_retail", date(2011, 12, 9)): {
        "x": (12427, 603043), "t_x_days": (567287, 27310019), "t_days": (966655, 46298042),
        "m": (1331830.7430174514, 57572420.87930061),
    },
}  # fmt: skip
# the day; r, alpha, a and b of BG/NBD in weeks
PARAMETERS = {
    ("cdnow", date(1997, 9, 30)): (0.24259454, 4.41360272, 0.79292183, 2.42590573),
    ("cdnow", date(1998, 6, 30)): (0.25356104, 5.44725184, 0.60736605, 2.64723468),
    ("firm", date(2026, 9, 18)): (1.89818267, 11.93228644, 3.23505308, 79.1510487),
}


@pytest.mark.parametrize(("data", "day"), list(SUMS))
def test_histories_are_those_of_lifetimes(
    request: pytest.FixtureRequest, data: str, day: date
) -> None:
    ws, scope = request.getfixturevalue(data), Scope(as_of=day)
    found = value.histories(ws, scope).sort_values("customer_id")
    place = np.arange(1, len(found) + 1) % 97
    for name, (whole, weighted) in SUMS[data, day].items():
        values = found[name].fillna(0).to_numpy(dtype=float)
        assert values.sum() == pytest.approx(whole)
        assert values @ place == pytest.approx(weighted)
    table = rfm.customers(ws, scope).set_index("customer_id").loc[found.customer_id]
    silent = (found.t_days - found.t_x_days).tolist()
    assert table.recency_days.tolist() == silent
    assert (table.frequency.to_numpy() > found.x.to_numpy()).all()


@pytest.mark.parametrize(("data", "day"), list(PARAMETERS))
def test_parameters_are_those_of_lifetimes(
    request: pytest.FixtureRequest, data: str, day: date
) -> None:
    row = value.fit(request.getfixturevalue(data), Scope(as_of=day)).iloc[0]
    assert row[["r", "alpha", "a", "b"]].tolist() == pytest.approx(PARAMETERS[data, day], rel=1e-3)


def test_of_the_gift_shop_the_chance_of_leaving_is_as_small_as_lifetimes_finds(
    online_retail: object,
) -> None:
    """So few leave that a and b are hardly told apart: what they come to together is compared."""
    row = value.fit(online_retail, Scope(as_of=date(2011, 12, 9))).iloc[0]  # type: ignore[arg-type]
    assert (row.r, row.alpha) == pytest.approx((0.82643310, 9.84152541), rel=1e-3)
    assert row.a / (row.a + row.b) == pytest.approx(
        0.00344271 / (0.00344271 + 6.74936278), abs=1e-4
    )
