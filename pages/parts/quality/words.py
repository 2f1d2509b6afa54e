"""What the checks are called, and what they look for, in words."""

from analytics.errors import N_

CHECKS = {
    "overlap": N_("Came twice with an addition"),
    "duplicate_line": N_("The same line twice"),
    "duplicate_order_line": N_("The same item twice in an order"),
    "impossible_date": N_("Impossible dates"),
    "no_customer": N_("No customer named"),
    "zero_price": N_("Price of zero"),
    "negative_price": N_("Negative price without a return"),
    "return_without_order": N_("Returns without an order before"),
    "returned": N_("Marked as returned"),
    "outlier": N_("Unusually large amounts"),
}
MEANINGS = {
    "overlap": N_(
        "An added file brought lines that were there already. They are left out, so nothing "
        "counts twice."
    ),
    "duplicate_line": N_(
        "Equal to an earlier line in every column that was loaded. Often an export run twice, but "
        "two equal sales on one receipt look the same."
    ),
    "duplicate_order_line": N_(
        "The same order, product, quantity and money as another line, but something else differs, "
        "such as the time or the channel."
    ),
    "impossible_date": N_("Dated before 1970 or after the day the file was loaded."),
    "no_customer": N_(
        "These sales count in revenue and products, but in no figure about customers. Leave them "
        "out if they are no sales, such as postings between warehouses."
    ),
    "zero_price": N_(
        "Samples, gifts and corrections of stock. They bring no money, but an order of nothing "
        "else still counts as an order."
    ),
    "negative_price": N_(
        "Goods went out, yet the money is negative: usually a bad debt or a discount booked as a "
        "line of its own."
    ),
    "return_without_order": N_(
        "A return by a customer who had bought nothing by that day. The order may lie before the "
        "data begin, or the customer number is wrong."
    ),
    "returned": N_(
        "The file says that these goods came back, but their money is still counted. Leave them "
        "out to see revenue after returns."
    ),
    "outlier": N_(
        "More than ten times the usual upper quarter of all lines, and far outside their spread. "
        "Check for a slipped decimal point or a project among everyday sales."
    ),
}
PAGES = {
    "overview": N_("Overview"),
    "segments": N_("Segments"),
    "pyramid": N_("Pyramid"),
    "churn": N_("Leaving"),
}
KINDS = {  # kinds of contact as the aliases know them; others are shown as they are
    "complaint": N_("complaints"),
    "survey": N_("surveys"),
    "visit": N_("visits"),
    "call": N_("calls"),
    "campaign": N_("campaigns"),
    "stage": N_("stages"),
}
TABLES = {
    "sales": N_("the sales"),
    "interactions": N_("the contacts"),
    "deals": N_("the deals"),
    "customers": N_("the customer file"),
    "products": N_("the product list"),
}
RULES = {
    "phone": N_("the same phone"),
    "email": N_("the same e-mail address"),
    "name_region": N_("the same name and region"),
    "name": N_("the same name only"),
}
