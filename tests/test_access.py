"""Roles and owners: who is let in, as what, and whose customers they see."""

from __future__ import annotations

from typing import Any

import pytest

from analytics import DataError
from analytics.access import RIGHTS, ROLES, Refused, Rules, User

NOON = 1_790_000_000.0
RULES = Rules.of(
    {
        "roles": {
            "admin": ["ann@example.com"],
            "editor": "ed@example.com",
            "analyst": ["@example.com", "groups:sales"],
            "viewer": ["realm.roles:board", "*"],
        },
        "owners": {
            "@field.example.com": "claim:employee",
            "olga@example.com": ["Olga", "Olga Li"],
            "boss@field.example.com": "*",
        },
    }
)


def claims(email: str = "", **more: Any) -> dict[str, Any]:
    return {"is_logged_in": True, "sub": "7", "iat": NOON, "email": email} | more


@pytest.mark.parametrize(
    ("told", "role"),
    [
        (claims("ann@example.com"), "admin"),
        (claims("Ann@Example.COM "), "admin"),
        (claims("ed@example.com"), "editor"),
        (claims("somebody@example.com"), "analyst"),
        (claims("x@elsewhere.com", groups=["hr", "sales"]), "analyst"),
        (claims("x@elsewhere.com", groups="sales"), "analyst"),
        (claims("x@elsewhere.com", groups="salespeople"), "viewer"),
        (claims("x@elsewhere.com", realm={"roles": ["board"]}), "viewer"),
        (claims("x@notexample.com"), "viewer"),
        (claims("ann@example.com@elsewhere.com"), "viewer"),
        (claims("x@sub.example.com"), "viewer"),
        (claims("ann@example.com", email_verified=False), "viewer"),
    ],
)
def test_the_highest_role_that_fits_counts(told: dict[str, Any], role: str) -> None:
    assert RULES.user(told, NOON).role == role


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({}, "nobody"),
        ({"is_logged_in": False, "iat": NOON}, "nobody"),
        ({"email": "ann@example.com", "iat": NOON}, "nobody"),
        ({"is_logged_in": "yes", "email": "ann@example.com", "iat": NOON}, "nobody"),
        (claims("ann@example.com", iat=NOON - 12 * 3600), "expired"),
        (claims("ann@example.com", iat=None), "expired"),
        (claims("ann@example.com", iat="never"), "expired"),
    ],
)
def test_who_is_not_signed_in_or_no_longer_is_nobody(told: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused) as refused:
        RULES.user(told, NOON)
    assert refused.value.why == why


def test_a_sign_in_lasts_as_long_as_was_set() -> None:
    short = Rules.of({"roles": {"viewer": "*"}, "hours": 0.5})
    assert short.user(claims(), NOON + 1799).role == "viewer"
    with pytest.raises(Refused):
        short.user(claims(), NOON + 1800)


def test_without_rules_nobody_has_a_role() -> None:
    with pytest.raises(Refused) as refused:
        Rules.of({}).user(claims("ann@example.com"), NOON)
    assert (refused.value.why, refused.value.name) == ("no_role", "ann@example.com")


@pytest.mark.parametrize(
    ("told", "owners"),
    [
        (claims("ann@example.com"), ()),
        (claims("olga@example.com"), ("Olga", "Olga Li")),
        (claims("x@field.example.com", employee="Wei"), ("Wei",)),
        (claims("x@field.example.com", employee=["Wei", "Lan"]), ("Lan", "Wei")),
        (claims("boss@field.example.com", employee="Boss"), ()),
    ],
)
def test_whose_customers_somebody_sees(told: dict[str, Any], owners: tuple[str, ...]) -> None:
    assert RULES.user(told, NOON).owners == owners


@pytest.mark.parametrize("employee", [None, "", " ", []])
def test_a_rule_for_a_part_that_names_nobody_opens_nothing(employee: Any) -> None:
    with pytest.raises(Refused) as refused:
        RULES.user(claims("x@field.example.com", employee=employee), NOON)
    assert refused.value.why == "no_owner"


def test_each_role_may_all_that_the_one_before_it_may() -> None:
    for lower, higher in zip(list(ROLES)[:-1], list(ROLES)[1:], strict=True):
        assert ROLES[lower] < ROLES[higher]
    assert set(RIGHTS) == ROLES["admin"]
    assert not ROLES["viewer"]


def test_without_sign_in_everything_is_allowed() -> None:
    assert User().rights == set(RIGHTS)


def test_who_sees_a_part_changes_nothing_for_the_rest() -> None:
    for role in ROLES:
        part = User("olga@example.com", role, owners=("Olga",))
        assert not part.may("change")
        assert not part.may("govern")
        assert part.may("people") == User("x", role).may("people")


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ({"roles": {"boss": ["a@example.com"]}}, "boss"),
        ({"role": {"admin": ["a@example.com"]}}, "role"),
        ({"hours": 0}, "hours"),
        ({"hours": "12"}, "hours"),
        ({"hours": True}, "hours"),
    ],
)
def test_rules_that_cannot_be_meant_open_nothing(table: dict[str, Any], named: str) -> None:
    with pytest.raises(DataError, match=named):
        Rules.of(table)
