"""Verifying the record: the trail against itself and a witness, and all that is on record against the trail.

The second count of `checks.py` asks whether the books add up; this asks whether they are the books that were
written: each journal entry, vote, approval and file is held against what the trail told when it was made.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from ledger import access_log, evidence, spending, trail
from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, sentence
from ledger.core.statements.shape import Head
from ledger.storage import journal, proofs, reads
from ledger.storage.canonical import canonical, digest_of_text
from ledger.storage.proofs import Told
from ledger.trail import Finding

_WITNESS = re.compile(r"(?P<seq>0|[1-9][0-9]{0,8}):(?P<hash>(?:[0-9a-f]{64})?)")

UNTOLD = N_("The trail does not tell of this.")
DIFFERS = N_("This is not what the trail told in row %(row)s.")
MISSING = N_("This is missing; the trail told of it in row %(row)s.")


ENTERING = {
    "expenditure.entered": "expenditure",
    "expenditure.edited": "expenditure",
    "contribution.received": "contribution",
    "bank.received": "bank",
    "in_kind.recorded": "in-kind",
    "obligation.added": "obligation",
    "budget.proposed": "budget",
    "budget.changed": "budget",
    "measurement.added": "measurement",
}
"""The acts that tell all that a register says of something, and the register."""


def head(session: Session, covenant_id: int) -> Head:
    """Give the trail's head: the number and the hash of its last row."""
    return trail.head(session, covenant_id)


def parse_witness(text: str, *, field: str | None = "witness") -> Head:
    """Read a head as it is printed on exports, `12:ab34…`; refuses anything else."""
    match = _WITNESS.fullmatch(text.strip().lower())
    if match is None or (match["seq"] == "0") != (match["hash"] == ""):
        raise Malformed(
            sentence(N_('"%(typed)s" is not a number, a colon and a hash of 64 digits.'), typed=text[:80]),
            field,
        )
    return Head(int(match["seq"]), match["hash"])


def verify(session: Session, covenant_id: int, witness: Head | None = None) -> list[Finding]:
    """Prove the record and name everything that is wrong; empty when all is sound.

    `witness` is a head somebody kept: it shows whether the trail was cut or written anew since. Where the
    trail itself is wrong, nothing else can be held against it, and its first wrong row is all that is named.
    """
    reads.covenant(session, covenant_id)
    chain, log = trail.verify_chain(session, covenant_id, witness), access_log.verify_chain(session)
    if chain:
        return [*chain, *log]
    said = _gather(proofs.told(session, covenant_id))
    return [
        *log,
        *_entries(session, covenant_id, said),
        *_charges(session, covenant_id, said),
        *_payments(session, covenant_id, said),
        *_contributions(session, covenant_id, said),
        *_registers(session, covenant_id, said),
        *_decisions(session, covenant_id, said),
        *_votes(session, covenant_id, said),
        *_approvals(session, covenant_id, said),
        *evidence.faults(session, covenant_id),
    ]


@dataclass
class _Said:
    """What the trail told, by what it told of; the last word counts where there were several."""

    entries: dict[int, list[Told]] = field(default_factory=dict)
    payments: dict[int, Told] = field(default_factory=dict)
    contributions: dict[int, Told] = field(default_factory=dict)
    registers: dict[tuple[str, int], Told] = field(default_factory=dict)
    decisions: dict[int, Told] = field(default_factory=dict)
    outcomes: dict[int, Told] = field(default_factory=dict)
    votes: dict[tuple[int, int, int], Told] = field(default_factory=dict)
    approvals: dict[tuple[int, int, int], Told] = field(default_factory=dict)


def _gather(rows: Iterator[Told]) -> _Said:
    said = _Said()
    for row in rows:
        content = row.content
        if isinstance(content.get("entry"), int):
            said.entries.setdefault(content["entry"], []).append(row)
        if row.act in ENTERING:
            said.registers[ENTERING[row.act], row.number] = row
        match row.act:
            case "expenditure.paid" | "expenditure.came_back" | "expenditure.set_off":
                said.payments[content.get("payment", 0)] = row
            case "contribution.received":
                said.contributions[row.number] = row
            case "decision.opened" | "decision.changed":
                said.decisions[row.number] = row
            case "decision.adopted" | "decision.rejected" | "decision.withdrawn" | "decision.lapsed":
                said.outcomes[row.number] = row
            case "decision.voted":
                said.votes[row.number, content.get("version", 0), content.get("party", 0)] = row
            case "expenditure.approved":
                said.approvals[row.number, content.get("version", 0), content.get("party", 0)] = row
    return said


def _entries(session: Session, covenant_id: int, said: _Said) -> Iterator[Finding]:
    """Ask that every entry is what exactly one act told that it booked."""
    sealed = proofs.sealed_entries(session, covenant_id)
    left = dict(said.entries)
    for number, digest in journal.digests(session, covenant_id):
        acts = left.pop(number, [])
        place = f"entry/{number}"
        if not acts and number in sealed:
            yield Finding(place, sentence(UNTOLD))
        elif len(acts) > 1:
            rows = ", ".join(str(act.seq) for act in acts)
            yield Finding(
                place,
                sentence(N_("The trail tells more than once that it was booked: rows %(rows)s."), rows=rows),
            )
        elif acts and acts[0].content.get("booked") != digest:
            yield Finding(place, sentence(DIFFERS, row=acts[0].seq))
    for number, acts in sorted(left.items()):
        yield Finding(f"entry/{number}", sentence(MISSING, row=acts[0].seq))


def _charges(session: Session, covenant_id: int, said: _Said) -> Iterator[Finding]:
    """Ask that every charge booked is the charge told; those of a credit note are told above zero."""
    booked = proofs.charges(session, covenant_id)
    for entry_id, acts in sorted(said.entries.items()):
        for act in acts:
            if act.act != "expenditure.charged" or entry_id not in booked:
                continue
            sums: dict[tuple[int, int], int] = {}
            for project, pledge, cents in act.content.get("charges", ()):
                sums[project, pledge] = sums.get((project, pledge), 0) + cents
            if sums != {key: abs(cents) for key, cents in booked[entry_id].items()}:
                yield Finding(f"expenditure/{act.number}", sentence(DIFFERS, row=act.seq))


def _payments(session: Session, covenant_id: int, said: _Said) -> Iterator[Finding]:
    """Ask that every payment is as told; the other half of a set-off was told with the first."""
    shares = proofs.payment_shares(session, covenant_id)
    rows = proofs.payments(session, covenant_id)
    for number, (expenditure_id, entry_id, other) in sorted(rows.items()):
        place = f"payment/{number}"
        act = said.payments.get(number)
        if act is not None:
            told = (act.number, act.content.get("entry"), dict(act.content.get("shares", ())))
            if told != (expenditure_id, entry_id, shares.get(number, {})):
                yield Finding(place, sentence(DIFFERS, row=act.seq))
        elif (half := said.payments.get(other or 0)) is None:
            yield Finding(place, sentence(UNTOLD))
        elif _of(half.content, "claim", "entry") != (expenditure_id, entry_id):
            yield Finding(place, sentence(DIFFERS, row=half.seq))
    for number in sorted(set(said.payments) - set(rows)):
        yield Finding(f"payment/{number}", sentence(MISSING, row=said.payments[number].seq))


def _contributions(session: Session, covenant_id: int, said: _Said) -> Iterator[Finding]:
    """Ask that every contribution was matched to the instalments told."""
    parts = proofs.parts(session, covenant_id)
    for number, act in sorted(said.contributions.items()):
        told = [(part["pledge"], part["instalment"], part["cents"]) for part in act.content.get("parts", ())]
        if told != parts.get(number, []):
            yield Finding(f"contribution/{number}", sentence(DIFFERS, row=act.seq))


def _registers(session: Session, covenant_id: int, said: _Said) -> Iterator[Finding]:
    """Ask that every register says what was told when a thing was entered, or edited last."""
    left = dict(said.registers)
    for kind in proofs.REGISTERS:
        for number, row in proofs.register(session, covenant_id, kind).items():
            act = left.pop((kind, number), None)
            place = f"{kind}/{number}"
            if act is None:
                yield Finding(place, sentence(UNTOLD))
            elif any(act.content.get(name) != value for name, value in row.items() if name in act.content):
                yield Finding(place, sentence(DIFFERS, row=act.seq))
    for (kind, number), act in sorted(left.items()):
        yield Finding(f"{kind}/{number}", sentence(MISSING, row=act.seq))


def _decisions(session: Session, covenant_id: int, said: _Said) -> Iterator[Finding]:
    """Ask that every decision's text is the one whose digest was told, and ended as was told."""
    left = dict(said.decisions)
    for row in proofs.decisions(session, covenant_id):
        place = f"decision/{row.id}"
        opened, ended = left.pop(row.id, None), said.outcomes.get(row.id)
        if row.digest != digest_of_text(row.content) or not _says(row.content, row.title, row.proposal):
            yield Finding(place, sentence(N_("Its text does not match the digest that was voted on.")))
        if opened is None:
            yield Finding(place, sentence(UNTOLD))
        elif row.digest != opened.content.get("digest") or row.version != opened.content.get("version"):
            yield Finding(place, sentence(DIFFERS, row=opened.seq))
        if (row.state == "open") != (ended is None):
            yield Finding(place, sentence(N_("The trail does not tell that it ended so.")))
        elif ended and (ended.act, ended.content.get("digest")) != (f"decision.{row.state}", row.digest):
            yield Finding(place, sentence(DIFFERS, row=ended.seq))
    for number, act in sorted(left.items()):
        yield Finding(f"decision/{number}", sentence(MISSING, row=act.seq))


def _says(content: str, title: str, proposal: str) -> bool:
    """Say whether a canonical text holds this title and this proposal."""
    return f'"title":{canonical(title)}' in content and f'"proposal":{canonical(proposal)}' in content


def _votes(session: Session, covenant_id: int, said: _Said) -> Iterator[Finding]:
    """Ask that every vote is the one told, on the digest of what was voted on."""
    left = dict(said.votes)
    for vote in proofs.votes(session, covenant_id):
        place = f"decision/{vote.decision_id}"
        act = left.pop((vote.decision_id, vote.version, vote.party_id), None)
        if act is None:
            what = N_("The vote of party %(party)s is not on the trail.")
            yield Finding(place, sentence(what, party=vote.party_id))
        elif (vote.choice, vote.reason, vote.digest) != _of(
            act.content, "choice", "reason", "digest"
        ) or vote.person_id != act.person_id:
            what = N_("The vote of party %(party)s is not what the trail told in row %(row)s.")
            yield Finding(place, sentence(what, party=vote.party_id, row=act.seq))
    for (number, _, party), act in sorted(left.items()):
        what = N_("The vote of party %(party)s is missing; the trail told of it in row %(row)s.")
        yield Finding(f"decision/{number}", sentence(what, party=party, row=act.seq))


def _approvals(session: Session, covenant_id: int, said: _Said) -> Iterator[Finding]:
    """Ask that every approval is the one told, and that what was approved is still what stands."""
    stands = {
        row.id: (row.version, spending.digest_on(row, splits))
        for row, splits in proofs.expenditures(session, covenant_id)
    }
    left = dict(said.approvals)
    for approval in proofs.approvals(session, covenant_id):
        place = f"expenditure/{approval.expenditure_id}"
        act = left.pop((approval.expenditure_id, approval.version, approval.party_id), None)
        version, digest = stands.get(approval.expenditure_id, (0, ""))
        if act is None:
            what = N_("The approval of party %(party)s is not on the trail.")
            yield Finding(place, sentence(what, party=approval.party_id))
        elif approval.digest != act.content.get("digest") or approval.person_id != act.person_id:
            what = N_("The approval of party %(party)s is not what the trail told in row %(row)s.")
            yield Finding(place, sentence(what, party=approval.party_id, row=act.seq))
        elif approval.version == version and approval.digest != digest:
            what = N_("It is not what party %(party)s approved.")
            yield Finding(place, sentence(what, party=approval.party_id))
    for (number, _, party), act in sorted(left.items()):
        what = N_("The approval of party %(party)s is missing; the trail told of it in row %(row)s.")
        yield Finding(f"expenditure/{number}", sentence(what, party=party, row=act.seq))


def _of(content: Mapping[str, object], *names: str) -> tuple[object, ...]:
    return tuple(content.get(name) for name in names)
