"""Journal entries: which accounts each event moves, and that every entry balances for every pledge.

A posting is signed: debit above zero, credit below, in integer cents. Each funder's money is a
self-balancing set of books of its own, so the postings of an entry sum to zero for every pledge. The
functions below build the postings of each event and know nothing of where they are kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ledger.core.charging import Charge
from ledger.core.chart import is_account
from ledger.core.refusals import Refusal
from ledger.core.sentences import N_, Cents, sentence

COMMON = 0
"""The pledge id of the common fund: money without a funder, such as interest and recoverable VAT."""

Shares = Sequence[tuple[int, int]]
"""(pledge id, cents) pairs."""


class NotBalanced(Refusal):
    """An entry that would not balance, or is otherwise no entry; nothing of it is written."""

    status = 409


@dataclass(frozen=True)
class Posting:
    """One signed line of an entry: account key, pledge, cents (debit above zero), project if any."""

    account: str
    pledge_id: int
    cents: int
    project_id: int | None = None


Postings = tuple[Posting, ...]


@dataclass(frozen=True)
class Draft:
    """An entry before it is posted: its day and year, what it is about, and its postings.

    `accounting_year` is the fiscal year the cost belongs to, which may lie before the entry's day.
    `kind` and `subject` say what happened to what, for machines; `text` says it for readers.
    """

    day: date
    accounting_year: int
    kind: str
    subject: str
    text: str
    postings: Postings


def require_balanced(draft: Draft) -> None:
    """Refuse an entry that is not one: two postings at least, none of nothing, zero for every pledge.

    Every account must be in the chart, and costs always name a project. Raises NotBalanced.
    """
    if len(draft.postings) < 2:
        raise NotBalanced(sentence(N_("An entry has at least two postings.")))
    sums: dict[int, int] = {}
    for posting in draft.postings:
        if not is_account(posting.account):
            raise NotBalanced(sentence(N_('There is no account "%(key)s".'), key=posting.account))
        if not posting.cents:
            raise NotBalanced(sentence(N_("A posting of nothing is no posting.")))
        if posting.account == "costs" and posting.project_id is None:
            raise NotBalanced(sentence(N_("Costs are always posted on a project.")))
        sums[posting.pledge_id] = sums.get(posting.pledge_id, 0) + posting.cents
    for pledge_id, cents in sums.items():
        if cents:
            raise NotBalanced(
                sentence(
                    N_("The postings of pledge %(pledge)s do not sum to zero but to %(sum)s."),
                    pledge=pledge_id,
                    sum=Cents(cents),
                )
            )


def instalment_due(pledge_id: int, cents: int) -> Postings:
    """An instalment falls due: it is receivable, and to be spent."""
    return _move("receivable", "unspent", [(pledge_id, cents)])


def received(due: Shares, *, advance: Shares = (), beyond: Shares = ()) -> Postings:
    """Money came in: for instalments that fell due, ahead of later ones, and beyond all of them."""
    return _merged(
        [
            *_move("bank", "receivable", due),
            *_move("bank", "advance", advance),
            *_move("bank", "to_return", beyond),
        ]
    )


def advance_falls_due(pledge_id: int, cents: int) -> Postings:
    """An instalment that was paid ahead falls due: what was received in advance settles it."""
    return _move("advance", "receivable", [(pledge_id, cents)])


def approved(
    charges: Iterable[Charge], recoverable_vat_cents: int = 0, common_pledge: int = COMMON
) -> Postings:
    """An expenditure is approved: cost and debt, and in the same entry income for what is spent.

    Costs stand per project and pledge, the rest per pledge; recoverable VAT is a claim and a debt of
    the common fund.
    """
    charges = list(charges)
    shares = [(charge.pledge_id, charge.cents) for charge in charges]
    return _merged(
        [
            *(Posting("costs", one.pledge_id, one.cents, one.project_id) for one in charges),
            *_move("vat", "creditors", [(common_pledge, recoverable_vat_cents)]),
            *(Posting("creditors", pledge_id, -cents) for pledge_id, cents in shares),
            *_move("unspent", "income", shares),
        ]
    )


def credit(
    charges: Iterable[Charge], recoverable_vat_cents: int = 0, common_pledge: int = COMMON
) -> Postings:
    """A credit note or refund is approved: the mirror of an expenditure of these charges and this VAT."""
    return mirror(approved(charges, recoverable_vat_cents, common_pledge))


def paid(shares: Shares) -> Postings:
    """An expenditure, or part of it, is paid from the bank account."""
    return _move("creditors", "bank", shares)


def came_back(shares: Shares) -> Postings:
    """A payee paid money back into the bank account."""
    return _move("bank", "creditors", shares)


def set_off(paid_shares: Shares, claim_shares: Shares) -> Postings:
    """A claim on a payee settles a debt to them, without money changing hands.

    Where pledges share differently in the debt and in the claim, bank money moves between them; the
    bank account as a whole does not change. Raises NotBalanced where debt and claim differ.
    """
    owed_cents, claim_cents = sum(cents for _, cents in paid_shares), sum(cents for _, cents in claim_shares)
    if owed_cents != claim_cents:
        raise NotBalanced(
            sentence(
                N_("A claim of %(claim)s cannot settle a debt of %(owed)s."),
                claim=Cents(claim_cents),
                owed=Cents(owed_cents),
            )
        )
    creditors = [
        *_merged(Posting("creditors", pledge_id, cents) for pledge_id, cents in paid_shares),
        *_merged(Posting("creditors", pledge_id, -cents) for pledge_id, cents in claim_shares),
    ]
    bank = _merged(Posting("bank", posting.pledge_id, -posting.cents) for posting in creditors)
    return (*creditors, *bank)


def mirror(postings: Iterable[Posting]) -> Postings:
    """The exact reversal of an entry: every posting with the opposite sign."""
    return tuple(replace(posting, cents=-posting.cents) for posting in postings)


def interest(cents: int) -> Postings:
    """The bank pays interest: money of the common fund, to be spent by decision."""
    return _move("bank", "unspent", [(COMMON, cents)])


def vat_recovered(cents: int) -> Postings:
    """The tax office pays recoverable VAT back."""
    return _move("bank", "vat", [(COMMON, cents)])


def returned(pledge_id: int, cents: int) -> Postings:
    """Unspent money goes back to the party that contributed it."""
    return _move("unspent", "bank", [(pledge_id, cents)])


def common_divided(shares: Shares) -> Postings:
    """The common fund is divided over the pledges: its money is theirs, to be returned to their parties."""
    total = sum(cents for _, cents in shares)
    return _merged(
        [
            Posting("unspent", COMMON, total),
            Posting("bank", COMMON, -total),
            *_move("bank", "to_return", shares),
        ]
    )


def spent_before(pledge_id: int, cents: int) -> Postings:
    """What had been spent of a pledge, and was paid, before the books began."""
    return _move("unspent", "bank", [(pledge_id, cents)])


def beyond_returned(pledge_id: int, cents: int) -> Postings:
    """Money that came in beyond all instalments goes back."""
    return _move("to_return", "bank", [(pledge_id, cents)])


def advanced_by_party(pledge_id: int, cents: int) -> Postings:
    """A party advances cash, by decision: it is owed to that party, on its own pledge."""
    return _move("bank", "owed", [(pledge_id, cents)])


def party_repaid(pledge_id: int, cents: int) -> Postings:
    """A party gets back the cash it advanced."""
    return _move("owed", "bank", [(pledge_id, cents)])


def reduced(pledge_id: int, cents: int) -> Postings:
    """A pledge is reduced or cannot be collected, by decision: less to receive and less to spend."""
    return _move("unspent", "receivable", [(pledge_id, cents)])


def set_aside(pledge_id: int, cents: int) -> Postings:
    """Money that came in and is not to be spent is set aside, to be returned to its party."""
    return _move("unspent", "to_return", [(pledge_id, cents)])


def advance_set_aside(pledge_id: int, cents: int) -> Postings:
    """Money received ahead of an instalment that will not fall due is set aside, to be returned."""
    return _move("advance", "to_return", [(pledge_id, cents)])


def _move(debit: str, credit_: str, shares: Shares) -> Postings:
    """Debit one account and credit another, for each pledge the same cents."""
    return _merged(
        [
            *(Posting(debit, pledge_id, cents) for pledge_id, cents in shares),
            *(Posting(credit_, pledge_id, -cents) for pledge_id, cents in shares),
        ]
    )


def _merged(postings: Iterable[Posting]) -> Postings:
    """Put postings on the same account, pledge and project together; leave out what comes to nothing."""
    sums: dict[tuple[str, int, int | None], int] = {}
    for one in postings:
        key = (one.account, one.pledge_id, one.project_id)
        sums[key] = sums.get(key, 0) + one.cents
    return tuple(
        Posting(account, pledge_id, cents, project_id)
        for (account, pledge_id, project_id), cents in sums.items()
        if cents
    )
