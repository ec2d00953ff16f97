"""Cash advances: a party lends the covenant cash by decision, and gets it back.

What comes in is owed to the party on its own pledge until it is repaid; neither is ever more than was agreed.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledger import cash, covenants, decisions, keys, periods, trail
from ledger.core import entry as entries
from ledger.core.acting import By
from ledger.core.budget import lowest_from
from ledger.core.entry import Draft
from ledger.core.money import require_size
from ledger.core.numbers import NUMBERS
from ledger.core.proposals import Drafted, change
from ledger.core.refusals import Malformed, NoRoom, NotFound, WrongState
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.core.wording import require_writable
from ledger.storage import journal, lent, reads
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import CashAdvance, CashMovement, Covenant, Decision, Party

# ---- the decision --------------------------------------------------------------------------------------


def draft(
    session: Session, covenant_id: int, *, by: By, party: str, amount_cents: int, repay_by: date
) -> Drafted:
    """Draw up that a party lends the covenant cash, at most this much, to be repaid by a day.

    Refuses a party that is no member or made no pledge, nothing or less, and a day that has passed.
    """
    require_size(amount_cents, field="amount")
    lender = reads.party_by_slug(session, covenant_id, party)
    if amount_cents <= 0:
        raise Malformed(sentence(N_("An amount lent is more than zero.")), "amount")
    _require_lender(session, covenant_id, lender, by.today)
    _require_to_come(repay_by, by.today)
    before = sum(
        one.owed_cents for one in lent.as_at(session, covenant_id, by.today) if one.party_id == lender.id
    )
    return Drafted(
        f"party/{lender.slug}",
        lender.name,
        {
            "party": lender.slug,
            "cents": amount_cents,
            "repay_by": day_text(repay_by),
            "changes": [
                change("owed_to_party", before, before + amount_cents, of=lender.name),
                change("repay_by", None, repay_by, of=lender.name),
            ],
        },
    )


def _require_lender(session: Session, covenant_id: int, lender: Party, today: date) -> int:
    """Refuse a party that cannot lend; give the pledge in whose books it is owed."""
    if lender.id not in covenants.members(session, covenant_id, today):
        raise WrongState(
            sentence(N_("%(party)s is no party to the covenant today."), party=lender.name), "party"
        )
    pledges = [pledge.id for pledge in reads.pledges(session, covenant_id) if pledge.party_id == lender.id]
    if not pledges:
        raise Malformed(
            sentence(
                N_("%(party)s has made no pledge, so there are no books to owe it in."), party=lender.name
            ),
            "party",
        )
    return pledges[0]


def _require_to_come(repay_by: date, today: date) -> None:
    if repay_by < today:
        raise Malformed(sentence(N_("%(day)s has passed already."), day=repay_by), "repay_by")


def adopt(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Agree that a party lends cash, as the parties decided.

    Refuses a party that left since, and a day of repayment that has passed since.
    """
    figures = decisions.figures_of(decision)
    lender = reads.party_by_slug(session, covenant_id, figures["party"])
    repay_by = date.fromisoformat(figures["repay_by"])
    pledge_id = _require_lender(session, covenant_id, lender, by.today)
    _require_to_come(repay_by, by.today)
    number = reads.next_id(session, CashAdvance, covenant_id)
    session.execute(
        insert(CashAdvance).values(
            covenant_id=covenant_id,
            id=number,
            decision_id=decision.id,
            party_id=lender.id,
            pledge_id=pledge_id,
            agreed_cents=figures["cents"],
            repay_by=repay_by,
        )
    )
    content: dict[str, Content] = {
        "decision": decision.id,
        "party": lender.id,
        "pledge": pledge_id,
        "cents": figures["cents"],
        "repay_by": day_text(repay_by),
    }
    trail.append(session, covenant_id, by=by, act="cash.agreed", subject=f"cash/{number}", content=content)


# ---- money in and out ----------------------------------------------------------------------------------


def find_advance(session: Session, covenant_id: int, number: int) -> CashAdvance:
    """Find a cash advance by its number; refuses where there is none."""
    found = session.get(CashAdvance, (covenant_id, number)) if number in NUMBERS else None
    if found is None:
        raise NotFound(sentence(N_("There is no cash advance %(number)s."), number=number))
    return found


def record_received(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    number: int,
    received_on: date,
    amount_cents: int,
    reference: str = "",
) -> int:
    """Record cash that came in from the party that lends it; give the movement's number.

    Refuses more than was agreed, a day before the decision, one that has not come or lies in a closed year,
    and one after the day of repayment, or after the party left.
    """
    asked = _asked(number, "received_on", received_on, amount_cents, reference)
    done = keys.done_before(session, covenant_id, by=by, act="cash.received", asked=asked)
    if done is not None:
        return done
    row = find_advance(session, covenant_id, number)
    covenant = _require_day(session, covenant_id, row, received_on, by, field="received_on")
    _require_in_time(session, row, received_on)
    _require_positive(amount_cents)
    left_cents = row.agreed_cents - sum(
        each.cents
        for each in movements(session, covenant_id, number)
        if each.kind == "advanced" and each.state == "recorded"
    )
    if amount_cents > left_cents:
        raise NoRoom(
            sentence(
                N_("%(asked)s is more than the %(left)s that may still come in of what was agreed."),
                asked=Cents(amount_cents),
                left=Cents(left_cents),
            ),
            "amount",
        )
    postings = entries.advanced_by_party(row.pledge_id, amount_cents)
    made = _record(session, covenant, row, by, "advanced", received_on, amount_cents, reference, postings)
    _note(session, covenant_id, by, "cash.received", number, {**asked, **made})
    return keys.keep(session, covenant_id, by=by, act="cash.received", asked=asked, result=made["movement"])


def record_repaid(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    number: int,
    paid_on: date,
    amount_cents: int,
    reference: str = "",
) -> tuple[int, Sentence | None]:
    """Record cash repaid to the party that lent it; give the movement's number and a warning, if any.

    Refuses more than is owed on that day or any later one recorded, and more than the bank account holds
    where the covenant says so.
    """
    asked = _asked(number, "paid_on", paid_on, amount_cents, reference)
    done = keys.done_before(session, covenant_id, by=by, act="cash.repaid", asked=asked)
    if done is not None:
        return done, None
    row = find_advance(session, covenant_id, number)
    covenant = _require_day(session, covenant_id, row, paid_on, by, field="paid_on")
    _require_positive(amount_cents)
    owed_cents = max(lowest_from(_owed(session, covenant_id, number), paid_on), 0)
    if amount_cents > owed_cents:
        raise NoRoom(
            sentence(
                N_("%(asked)s is more than the %(owed)s that is owed then."),
                asked=Cents(amount_cents),
                owed=Cents(owed_cents),
            ),
            "amount",
        )
    warning = cash.require_held(session, covenant, amount_cents, paid_on)
    postings = entries.party_repaid(row.pledge_id, amount_cents)
    made = _record(session, covenant, row, by, "repaid", paid_on, amount_cents, reference, postings)
    _note(session, covenant_id, by, "cash.repaid", number, {**asked, **made})
    kept = keys.keep(session, covenant_id, by=by, act="cash.repaid", asked=asked, result=made["movement"])
    return kept, warning


def require_movement(session: Session, covenant_id: int, number: int, movement: int) -> CashMovement:
    """Find a movement of a cash advance by its number; refuses one that is not this advance's."""
    row = session.get(CashMovement, (covenant_id, movement)) if movement in NUMBERS else None
    if row is None or row.advance_id != number:
        raise NotFound(sentence(N_("There is no movement %(number)s of cash lent."), number=movement))
    return row


def reverse_movement(
    session: Session, covenant_id: int, *, by: By, movement: int, reversed_on: date, reason: str
) -> Sentence | None:
    """Take back a movement of a cash advance that was recorded in error; give a warning, if any.

    Refuses one that was reversed already, a day before it, no reason, cash come in that was repaid since,
    and, where the covenant says so, cash come in that has been paid out.
    """
    require_writable(reason, field="reason")
    asked: dict[str, Content] = {
        "movement": movement,
        "reversed_on": day_text(reversed_on),
        "reason": reason,
    }
    if keys.done_before(session, covenant_id, by=by, act="cash.reversed", asked=asked) is not None:
        return None
    row = session.get(CashMovement, (covenant_id, movement)) if movement in NUMBERS else None
    if row is None:
        raise NotFound(sentence(N_("There is no movement %(number)s of cash lent."), number=movement))
    advance = find_advance(session, covenant_id, row.advance_id)
    if row.state == "reversed":
        raise WrongState(sentence(N_("This has been taken back already.")))
    if not reason.strip():
        raise Malformed(sentence(N_("Say why this is reversed.")), "reason")
    covenant = _require_day(session, covenant_id, advance, reversed_on, by, field="reversed_on")
    if reversed_on < row.moved_on:
        raise Malformed(
            sentence(N_("A reversal cannot be dated before %(day)s."), day=row.moved_on), "reversed_on"
        )
    warning = None
    if row.kind == "advanced":
        if lowest_from(_owed(session, covenant_id, row.advance_id), reversed_on) < row.cents:
            raise NoRoom(
                sentence(
                    N_(
                        "Of this cash was repaid: take the repayment back first, "
                        "and date this no earlier than that."
                    )
                )
            )
        warning = cash.require_held(session, covenant, row.cents, reversed_on, field=None)
    entry = _book(
        session,
        covenant,
        by,
        advance,
        "cash_reversed",
        reversed_on,
        reason,
        journal.mirrored(session, covenant_id, row.entry_id),
        reverses_id=row.entry_id,
    )
    row.state, row.reversal_reason = "reversed", reason
    session.flush()
    _note(session, covenant_id, by, "cash.reversed", advance.id, {**asked, "entry": entry})
    keys.keep(session, covenant_id, by=by, act="cash.reversed", asked=asked, result=movement)
    return warning


def _asked(number: int, field: str, day: date, amount_cents: int, reference: str) -> dict[str, Content]:
    require_size(amount_cents, field="amount")
    require_writable(reference, field="reference")
    return {
        "advance": number,
        field: day_text(day),
        "amount_cents": amount_cents,
        "reference": reference,
    }


def _require_positive(amount_cents: int) -> None:
    if amount_cents <= 0:
        raise Malformed(sentence(N_("An amount is more than zero.")), "amount")


def _require_day(
    session: Session, covenant_id: int, row: CashAdvance, day: date, by: By, *, field: str
) -> Covenant:
    """Refuse a day before the decision, one to come, and one in a closed year; give the covenant."""
    covenant = reads.covenant(session, covenant_id)
    periods.require_day(covenant, day, by.today, field=field)
    agreed_on = decisions.find_decision(session, covenant_id, row.decision_id).closed_on
    if agreed_on is not None and day < agreed_on:
        raise Malformed(
            sentence(N_("The parties agreed to this on %(day)s; it cannot be earlier."), day=agreed_on),
            field,
        )
    periods.require_open_day(session, covenant, day, field=field)
    return covenant


def _require_in_time(session: Session, row: CashAdvance, day: date) -> None:
    """Refuse cash that comes in when it should have been repaid, or when its lender has left."""
    left_on = session.get_one(Party, (row.covenant_id, row.party_id)).left_on
    last_day = min(row.repay_by, left_on or row.repay_by)
    if day > last_day:
        raise WrongState(
            sentence(N_("This cash could come in through %(day)s, and no later."), day=last_day),
            "received_on",
        )


def _record(
    session: Session,
    covenant: Covenant,
    row: CashAdvance,
    by: By,
    kind: str,
    day: date,
    cents: int,
    reference: str,
    postings: entries.Postings,
) -> dict[str, int]:
    """Book a movement and write it down; give its number and its entry's."""
    number = reads.next_id(session, CashMovement, covenant.id)
    entry = _book(session, covenant, by, row, f"cash_{kind}", day, reference, postings)
    session.add(
        CashMovement(
            covenant_id=covenant.id,
            id=number,
            advance_id=row.id,
            kind=kind,
            moved_on=day,
            cents=cents,
            reference=reference,
            entry_id=entry,
            person_id=by.person_id,
            recorded_at=by.now,
        )
    )
    session.flush()
    return {"movement": number, "entry": entry}


def _book(
    session: Session,
    covenant: Covenant,
    by: By,
    row: CashAdvance,
    kind: str,
    day: date,
    text: str,
    postings: entries.Postings,
    *,
    reverses_id: int | None = None,
) -> int:
    year = periods.year_of(covenant, day)
    drafted = Draft(day, year, kind, f"cash/{row.id}", text, postings)
    return periods.book(session, covenant, drafted, by=by, reverses_id=reverses_id)


def _note(
    session: Session, covenant_id: int, by: By, act: str, number: int, content: dict[str, Content]
) -> None:
    trail.append(session, covenant_id, by=by, act=act, subject=f"cash/{number}", content=content)


# ---- how it stands -------------------------------------------------------------------------------------


def movements(session: Session, covenant_id: int, number: int) -> Sequence[CashMovement]:
    """Read the movements of a cash advance in the order they were recorded, those reversed too."""
    return session.scalars(
        select(CashMovement)
        .where(col(CashMovement.covenant_id) == covenant_id, col(CashMovement.advance_id) == number)
        .order_by(col(CashMovement.id))
    ).all()


def _owed(session: Session, covenant_id: int, number: int) -> list[tuple[date, int]]:
    """Read by how much what is owed on a cash advance moved on which day; a reversal has a day of its own."""
    found = [
        (each.entry_id, each.moved_on, each.cents if each.kind == "advanced" else -each.cents)
        for each in movements(session, covenant_id, number)
    ]
    undone = journal.reversed_on(session, covenant_id, [entry_id for entry_id, _, _ in found])
    return [(day, cents) for _, day, cents in found] + [
        (undone[entry_id], -cents) for entry_id, _, cents in found if entry_id in undone
    ]
