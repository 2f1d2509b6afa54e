"""Prints what the package lifetimes makes of counting orders: the numbers kept in test_lifetimes.

It is older than what the project runs on and needs an environment of its own (Python 3.11):

    pip install lifetimes==0.11.3 'numpy<2' 'pandas<2' 'scipy<1.12'
    python oracle_lifetimes.py orders.csv 2011-12-09

orders.csv has customer_id, day and amount, one row per counting order, in pandas and not by the
project's own questions: they are what `test_scoring.counting_orders` finds.
"""

import sys

import pandas as pd
from lifetimes import BetaGeoFitter
from lifetimes.utils import summary_data_from_transaction_data


def main(path: str, as_of: str) -> None:
    """Prints sums and weighted sums of the histories, and the parameters of BG/NBD."""
    orders = pd.read_csv(path, dtype={"customer_id": str}, parse_dates=["day"])
    found = summary_data_from_transaction_data(
        orders, "customer_id", "day", "amount", observation_period_end=as_of, freq="D"
    ).sort_index()
    place = pd.Series(range(1, len(found) + 1), found.index) % 97
    for name in ("frequency", "recency", "T", "monetary_value"):
        print(name, float(found[name].sum()), float((found[name] * place).sum()))
    model = BetaGeoFitter().fit(found.frequency, found.recency / 7, found["T"] / 7)
    print(len(found), dict(model.params_), -model._negative_log_likelihood_ * len(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
