"""To whom an account belongs: who may make links for it, close or erase it, or take its second factor.

Anybody may be given a role in any covenant, by their e-mail address. So no role that a covenant gives may be
a way into an account that others made, and from there into their covenant.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.core.acting import COMMAND_LINE, By
from ledger.core.refusals import NotAllowed
from ledger.core.sentences import N_, sentence
from ledger.storage.reads import col
from ledger.storage.tables import PersonRole, Trail


def is_in_charge(session: Session, by: By, person_id: int) -> bool:
    """Say whether somebody's account may be changed by this person, as one it belongs to.

    It belongs to the covenant that gave its person a role first, of those in which they have one now; who has
    none anywhere is in anybody's hands. The command line is in charge of everybody's.
    """
    if by.person_id == COMMAND_LINE:
        return True
    takes_part = select(col(PersonRole.covenant_id)).where(col(PersonRole.person_id) == person_id).distinct()
    covenants = set(session.execute(takes_part).scalars())
    return not covenants or _belongs_to(session, covenants, person_id) in covenants_administered(
        session, by.person_id
    )


def _belongs_to(session: Session, covenants: set[int], person_id: int) -> int | None:
    """Find which of these covenants gave somebody a role first, as their trails tell."""
    return session.execute(
        select(col(Trail.covenant_id))
        .where(
            col(Trail.covenant_id).in_(covenants),
            col(Trail.subject) == f"person/{person_id}",
            col(Trail.act) == "role.given",
        )
        .group_by(col(Trail.covenant_id))
        .order_by(func.min(col(Trail.at)), col(Trail.covenant_id))
        .limit(1)
    ).scalar()


def require_in_charge(session: Session, by: By, person_id: int) -> None:
    """Refuse to touch the account of somebody whom another covenant made it for."""
    if not is_in_charge(session, by, person_id):
        raise NotAllowed(
            sentence(
                N_(
                    "The account of this person belongs to another covenant; its administrator can change "
                    "it, and they themselves."
                )
            )
        )


def covenants_administered(session: Session, person_id: int) -> set[int]:
    """Give the covenants that somebody administers."""
    rows = session.execute(
        select(col(PersonRole.covenant_id)).where(
            col(PersonRole.person_id) == person_id, col(PersonRole.role) == "administrator"
        )
    )
    return set(rows.scalars())
