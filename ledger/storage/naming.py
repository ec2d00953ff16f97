"""The names of what money belongs to, as statements use them, in the reader's language."""

from sqlalchemy.orm import Session

from ledger.core.language import Code
from ledger.core.statements import facts
from ledger.core.statements.facts import Names, unique_names
from ledger.storage import pledging, reads
from ledger.storage.tables import ProgrammeLine


def names(session: Session, covenant_id: int, code: Code) -> Names:
    """Read every party, programme line, project and pledge, each in the covenant's order."""
    parties = reads.parties(session, covenant_id)
    projects = reads.projects(session, covenant_id)
    lines = reads.lines(session, covenant_id)
    party_names = unique_names((party.id, party.slug, party.name) for party in parties)
    project_names = unique_names((project.id, project.slug, project.name) for project in projects)
    kept_for = reads.earmarks(session, covenant_id)
    joined = pledging.joiners(session, covenant_id)
    return Names(
        parties={
            party.id: facts.Party(party.slug, party_names[party.id], joined.get(party.id))
            for party in parties
        },
        lines=unique_names((line.id, line.slug, line_name(line, code)) for line in lines),
        projects={
            project.id: facts.Project(project.slug, project_names[project.id], project.line_id)
            for project in projects
        },
        pledges={
            pledge.id: facts.Pledge(
                pledge.party_id, pledge.amount_cents, tuple(sorted(kept_for.get(pledge.id, ())))
            )
            for pledge in reads.pledges(session, covenant_id)
            if pledge.party_id is not None
        },
    )


def line_name(line: ProgrammeLine, code: Code) -> str:
    """Name a programme line in the reader's language."""
    return line.name_nl if code == "nl" else line.name_en
