"""Email addresses, as far as the server looks at them."""

from __future__ import annotations

import re
from typing import Final, LiteralString, cast

from pydantic_core import PydanticCustomError

_ODD: Final = re.compile(r"[\s()<>\[\]:;,\\\"]")
_SPECIAL: Final = ("localhost", "local", "test", "invalid")


def address(email: str) -> str:
    """An email address as the server keeps it.

    Raises:
        PydanticCustomError: It is none.
    """
    local, _, domain = email.rpartition("@")
    if trouble := _trouble(email):
        raise _refusal(f"Invalid email address: {trouble}")
    if "." not in domain and domain.lower() != "localhost":
        raise _refusal("Email domain must contain a dot or be 'localhost'")
    special = domain.lower().rpartition(".")[2] in _SPECIAL
    return email.lower() if special else f"{local}@{domain.lower()}"


def _refusal(said: str) -> PydanticCustomError:
    return PydanticCustomError("value_error", cast("LiteralString", said))


def _trouble(email: str) -> str:
    local, sign, domain = email.rpartition("@")
    if not sign:
        return "An email address must have an @-sign."
    if not domain:
        return "There must be something after the @-sign."
    if not local:
        return "There must be something before the @-sign."
    if ".." in email:
        return "An email address cannot have two periods in a row."
    if odd := _ODD.search(local):
        shown = "SPACE" if odd[0] == " " else repr(odd[0])
        return f"The email address contains invalid characters before the @-sign: {shown}."
    if _ODD.search(domain) or "@" in local:
        return "The part after the @-sign contains invalid characters."
    return ""
