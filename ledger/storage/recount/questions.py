"""What the second count asks, one statement each, and the sentence it makes of every row that is wrong."""

from typing import NamedTuple

from ledger.core.sentences import N_
from ledger.storage.recount import beyond, deciding, journal, receiving, spending, totals, years


class Question(NamedTuple):
    """One statement that gives wrong rows only: where each belongs, and the sentence it makes."""

    statement: str
    place: str
    what: str


QUESTIONS = (
    Question(journal.NOT_SEALED, "entry/%(entry)s", N_("This entry is not sealed, so it counts in no sum.")),
    Question(journal.MISSING, "entry/%(entry)s", N_("This entry is missing.")),
    Question(journal.TOO_FEW, "entry/%(entry)s", N_("This entry has fewer than two postings.")),
    Question(
        journal.UNBALANCED,
        "entry/%(entry)s",
        N_("The postings of pledge %(pledge)s come to %(sum_cents)s instead of zero."),
    ),
    Question(
        journal.RESULT_IN_ENTRY,
        "entry/%(entry)s",
        N_("Costs and income of pledge %(pledge)s come to %(result_cents)s instead of zero."),
    ),
    Question(
        journal.STRAY_LINES,
        "entry/%(entry)s",
        N_("Posting %(line)s does not carry the day and year of its entry."),
    ),
    Question(journal.STRAY_SEALS, "entry/%(entry)s", N_("A seal stands without its entry.")),
    Question(
        journal.OUTSIDE_YEAR, "entry/%(entry)s", N_("%(day)s does not lie in its fiscal year %(year)s.")
    ),
    Question(
        journal.MIRRORS,
        "entry/%(entry)s",
        N_("This entry is not the exact mirror of entry %(reversed)s, which it reverses."),
    ),
    Question(
        journal.IN_KIND_BOOKED,
        "entry/%(entry)s",
        N_("A contribution in kind stands in the journal, where only money belongs."),
    ),
    Question(journal.WRONG_ENTRY, "%(place)s", N_("Entry %(entry)s is not the one that books this.")),
    Question(journal.UNTOLD_ENTRY, "entry/%(entry)s", N_("Nothing on record was booked by this entry.")),
    Question(
        journal.REVERSED,
        "%(place)s",
        N_("The reversal of entry %(entry)s is not what this state says."),
    ),
    Question(
        journal.BANK_DAYS,
        "%(place)s",
        N_("Money moved on %(moved_on)s, but entry %(entry)s is of %(day)s."),
    ),
    Question(
        totals.OVER_CAPS,
        "%(place)s",
        N_("In %(year)s %(used_cents)s is used, and %(most_cents)s is all there is."),
    ),
    Question(
        totals.BELOW_FLOOR,
        "account/%(account)s",
        N_("The balance of %(balance_cents)s stands against a floor of %(floor_cents)s."),
    ),
    Question(
        totals.PLEDGE_AMOUNTS,
        "pledge/%(pledge)s",
        N_("The instalments come to %(instalments_cents)s, the pledge is %(amount_cents)s."),
    ),
    Question(
        totals.DUE_TOTALS,
        "pledge/%(pledge)s",
        N_("Through %(year)s %(kept_cents)s is kept as due; the instalments come to %(counted_cents)s."),
    ),
    Question(
        totals.BUDGET_TOTALS,
        "project/%(project)s",
        N_("For %(year)s %(kept_cents)s is kept as budget; the adopted budget says %(counted_cents)s."),
    ),
    Question(
        totals.OBLIGATED_TOTALS,
        "project/%(project)s",
        N_("For %(year)s %(kept_cents)s is kept as obliged; the obligations come to %(counted_cents)s."),
    ),
    Question(
        totals.OBLIGATIONS,
        "obligation/%(obligation)s",
        N_("%(open_cents)s is kept as open; what was used leaves %(expected_cents)s."),
    ),
    Question(
        receiving.CONTRIBUTION_PARTS,
        "contribution/%(contribution)s",
        N_("The parts come to %(parts_cents)s, the contribution is %(amount_cents)s."),
    ),
    Question(
        receiving.CONTRIBUTION_PLACES,
        "contribution/%(contribution)s",
        N_("Part %(line)s pays an instalment of another party or pledge."),
    ),
    Question(
        receiving.BOOKED,
        "%(place)s",
        N_("On %(account)s of pledge %(pledge)s %(booked_cents)s is booked instead of %(said_cents)s."),
    ),
    Question(
        receiving.INSTALMENTS_FILLED,
        "instalment/%(instalment)s",
        N_("%(received_cents)s came in on an instalment of %(amount_cents)s."),
    ),
    Question(
        receiving.INSTALMENT_DAYS,
        "instalment/%(instalment)s",
        N_("It falls due on %(due_on)s, but was posted on %(day)s."),
    ),
    Question(
        receiving.RECEIVED,
        "pledge/%(pledge)s",
        N_("%(account)s stands at %(booked_cents)s; instalments and contributions say %(said_cents)s."),
    ),
    Question(
        spending.SPLITS,
        "expenditure/%(expenditure)s",
        N_("The splits come to %(splits_cents)s instead of %(expected_cents)s."),
    ),
    Question(
        spending.SPLITS_CHARGED,
        "expenditure/%(expenditure)s",
        N_("%(booked_cents)s is charged for project %(project)s; its splits say %(said_cents)s."),
    ),
    Question(
        spending.EXPENDITURES_BOOKED,
        "expenditure/%(expenditure)s",
        N_("On %(account)s of pledge %(pledge)s %(booked_cents)s is booked instead of %(said_cents)s."),
    ),
    Question(
        spending.ACCOUNTING_YEARS,
        "expenditure/%(expenditure)s",
        N_("%(accounting_on)s does not lie in its fiscal year %(year)s."),
    ),
    Question(
        spending.NOT_MEMBERS,
        "expenditure/%(expenditure)s",
        N_("%(party)s was no member on %(accounting_on)s, but is charged."),
    ),
    Question(
        spending.PAYMENT_SHARES,
        "payment/%(payment)s",
        N_("The shares come to %(shares_cents)s, the payment is %(payment_cents)s."),
    ),
    Question(
        spending.PAYMENTS_BOOKED,
        "entry/%(entry)s",
        N_("On %(account)s of pledge %(pledge)s %(booked_cents)s is booked instead of %(said_cents)s."),
    ),
    Question(
        spending.SET_OFFS,
        "payment/%(payment)s",
        N_("This payment does not match the other one of entry %(entry)s."),
    ),
    Question(
        spending.PAID_STATES,
        "expenditure/%(expenditure)s",
        N_("Its state is %(state)s, but %(open_cents)s is open."),
    ),
    Question(
        spending.CREDITORS,
        "pledge/%(pledge)s",
        N_("Creditors stand at %(booked_cents)s; the expenditures still owe %(owed_cents)s."),
    ),
    Question(deciding.TWO_ADOPTED, "year/%(year)s", N_("%(budgets)s budgets are in force at the same time.")),
    Question(
        deciding.BUDGET_STATES,
        "budget/%(budget)s",
        N_("Its state is %(state)s, which is not what its decision says."),
    ),
    Question(
        deciding.STRAY_VOTES,
        "decision/%(decision)s",
        N_("Party %(party)s has voted without having a vote on this version."),
    ),
    Question(
        deciding.UNAPPROVED,
        "expenditure/%(expenditure)s",
        N_("It is booked without an approval or an adopted decision."),
    ),
    Question(
        deciding.SELF_APPROVED,
        "expenditure/%(expenditure)s",
        N_("The approval of %(party)s is by who entered it, or of a version that does not exist."),
    ),
    Question(
        deciding.AGREED_BY_PAYEE,
        "expenditure/%(expenditure)s",
        N_("%(party)s has agreed to it, and is the payee or was it meanwhile."),
    ),
    Question(deciding.PAYEES, "payee/%(payee)s", N_("The register does not say what its last version says.")),
    Question(
        deciding.PAYEE_BEFORE,
        "expenditure/%(expenditure)s",
        N_("It waits for approval with what the register said of the payee before."),
    ),
    Question(
        deciding.TWO_VOICES,
        "%(place)s",
        N_("Person %(person)s speaks for %(parties)s organisations on it."),
    ),
    Question(
        years.YEAR_STATES,
        "year/%(year)s",
        N_("Its state is %(state)s, which is not what its last decision says."),
    ),
    Question(
        years.CARRIED_TOTALS,
        "project/%(project)s",
        N_("For %(year)s %(kept_cents)s is kept as carried over; the budgets took over %(counted_cents)s."),
    ),
    Question(
        years.CARRIES,
        "budget/%(budget)s",
        N_("It takes over budget of %(year)s without a decision that carried it."),
    ),
    Question(
        years.START, "%(place)s", N_("This is not what the decision about the opening balances booked.")
    ),
    Question(
        beyond.HAND_SHARES,
        "expenditure/%(expenditure)s",
        N_(
            "Pledge %(pledge)s is charged %(booked_cents)s for project %(project)s; set by hand is"
            " %(said_cents)s."
        ),
    ),
    Question(
        beyond.HAND_SHARE_SUMS,
        "expenditure/%(expenditure)s",
        N_("Its shares set by hand do not come to its splits, or have no reason."),
    ),
    Question(
        beyond.SENT_BACK,
        "expenditure/%(expenditure)s",
        N_("Its state is %(state)s, which is not what sending it back and resubmitting it left."),
    ),
    Question(
        beyond.COMMON_RELEASES,
        "release/%(release)s",
        N_("No adopted decision releases this of the common fund."),
    ),
    Question(
        beyond.COMMON_RELEASED,
        "year/%(year)s",
        N_("Of the common fund %(released_cents)s is released; it has received %(received_cents)s."),
    ),
    Question(
        beyond.COMMON_USED,
        "project/%(project)s",
        N_("Through %(year)s it used %(used_cents)s of the common fund; released is %(released_cents)s."),
    ),
    Question(beyond.CASH_ADVANCES, "cash/%(advance)s", N_("No adopted decision agreed to this.")),
    Question(
        beyond.CASH_MOVED,
        "cash/%(advance)s",
        N_("Of %(agreed_cents)s agreed %(advanced_cents)s came in, and %(repaid_cents)s was repaid."),
    ),
    Question(
        beyond.CASH_BOOKED,
        "%(place)s",
        N_("On %(account)s of pledge %(pledge)s %(booked_cents)s is booked instead of %(said_cents)s."),
    ),
    Question(
        beyond.CASH_OWED,
        "pledge/%(pledge)s",
        N_("Owed for cash lent stands at %(booked_cents)s; what came in and was repaid says %(said_cents)s."),
    ),
    Question(beyond.TAKEN_BACK, "%(place)s", N_("What is said to take this back does not do so.")),
    Question(
        years.COMMON_SETTLED,
        "entry/%(entry)s",
        N_("It divides the common fund, which no decision did, or did already."),
    ),
    Question(
        years.BEFORE_BOOKS,
        "entry/%(entry)s",
        N_("It is dated %(day)s; the books began on %(starts_on)s."),
    ),
)
"""Everything that one statement can answer, in the order in which a reader would want to know it."""
