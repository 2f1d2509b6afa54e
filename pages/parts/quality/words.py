"""What the checks are called, and what they look for, in words."""

from analytics.errors import N_

CHECKS = {
    "overlap": N_("Came twice with an addition"),
    "mixed_currency": N_("Other currencies"),
    "duplicate_line": N_("The same line twice"),
    "duplicate_order_line": N_("The same item twice in an order"),
    "impossible_date": N_("Impossible dates"),
    "no_customer": N_("No customer named"),
    "zero_price": N_("Price of zero"),
    "negative_price": N_("Negative price without a return"),
    "return_without_order": N_("Returns without an order before"),
    "returned": N_("Marked as returned"),
    "outlier": N_("Unusually large amounts"),
    "unknown_product": N_("Product names that do not fit"),
    "deal_duplicate": N_("The same deal twice"),
    "deal_impossible_date": N_("Impossible dates"),
    "deal_closed_before_opened": N_("Closed before they were opened"),
    "deal_unknown_stage": N_("Stage missing or unknown"),
    "deal_no_customer": N_("No customer named"),
    "deal_unknown_customer": N_("Customer not in the sales"),
    "deal_won_without_value": N_("Won without a value"),
    "deal_no_value": N_("Not won, value missing"),
    "deal_unknown_product": N_("Product names that do not fit"),
    "contact_duplicate": N_("The same contact twice"),
    "contact_impossible_date": N_("Impossible dates"),
    "contact_no_customer": N_("No customer named"),
    "contact_unknown_customer": N_("Customer not in the sales"),
    "superseded": N_("Replaced by a newer row"),
}
MEANINGS = {
    "overlap": N_(
        "An added file brought lines that were there already. They are left out, so nothing "
        "counts twice."
    ),
    "mixed_currency": N_(
        "Their money is in another currency than that of most lines. Amounts of different "
        "currencies cannot be added, so they are left out; counted again, they are added number "
        "by number as if they were one currency. Better convert them in the file and load it again."
    ),
    "duplicate_line": N_(
        "Equal to an earlier line in every column that was loaded. Often an export run twice, but "
        "two equal sales on one receipt look the same."
    ),
    "duplicate_order_line": N_(
        "The same order, product, quantity and money as another line, but something else differs, "
        "such as the time or the channel."
    ),
    "impossible_date": N_("Dated before 1970 or after the day the file was written."),
    "no_customer": N_(
        "These sales count in revenue and products, but in no figure about customers. Leave them "
        "out if they are no sales, such as postings between warehouses. Numbers that Excel has cut "
        "short, such as 1.23E+17, name nobody either."
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
    "unknown_product": N_(
        "In no product list, or another spelling of a name that is more usual. What one product "
        "brings is then spread over two names. Correct the names here; the file stays as it is."
    ),
    "deal_duplicate": N_(
        "Equal to an earlier row in every column that was loaded: usually an export run twice."
    ),
    "deal_impossible_date": N_(
        "Opened, won or lost before 1970 or after the day the file was written. An open deal may "
        "close later than that."
    ),
    "deal_closed_before_opened": N_(
        "The day it was closed lies before the day it was opened. How long deals take becomes "
        "wrong by it."
    ),
    "deal_unknown_stage": N_(
        "No stage, or one that is neither known as won nor as lost nor as a usual step. Such deals "
        "count as open."
    ),
    "deal_no_customer": N_(
        "These deals count in the funnel of deals, but belong to no customer. Mostly leads that "
        "have no account yet."
    ),
    "deal_unknown_customer": N_(
        "The customer of the deal has no sales line. Natural for those still to be won; of won "
        "deals, look whether both files name customers alike."
    ),
    "deal_won_without_value": N_(
        "Won, but worth nothing or nothing is said: the value won is too low by it."
    ),
    "deal_no_value": N_(
        "Open or lost deals that do not say what they are worth. The value of the pipeline is too "
        "low by it."
    ),
    "deal_unknown_product": N_(
        "In no product list (without one: never sold), or another spelling of a name that is. "
        "Correct the names here; the file stays as it is."
    ),
    "contact_duplicate": N_(
        "Equal to an earlier contact in every column that was loaded, time included."
    ),
    "contact_impossible_date": N_("Dated before 1970 or after the day the file was written."),
    "contact_no_customer": N_("These contacts belong to no customer and count in no funnel."),
    "contact_unknown_customer": N_(
        "The customer has no sales line. Natural for leads; of complaints and service, look "
        "whether both files name customers alike."
    ),
}
HEADS = {
    "sales": N_("Sales lines that look wrong, by the money in them"),
    "deals": N_("Deals that look wrong, by the money in them"),
    "interactions": N_("Contacts that look wrong"),
}
SHARES = {
    "sales": N_(" ({share} of revenue)"),
    "deals": N_(" ({share} of the value of all deals)"),
    "interactions": N_(" ({share} of the value of all contacts)"),
    "rows": N_(" ({share} of all)"),
}
LEAVE = {
    "sales": N_("Leave these lines out"),
    "deals": N_("Leave these deals out"),
    "interactions": N_("Leave these contacts out"),
}
AGAIN = {
    "sales": N_("Count these lines again"),
    "deals": N_("Count these deals again"),
    "interactions": N_("Count these contacts again"),
}
BACK = N_("Take the names of the file again")
PAGES = {
    "overview": N_("Overview"),
    "segments": N_("Segments"),
    "pyramid": N_("Pyramid"),
    "churn": N_("Leaving"),
    "funnel": N_("Funnel"),
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
