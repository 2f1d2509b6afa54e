"""What the columns of an answer about the worth of customers are called."""

from analytics.errors import N_
from pages.parts.codes import Kind

# column of an answer -> what readers call it, and its kind
WORTH: dict[str, tuple[str, Kind]] = {
    # how concentrated revenue is, month by month
    "month": (N_("Month"), "month"),
    "months": (N_("Months before it"), "number"),
    "top_1": (N_("Share of the top 1 %"), "percent"),
    "top_5": (N_("Share of the top 5 %"), "percent"),
    "top_10": (N_("Share of the top 10 %"), "percent"),
    "top_20": (N_("Share of the top 20 %"), "percent"),
    "top_50": (N_("Share of the top 50 %"), "percent"),
    "gini": (N_("Gini"), "number"),
    "makes_80": (N_("Customers who make 80 %"), "number"),
    # what serving customers costs and leaves
    "margin": (N_("Margin"), "money"),
    "crm_cost": (N_("Cost of contacts"), "money"),
    "net_profit": (N_("Net profit"), "money"),
    "profit_rate": (N_("Profit rate"), "percent"),
    "marketing_cost": (N_("Marketing cost"), "money"),
    "sales_cost": (N_("Sales cost"), "money"),
    "service_cost": (N_("Service cost"), "money"),
    "contacts": (N_("Contacts"), "number"),
    "losing": (N_("Cost more than they bring"), "number"),
    "losing_profit": (N_("Net profit of these"), "money"),
    "losing_unserved": (N_("Of them, without a cost of contacts"), "number"),
    # who climbed, and who began like those who did
    "rose": (N_("Rose"), "number"),
    "rise_rate": (N_("Upgrade rate"), "percent"),
    "likeness": (N_("Likeness"), "percent"),
    "known_days": (N_("Days known"), "number"),
    "early_orders": (N_("Orders at first"), "number"),
    "early_purchase_days": (N_("Days with an order at first"), "number"),
    "early_revenue": (N_("Revenue at first"), "money"),
    "early_lines": (N_("Order lines at first"), "number"),
    "early_span_days": (N_("Days from first to last at first"), "number"),
    "early_contacts": (N_("Contacts at first"), "number"),
    "early_stages": (N_("Sales stages at first"), "number"),
    "early_kinds": (N_("Kinds of contact at first"), "number"),
    "early_channels": (N_("Channels at first"), "number"),
    "contact_days": (N_("Days since contact"), "number"),
    "last_contact_on": (N_("Last contact"), "text"),
}
