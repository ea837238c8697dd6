"""What somebody looked for, kept in the session under the platform's key: sessions are rows of the database, and
people are looked for by name. The address of a page has a token only.
"""

from __future__ import annotations

import secrets

from nastavnik.accounts.keyring import ring
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError

#: So many searches may be gone back to.
MOST = 10


def keep(request: SignedIn, where: str, text: str) -> str:
    """The token under which the session keeps ``text``."""
    token = secrets.token_urlsafe(9)
    sealed = ring.seal(text, node_id=None, bound_to=_place(where, token))
    request.session[where] = dict([*_all(request, where).items(), (token, sealed)][-MOST:])
    return token


def kept(request: SignedIn, where: str, token: str) -> str:
    """The words; "" where there are none any more."""
    sealed = _all(request, where).get(token)
    if sealed is None:
        return ""
    try:
        return ring.unseal(sealed, bound_to=_place(where, token))
    except DomainError:
        return ""


def _all(request: SignedIn, where: str) -> dict[str, str]:
    found: dict[str, str] = request.session.get(where, {})
    return found


def _place(where: str, token: str) -> str:
    return f"{where}.{token}"
