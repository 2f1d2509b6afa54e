"""What the columns of an answer about service are called."""

from analytics.errors import N_
from pages.parts.codes import Kind

# column of an answer -> what readers call it, and its kind
SERVICE: dict[str, tuple[str, Kind]] = {
    "complaints": (N_("Complaints"), "number"),
    "answered": (N_("Answered"), "number"),
    "solved": (N_("Solved"), "number"),
    "solved_share": (N_("Share solved"), "percent"),
    "open_share": (N_("Share still open"), "percent"),
    "answer_q25": (N_("Days until a quarter were answered"), "number"),
    "answer_median": (N_("Days until half were answered"), "number"),
    "answer_q75": (N_("Days until three quarters were answered"), "number"),
    "solution_q25": (N_("Days until a quarter were solved"), "number"),
    "solution_median": (N_("Days until half were solved"), "number"),
    "solution_q75": (N_("Days until three quarters were solved"), "number"),
    "complaint": (N_("Complaint"), "text"),
    "ordered_after": (N_("Ordered"), "number"),
    "ordered_share": (N_("Share who ordered"), "percent"),
    "expected": (N_("Share of customers alike"), "percent"),
    "alike_without": (N_("How many these are"), "number"),
    "unmatched": (N_("Nobody alike"), "number"),
    "answers": (N_("Answers"), "number"),
    "mean": (N_("Mean score"), "number"),
    "satisfied": (N_("Satisfied"), "percent"),
    "satisfied_low": (N_("Satisfied, 95 % from"), "percent"),
    "satisfied_high": (N_("Satisfied, 95 % to"), "percent"),
    "promoters": (N_("9 or 10"), "percent"),
    "detractors": (N_("0 to 6"), "percent"),
    "nps": (N_("NPS"), "number"),
    "nps_low": (N_("NPS, 95 % from"), "number"),
    "nps_high": (N_("NPS, 95 % to"), "number"),
}
