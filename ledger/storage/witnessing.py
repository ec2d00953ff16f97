"""What the trail saw of the access log: the log's last row, noted by acts, so that a log cut short is found.

A chain cannot see its own end cut off. So the first act of a write block notes the log's end where it moved
since the covenant's acts noted it last. The note is a row like any other: the trail tells its digest.
"""

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from ledger.storage.tables import LogWitness

_NOTED = "the end of the access log as this block's acts noted it"

_END = text("""
    SELECT l.seq, l.hash, (
        SELECT w.log_seq FROM log_witness w WHERE w.covenant_id = :covenant ORDER BY w.trail_seq DESC LIMIT 1
    ) FROM access_log l ORDER BY l.seq DESC LIMIT 1
    """)

_UNSEEN = text("""
    SELECT w.trail_seq, w.log_seq, l.seq FROM log_witness w LEFT JOIN access_log l ON l.seq = w.log_seq
    WHERE w.covenant_id = :covenant AND (l.seq IS NULL OR l.hash <> w.log_hash) ORDER BY w.trail_seq LIMIT 1
    """)


def note(session: Session, covenant_id: int, trail_seq: int) -> None:
    """Note the end of the access log as the act with this number sees it, if it moved.

    It is looked at once in a block, and anew when the block itself wrote on the log.
    """
    noted: set[int] = session.info.setdefault(_NOTED, set())
    if covenant_id in noted:
        return
    noted.add(covenant_id)
    end = session.execute(_END, {"covenant": covenant_id}).first()
    if end is None or end[0] == end[2]:
        return
    session.execute(
        insert(LogWitness).values(
            covenant_id=covenant_id, trail_seq=trail_seq, log_seq=end[0], log_hash=end[1]
        )
    )


def moved(session: Session) -> None:
    """Have the next act look at the log's end anew, as this session has written on the log."""
    session.info.pop(_NOTED, None)


def unseen(session: Session, covenant_id: int) -> tuple[int, int, bool] | None:
    """Find the first note of a log row that is not there as noted: act, log row, and whether that is gone."""
    found = session.execute(_UNSEEN, {"covenant": covenant_id}).first()
    return (found[0], found[1], found[2] is None) if found else None
