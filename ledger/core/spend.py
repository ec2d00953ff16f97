"""Expenditure: what makes an invoice or credit note well formed, before anybody asks who pays it.

Amounts are integer cents; a credit note's are below zero throughout.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.core.money import MAX_CENTS
from ledger.core.refusals import Malformed, Problems, Refusal
from ledger.core.sentences import N_, Cents, Sentence, sentence


@dataclass(frozen=True)
class Amounts:
    """What an invoice says: net, VAT, of which recoverable, and gross, in cents."""

    net_cents: int
    vat_cents: int
    recoverable_vat_cents: int
    gross_cents: int

    @property
    def to_charge_cents(self) -> int:
        """What budgets and funders bear: gross less recoverable VAT."""
        return self.gross_cents - self.recoverable_vat_cents


def require_well_formed(
    amounts: Amounts,
    splits: Sequence[tuple[int, int]],
    *,
    reference: str,
    description: str,
    accounting_on: date,
    term: tuple[date, date],
) -> None:
    """Refuse an expenditure whose figures do not fit together, naming everything that is wrong.

    `splits` are (project id, cents); where all of it is recoverable VAT no project bears anything. Raises
    Problems: fields net, vat, recoverable_vat, gross, splits, invoice_reference, description, accounting_on.
    """
    found = [
        *_amount_problems(amounts),
        *_split_problems(amounts, splits),
        *_text_problems(reference, description),
    ]
    if not term[0] <= accounting_on <= term[1]:
        found.append(
            Malformed(
                sentence(
                    N_("The accounting date lies outside the covenant's term, %(first)s to %(last)s."),
                    first=term[0],
                    last=term[1],
                ),
                "accounting_on",
            )
        )
    if found:
        raise Problems(found)


def with_rest(to_charge_cents: int, parts: Sequence[int | None]) -> list[int]:
    """Give every project's part, in cents: the one that was left open takes what the others leave.

    Raises Malformed, beside `splits`, where more than one was left open.
    """
    if parts.count(None) > 1:
        raise Malformed(sentence(N_("Leave at most one project's amount open.")), "splits")
    rest_cents = to_charge_cents - sum(cents for cents in parts if cents is not None)
    return [rest_cents if cents is None else cents for cents in parts]


def _amount_problems(amounts: Amounts) -> list[Refusal]:
    found: list[Refusal] = []

    def wrong(field: str, why: Sentence) -> None:
        found.append(Malformed(why, field))

    sign = -1 if amounts.gross_cents < 0 else 1
    if not amounts.gross_cents:
        wrong("gross", sentence(N_("The gross amount cannot be zero.")))
    if abs(amounts.gross_cents) > MAX_CENTS:
        wrong("gross", sentence(N_("The gross amount is too large.")))
    if amounts.net_cents + amounts.vat_cents != amounts.gross_cents:
        wrong(
            "gross",
            sentence(
                N_("Net %(net)s and VAT %(vat)s make %(sum)s, not %(gross)s."),
                net=Cents(amounts.net_cents),
                vat=Cents(amounts.vat_cents),
                sum=Cents(amounts.net_cents + amounts.vat_cents),
                gross=Cents(amounts.gross_cents),
            ),
        )
    if amounts.net_cents * sign < 0:
        wrong("net", sentence(N_("The net amount has another sign than the gross amount.")))
    if amounts.vat_cents * sign < 0:
        wrong("vat", sentence(N_("The VAT has another sign than the gross amount.")))
    elif not 0 <= amounts.recoverable_vat_cents * sign <= amounts.vat_cents * sign:
        wrong(
            "recoverable_vat",
            sentence(N_("Recoverable VAT is at most the VAT of %(vat)s."), vat=Cents(amounts.vat_cents)),
        )
    return found


def _split_problems(amounts: Amounts, splits: Sequence[tuple[int, int]]) -> list[Refusal]:
    to_charge_cents = amounts.to_charge_cents
    if not splits:
        if amounts.gross_cents and not to_charge_cents:
            return []
        return [Malformed(sentence(N_("Say which project this is for.")), "splits")]
    found: list[Refusal] = []
    projects = [project for project, _ in splits]
    if len(set(projects)) < len(projects):
        found.append(
            Malformed(sentence(N_("A project stands here twice; put its amounts together.")), "splits")
        )
    sign = -1 if to_charge_cents < 0 else 1
    if any(cents * sign <= 0 for _, cents in splits):
        found.append(
            Malformed(
                sentence(N_("Each project's part is more than zero, or leave the project out.")), "splits"
            )
        )
    total = sum(cents for _, cents in splits)
    if total != to_charge_cents:
        found.append(
            Malformed(
                sentence(
                    N_(
                        "The projects' parts make %(sum)s, but gross less recoverable VAT is %(charge)s:"
                        " a difference of %(difference)s."
                    ),
                    sum=Cents(total),
                    charge=Cents(to_charge_cents),
                    difference=Cents(to_charge_cents - total),
                ),
                "splits",
            )
        )
    return found


def _text_problems(reference: str, description: str) -> list[Refusal]:
    found: list[Refusal] = []
    for text, field, why in (
        (reference, "invoice_reference", N_("Give the number or reference on the invoice.")),
        (description, "description", N_("Say what was bought or done.")),
    ):
        if not text.strip():
            found.append(Malformed(sentence(why), field))
        elif len(text) > LONGEST_TEXT:
            found.append(
                Malformed(
                    sentence(N_("This text is longer than %(most)s characters."), most=LONGEST_TEXT), field
                )
            )
    return found


LONGEST_TEXT = 2000
"""The longest reference or description, in characters."""
