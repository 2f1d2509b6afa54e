"""Ratios that say whether the product is still fast; `python -m benchmarks` prints them."""
