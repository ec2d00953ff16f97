"""E-mail addresses: how one is written that mail can be sent to.

Sources: RFC 5322 (a dot-atom before the @, without quotes and comments), RFC 1035 (the labels of a domain)
and RFC 5321 (at most 64 characters before the @, 254 in all). Other letters than those of ASCII are not
taken: many mail servers refuse them.
"""

import re

from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, sentence

LONGEST_EMAIL = 254

_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(rf"(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+(?=[a-z]){_LABEL}", re.ASCII)


def require_email(text: str, *, field: str = "email") -> str:
    """Give an e-mail address as it is kept, in small letters; refuses what mail cannot be sent to."""
    email = text.strip(" ")
    if email.isascii():
        email = email.lower()
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise Malformed(
            sentence(
                N_(
                    "This is not an e-mail address that mail can be sent to; "
                    "write it like name@organisation.example."
                )
            ),
            field,
        )
    return email
