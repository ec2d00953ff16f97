"""Cash: whether the bank account holds what is to go out, as far as the covenant asks that it does."""

from datetime import date
from typing import cast

from sqlalchemy.orm import Session

from ledger.core.budget import CashRule, lowest_from, require_cash
from ledger.core.sentences import Sentence
from ledger.storage import reads
from ledger.storage.tables import Covenant


def require_held(
    session: Session, covenant: Covenant, amount_cents: int, day: date, *, field: str | None = "amount"
) -> Sentence | None:
    """Refuse, or warn of, more than the bank account holds on a day or on any later day recorded.

    Which of the two is the covenant's cash rule; gives the warning, or None when there is enough.
    """
    movements = reads.bank_movements(session, covenant.id)
    rule = cast("CashRule", covenant.cash_rule)
    return require_cash(amount_cents, lowest_from(movements, day), rule, field=field)
