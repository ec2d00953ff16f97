"""The words that are the exports' own: headings, labels and notes in no language yet."""

from ledger.core.language import Language
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.shape import Report

ABOUT = sentence(N_("About this report"))
ACCOUNT = sentence(N_("Financial account"))
AMOUNTS_IN_EURO = sentence(N_("Amounts in euro"))
AS_AT = sentence(N_("As at"))
BUDGET = sentence(N_("Budget"))
CHECK = sentence(N_("Check"))
CHECKS = sentence(N_("Checks"))
COLUMN = sentence(N_("Column"))
CONTENTS = sentence(N_("Contents"))
CONTROL = sentence(N_("Control total"))
COVENANT = sentence(N_("Covenant"))
COVER = sentence(N_("Cover"))
DIFFERENCE = sentence(N_("Difference"))
GOAL = sentence(N_("Goal"))
GROUP = sentence(N_("Group"))
KEY_FIGURES = sentence(N_("Key figures"))
LEFT = sentence(N_("Left"))
MADE_AT = sentence(N_("Made at"))
NO_BUDGET = sentence(N_("No budget has been adopted yet."))
NO_CHECKS = sentence(N_("There are no control totals to check."))
NO_FLOW = sentence(N_("No money has been spent yet."))
NO_ROWS = sentence(N_("There is nothing to show here."))
NOT_OK = sentence(N_("DIFFERENCE"))
NOTES = sentence(N_("Notes"))
OBLIGATED = sentence(N_("Obligated"))
OK = sentence(N_("OK"))
OVER_BUDGET = sentence(N_("Over budget"))
OVERALL = sentence(N_("All checks together"))
OWN_FIGURE = sentence(N_("The ledger's own figure"))
PARTIES = sentence(N_("Parties"))
PERIOD = sentence(N_("Period"))
PLACE = sentence(N_("Place"))
ROWS = sentence(N_("Rows"))
SPENT = sentence(N_("Spent"))
STATEMENT = sentence(N_("Statement"))
SUM_OF_ROWS = sentence(N_("Sum of the rows"))
SUM_AGAINST_OWN = sentence(
    N_("Every total worked out here from the rows, against the figure the ledger keeps by another road.")
)
SUMMARY = sentence(N_("Summary"))
TRAIL_HEAD = sentence(N_("Trail head"))
WHOLE_TERM = sentence(N_("Whole term"))

CHART_BUDGET = sentence(N_("Budget against actual, per project"))
CHART_FLOW = sentence(N_("Flow of money: from party through programme line to project"))
WITNESS = sentence(
    N_(
        "The trail head is the number and the fingerprint of the last act recorded when this was made. "
        "Whoever keeps it can have the ledger checked against it later."
    )
)


def year_of(report: Report) -> Sentence:
    """Say which year a report is about, or that it is about the whole term."""
    if report.year is None:
        return WHOLE_TERM
    return sentence(N_("Fiscal year %(year)s"), year=str(report.year))


def period_of(report: Report) -> Sentence:
    """Say from which day through which day a report tells."""
    return sentence(N_("%(from_day)s through %(as_at)s"), from_day=report.from_day, as_at=report.as_at)


def made_at(report: Report, language: Language) -> str:
    """Write the time of the trail's last act: the day, and the time in UTC."""
    return f"{language.day(report.made_at.date())} {report.made_at:%H:%M} UTC"


def page_of(page: int | str, pages: int | str) -> Sentence:
    """Say which page this is, and of how many."""
    return sentence(N_("Page %(page)s of %(pages)s"), page=str(page), pages=str(pages))


def continued(what: str) -> Sentence:
    """Say that a group or a table goes on from the page before."""
    return sentence(N_("%(what)s (continued)"), what=what)


def some_columns(first: int, last: int, of: int) -> Sentence:
    """Say which columns of a very wide statement stand in this part of it."""
    return sentence(
        N_("Columns %(first)s to %(last)s of %(of)s"), first=str(first), last=str(last), of=str(of)
    )


def others(count: int) -> Sentence:
    """Say that the smallest parts of a chart were gathered into one."""
    return sentence(N_("%(count)s others"), count=str(count))


def not_drawn(cents: str) -> Sentence:
    """Say that a chart leaves out what came back on balance."""
    return sentence(N_("Not drawn: %(amount)s that came back on balance."), amount=cents)


def checks_agree(right: int, all_of_them: int) -> Sentence:
    """Say how many control totals agree with the sum of the rows they stand under."""
    return sentence(
        N_("%(right)s of %(all)s control totals agree with the sum of their rows."),
        right=str(right),
        all=str(all_of_them),
    )
