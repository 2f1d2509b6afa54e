"""Prints what the package mlxtend finds bought together: the numbers kept in test_products.

It is no part of the project and wants an environment of its own:

    pip install mlxtend==0.25.0 pyarrow
    python oracle_mlxtend.py online_retail.parquet

Orders are made in pandas: lines with a customer, a name, a positive quantity and no negative
price; an order is an invoice number of one customer.
"""

import sys

import pandas as pd
from mlxtend.frequent_patterns import association_rules, fpgrowth
from mlxtend.preprocessing import TransactionEncoder

LEAST = 10


def main(path: str) -> None:
    """Prints the number of rules, and sums and weighted sums of their measures."""
    lines = pd.read_parquet(path).dropna(subset=["CustomerID", "Description"])
    lines = lines[(lines["Quantity"] > 0) & (lines["Quantity"] * lines["UnitPrice"] >= 0)]
    lines["Description"] = lines["Description"].astype(str).str.strip()
    orders = lines.groupby(["CustomerID", "InvoiceNo"])["Description"].unique()
    encoder = TransactionEncoder()
    held = encoder.fit_transform(orders)
    frame = pd.DataFrame(held, columns=encoder.columns_)
    frame = frame.loc[:, frame.sum() >= LEAST]
    found = fpgrowth(frame, min_support=(LEAST - 0.5) / len(frame), use_colnames=True, max_len=2)
    rules = association_rules(found, metric="support", min_threshold=0)
    rules["first"] = rules["antecedents"].map(lambda names: next(iter(names)))
    rules["second"] = rules["consequents"].map(lambda names: next(iter(names)))
    rules = rules.sort_values(["first", "second"], ignore_index=True)
    place = pd.Series(range(1, len(rules) + 1)) % 97
    print(len(orders), len(rules))
    for name in ("support", "confidence", "lift", "leverage"):
        print(name, float(rules[name].sum()), float((rules[name] * place).sum()))


if __name__ == "__main__":
    main(*sys.argv[1:])
