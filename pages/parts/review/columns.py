"""What the columns of an answer about change, forecast and health are called."""

from analytics.errors import N_
from pages.parts.codes import Kind

# column of an answer -> what readers call it, and its kind
REVIEW: dict[str, tuple[str, Kind]] = {
    "factor": (N_("Factor"), "code"),
    "factor_before": (N_("Before"), "number"),
    "factor_now": (N_("Now"), "number"),
    "known_up_to": (N_("Known up to"), "month"),
    "months_ahead": (N_("Months ahead"), "number"),
    "method": (N_("Method"), "code"),
    "forecast": (N_("Foreseen"), "money"),
    "forecast_low": (N_("80 % from"), "money"),
    "forecast_high": (N_("80 % to"), "money"),
    "sold": (N_("Sold"), "money"),
    "benchmark": (N_("By last year’s months alone"), "money"),
    "health_sign": (N_("Sign of health"), "code"),
    "sign_value": (N_("Now"), "number"),
    "sign_then": (N_("A year before"), "number"),
    "out_of": (N_("Of"), "number"),
    "then_out_of": (N_("Of then"), "number"),
}
