"""E-mail addresses: those that mail can be written to, and no others."""

from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.email_address import require_email
from tests.outcomes import name_of, outcome, words_of

LABEL = "a" * 63
LONGEST_DOMAIN = f"{LABEL}.{LABEL}.{'a' * 61}"


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("name@organisation.example", "name@organisation.example"),
        (" Name@Organisation.EXAMPLE ", "name@organisation.example"),
        ("first.last+ledger@a-b.example", "first.last+ledger@a-b.example"),
        ("!#$%&'*+/=?^_`{|}~-@a.example", "!#$%&'*+/=?^_`{|}~-@a.example"),
        ("1@2.example", "1@2.example"),
        ("name@xn--caf-dma.example", "name@xn--caf-dma.example"),
        (f"{'a' * 64}@a.example", f"{'a' * 64}@a.example"),
        (f"{'a' * 65}@a.example", "Malformed email"),
        (f"{'a' * 64}@{LONGEST_DOMAIN}", f"{'a' * 64}@{LONGEST_DOMAIN}"),
        (f"{'a' * 64}@{LONGEST_DOMAIN}a", "Malformed email"),
        (f"name@{LABEL}.example", f"name@{LABEL}.example"),
        (f"name@{LABEL}a.example", "Malformed email"),
        ("", "Malformed email"),
        ("name", "Malformed email"),
        ("name@", "Malformed email"),
        ("@a.example", "Malformed email"),
        ("name@example", "Malformed email"),
        ("name@@a.example", "Malformed email"),
        ("name@a@b.example", "Malformed email"),
        ("two names@a.example", "Malformed email"),
        ("name@a b.example", "Malformed email"),
        ("name\x00@a.example", "Malformed email"),
        ("name@a.example\r\nBcc: other@b.example", "Malformed email"),
        ("name\u00a0@a.example", "Malformed email"),
        ("name\u200b@a.example", "Malformed email"),
        (".name@a.example", "Malformed email"),
        ("name.@a.example", "Malformed email"),
        ("na..me@a.example", "Malformed email"),
        ("name@.a.example", "Malformed email"),
        ("name@a..example", "Malformed email"),
        ("name@a.example.", "Malformed email"),
        ("name@-a.example", "Malformed email"),
        ("name@a-.example", "Malformed email"),
        ("name@a_b.example", "Malformed email"),
        ("name@192.0.2.1", "Malformed email"),
        ("name@[192.0.2.1]", "Malformed email"),
        ('"name"@a.example', "Malformed email"),
        ("na,me@a.example", "Malformed email"),
        ("na;me@a.example", "Malformed email"),
        ("na:me@a.example", "Malformed email"),
        ("na(me)@a.example", "Malformed email"),
        ("na\\me@a.example", "Malformed email"),
        ("<name@a.example>", "Malformed email"),
        ("Name <name@a.example>", "Malformed email"),
        ("name@a.example, other@a.example", "Malformed email"),
        ("caf\u00e9@a.example", "Malformed email"),
        ("name@caf\u00e9.example", "Malformed email"),
        ("name@a.example\u0301", "Malformed email"),
    ],
)
def test_only_what_mail_can_be_written_to_is_an_address(typed: str, expected: str) -> None:
    got = outcome(lambda: require_email(typed))
    assert (got if isinstance(got, str) else name_of(got)) == expected


@pytest.mark.parametrize("typed", ["name", "caf\u00e9@a.example", "na,me@a.example"])
def test_what_is_no_address_is_told_in_one_sentence(typed: str) -> None:
    assert words_of(outcome(lambda: require_email(typed))) == (
        "This is not an e-mail address that mail can be sent to; write it like name@organisation.example."
    )


@given(st.text(st.sampled_from("ab1.-_+@ \t\"'(),:;<>[]\\\u00e9\u0301\x00\r\n%=?"), max_size=12))
def test_whatever_is_taken_arrives_as_the_one_reader_of_a_letter(typed: str) -> None:
    for tried in (typed, f"{typed}@a.example", f"name@{typed}.example"):
        email = outcome(lambda tried=tried: require_email(tried))  # type: ignore[misc]
        if not isinstance(email, str):
            continue
        letter = EmailMessage()
        letter["To"] = Address("A reader", addr_spec=email)
        sent = message_from_bytes(letter.as_bytes(), policy=policy.default)
        assert [one.addr_spec for one in sent["To"].addresses] == [email]
