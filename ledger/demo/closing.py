"""What the story tells of the end of a year: the bank's statement, the year's papers, and its closing."""

from datetime import date

from ledger import proposing, year_documents, years
from ledger.core.media import SoundFile
from ledger.demo import acts, papers
from ledger.demo.stage import Stage, cents, written

PAPERS = {
    "management_statement": ("Bestuursverklaring", "Het bestuur staat in voor de cijfers van het boekjaar."),
    "auditors_report": ("Controleverklaring", "De cijfers geven naar ons oordeel een getrouw beeld."),
}
"""The title of each paper of a year, and what it says."""


def hear_from_bank(stage: Stage, act: acts.BankSaid) -> None:
    """Enter what the bank's statement says at the end of a year."""
    years.state_bank_balance(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        year=act.year,
        cents=cents(act.amount),
        stated_on=date(act.year, 12, 31),
    )


def file(stage: Stage, act: acts.Filed) -> None:
    """File a paper with a year, by who is to file it."""
    title, words = PAPERS[act.kind]
    year_documents.file_document(
        stage.session,
        stage.covenant_id,
        by=stage.auditor() if act.kind == "auditors_report" else stage.treasurer(),
        year=act.year,
        kind=act.kind,
        file=SoundFile(
            f"{title} {act.year}.pdf", papers.pdf(f"{title} {act.year}", [words, written(act.on)])
        ),
    )


def ask(stage: Stage, act: acts.AskedToClose) -> None:
    """Put the closing of a year to the parties."""
    stage.decision[act.key] = proposing.propose(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        kind="close_year",
        facts={"year": act.year},
        proposal=act.purpose,
    )
