"""Who may see and do what: roles by e-mail, domain or claim, and whose customers somebody sees."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analytics.errors import N_, DataError

# What there is to allow, and the roles, each allowed all that the one before it is.
RIGHTS = {
    "people": N_("see who customers are: lists and profiles"),
    "take": N_("take tables, lists and packs away as files"),
    "change": N_("bring data in and change settings"),
    "govern": N_("erase customers and read who did what"),
}
ROLES = {
    "viewer": frozenset[str](),
    "analyst": frozenset({"people", "take"}),
    "editor": frozenset({"people", "take", "change"}),
    "admin": frozenset(RIGHTS),
}
ROLE_NAMES = {
    "viewer": N_("viewer"),
    "analyst": N_("analyst"),
    "editor": N_("editor"),
    "admin": N_("admin"),
}
HOURS = 12
EVERYBODY, ALL_CUSTOMERS, CLAIM = "*", "*", "claim:"


@dataclass(frozen=True)
class User:
    """Who is looking, what they may do, and whose customers they see.

    name    the e-mail address or whatever else the provider names them by; "local" where nobody
            has to sign in, and then everything is allowed
    owners  only customers looked after by these are seen; all when empty
    called  what salespeople may be called who are this user
    """

    name: str = "local"
    role: str = "admin"
    owners: tuple[str, ...] = ()
    called: tuple[str, ...] = ()

    @property
    def rights(self) -> frozenset[str]:
        """What the user may do; who sees a part of the customers changes nothing for the rest."""
        rights = ROLES[self.role]
        return rights & ROLES["analyst"] if self.owners else rights

    def may(self, right: str) -> bool:
        """Whether the user has a right of RIGHTS."""
        return right in self.rights

    @property
    def sees(self) -> str:
        """A name for what is seen that does not tell whose customers: answers are kept under it."""
        return self.part + ("" if self.may("people") else "masked")

    @property
    def part(self) -> str:
        """A name for the part of the customers that is seen; "" for all."""
        told = hashlib.sha256("\x1f".join(self.owners).encode()).hexdigest()[:16]
        return told if self.owners else ""

    def require(self, right: str) -> None:
        """Errors: DataError where the user does not have this right."""
        if not self.may(right):
            raise DataError(
                N_("Your role does not allow this: {what}."),
                N_("Ask whoever runs this app for another role."),
                what=N_(RIGHTS[right]),
            )

    @property
    def names(self) -> frozenset[str]:
        """Everything this user may be called by in the data."""
        return frozenset({self.name, *self.called, *self.owners})


class Refused(Exception):
    """Why nobody gets in: "nobody", "expired", "no_role" or "no_owner", and as whom they came."""

    def __init__(self, why: str, name: str = "") -> None:
        self.why, self.name = why, name
        super().__init__(why)


@dataclass(frozen=True)
class Rules:
    """The table [access] of secrets.toml.

    roles   role -> who has it: "ann@example.com", "@example.com" for a domain, "groups:sales" for
            a claim, "*" for everybody who can sign in; of several roles the highest counts
    owners  who, told the same way -> the salespeople whose customers they see: a name, several,
            "claim:employee" for the name in a claim, or "*" for all customers. An address goes
            before domains and claims
    hours   how long a sign-in lasts
    email   the claim that holds the e-mail address
    """

    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hours: float = HOURS
    email: str = "email"

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Rules:
        """The rules as they were written. Errors: DataError for what cannot be meant."""
        roles = {str(name): _texts(who) for name, who in dict(table.get("roles", {})).items()}
        owners = {str(who): _texts(names) for who, names in dict(table.get("owners", {})).items()}
        known = {"roles", "owners", "hours", "email"}
        for name in [*(set(roles) - set(ROLES)), *(set(table) - known)]:
            raise DataError(
                N_("The settings of access name {name}, which there is not."),
                N_("Correct the table [access] in secrets.toml."),
                name=name,
            )
        hours = table.get("hours", HOURS)
        if isinstance(hours, bool) or not isinstance(hours, int | float) or hours <= 0:
            raise DataError(
                N_("The hours of a sign-in are not a number above zero."),
                N_("Correct the table [access] in secrets.toml."),
            )
        return cls(roles, owners, float(hours), str(table.get("email", "email")))

    def user(self, claims: Mapping[str, Any], now: float) -> User:
        """The user of these claims at this moment (seconds since 1970). Errors: Refused."""
        if claims.get("is_logged_in") is not True:
            raise Refused("nobody")
        email = self._email(claims)
        name = email or str(claims.get("preferred_username") or claims.get("sub") or "?")
        issued = claims.get("iat")
        if not isinstance(issued, int | float) or now >= issued + self.hours * 3600:
            raise Refused("expired", name)
        role = next((r for r in reversed(ROLES) if _any(self.roles.get(r, ()), email, claims)), "")
        if not role:
            raise Refused("no_role", name)
        owners = self._owners(email, claims)
        if owners is None:
            raise Refused("no_owner", name)
        called = claims.get("name")
        return User(name, role, owners, (called,) if isinstance(called, str) else ())

    def _email(self, claims: Mapping[str, Any]) -> str:
        """The address in lower case; one that the provider calls not verified is none."""
        email = claims.get(self.email)
        if not isinstance(email, str) or claims.get("email_verified") is False:
            return ""
        return email.strip().lower()

    def _owners(self, email: str, claims: Mapping[str, Any]) -> tuple[str, ...] | None:
        """Whose customers; () for all, None where a rule fits that gives no name."""
        fitting = {who: to for who, to in self.owners.items() if _fits(who, email, claims)}
        own = {who: to for who, to in fitting.items() if _is_address(who)}
        given = [name for names in (own or fitting).values() for name in names]
        if not given or ALL_CUSTOMERS in given:
            return () if not fitting or given else None
        names: list[str] = []
        for name in given:
            told = _claim(claims, name.removeprefix(CLAIM)) if name.startswith(CLAIM) else [name]
            names += [each for each in told if each.strip()]
        return tuple(sorted(set(names))) or None


def _any(who: Sequence[str], email: str, claims: Mapping[str, Any]) -> bool:
    return any(_fits(each, email, claims) for each in who)


def _fits(who: str, email: str, claims: Mapping[str, Any]) -> bool:
    """Whether somebody is meant by an address, a domain, a claim or "*"."""
    who = who.strip()
    if who == EVERYBODY:
        return True
    if who.startswith("@"):
        return "@" in email and email.rpartition("@")[2] == who[1:].lower()
    if _is_address(who):
        return email == who.lower()
    claim, _between, wanted = who.partition(":")
    return bool(wanted) and wanted.strip() in _claim(claims, claim.strip())


def _is_address(who: str) -> bool:
    return "@" in who.strip()[1:] and ":" not in who


def _claim(claims: Mapping[str, Any], path: str) -> list[str]:
    """The values of a claim as texts; "realm_access.roles" is one within another."""
    found: Any = claims.get(path)
    if found is None and "." in path:
        found = claims
        for step in path.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    return list(_texts(found)) if found is not None else []


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return (str(value),)
    return tuple(_each(value))


def _each(values: Sequence[Any]) -> Iterator[str]:
    for value in values:
        yield str(value)
