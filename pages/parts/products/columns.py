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
    # how lately, how often and for how much
    "category": (N_("Category"), "text"),
    "orders_now": (N_("Orders of the last 91 days"), "number"),
    "orders_before": (N_("Orders of the days compared"), "number"),
    "share_now": (N_("Share of orders, last 91 days"), "percent"),
    "share_before": (N_("Share of orders, days compared"), "percent"),
    "course": (N_("Course"), "code"),
    # what buyers move up to
    "unit_price": (N_("Price paid"), "money"),
    "next_product": (N_("Moved up to"), "text"),
    "next_price": (N_("Price paid for that"), "money"),
    "price_ratio": (N_("Price ratio"), "number"),
    "buyers": (N_("Buyers"), "number"),
    "moved": (N_("Of them moved up"), "number"),
    # what to offer next, and how often that came true
    "offer": (N_("Offer next"), "text"),
    "because": (N_("As they bought"), "text"),
    "alike_products": (N_("Products bought like it"), "number"),
    "offered": (N_("Products named"), "number"),
    "first_for": (N_("Customers it comes first for"), "number"),
    "hits": (N_("Bought one of them"), "number"),
    "plain_hits": (N_("Bought one of the most bought"), "number"),
    "plain_share": (N_("Share, most bought"), "percent"),
    "plain_low": (N_("Most bought, 95 % from"), "percent"),
    "plain_high": (N_("Most bought, 95 % to"), "percent"),
    "gain": (N_("Gain"), "percent"),
    "gain_low": (N_("Gain, 95 % from"), "percent"),
    "gain_high": (N_("Gain, 95 % to"), "percent"),
    "better": (N_("Clearly better"), "yes"),
}
