"""What the columns of an answer about products are called."""

from analytics.errors import N_
from pages.parts.codes import Kind

# column of an answer -> what readers call it, and its kind
SOLD: dict[str, tuple[str, Kind]] = {
    # pairs in the same order
    "other": (N_("Bought with it"), "text"),
    "together": (N_("Orders with both"), "number"),
    "product_orders": (N_("Orders with the first"), "number"),
    "other_orders": (N_("Orders with the second"), "number"),
    "support": (N_("Support"), "percent"),
    "confidence": (N_("Of the first's orders also with the second"), "percent"),
    "confidence_back": (N_("Of the second's orders also with the first"), "percent"),
    "lift": (N_("Lift"), "number"),
    "leverage": (N_("Leverage"), "number"),
    "extra_orders": (N_("Orders beyond chance"), "number"),
    "chance": (N_("Chance of so many (Fisher)"), "number"),
    # who bought a product
    "item_orders": (N_("Orders with it"), "number"),
    "item_last_on": (N_("Bought last on"), "text"),
}
