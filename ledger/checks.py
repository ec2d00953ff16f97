"""Checking the books: the second count, which recomputes every balance from the postings alone.

Nothing here trusts a kept total or a state: each is held against the postings, and the postings against what
the registers say. `verifying.py` does the same for the trail.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from sqlalchemy.orm import Session

from ledger import agreed
from ledger.core import approval, calendar
from ledger.core.approval import Rule, parse_majority, parse_share
from ledger.core.chart import ACCOUNTS
from ledger.core.language import Language
from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, Cents, sentence
from ledger.storage import reads, recount
from ledger.storage.recount import Posted, kept
from ledger.storage.recount.questions import QUESTIONS
from ledger.trail import Finding


@dataclass(frozen=True)
class Checked:
    """What the second count found: the size of the books, and every fault; none when the books balance."""

    parties: int
    promised_cents: int
    entries: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Say whether the books balance."""
        return not self.findings


def check(session: Session, covenant_id: int) -> Checked:
    """Count the books of a covenant again, from the postings alone, and name everything that differs."""
    reads.slug(session, covenant_id)
    size = kept.size(session, covenant_id)
    findings = tuple(_findings(session, covenant_id))
    return Checked(size.parties, size.promised_cents, size.entries, findings)


def sentence_of(checked: Checked, language: Language) -> str:
    """Say what the second count found, in one line, with each fault on a line of its own below it."""
    parties = (
        sentence(N_("1 party"))
        if checked.parties == 1
        else sentence(N_("%(number)s parties"), number=checked.parties)
    )
    faults = len(checked.findings)
    if not faults:
        verdict = sentence(N_("books balance"))
    elif faults == 1:
        verdict = sentence(N_("1 fault found"))
    else:
        verdict = sentence(N_("%(number)s faults found"), number=faults)
    whole = sentence(
        N_("%(parties)s, %(promised)s promised, %(verdict)s."),
        parties=parties,
        promised=Cents(checked.promised_cents),
        verdict=verdict,
    )
    return "\n".join(
        [language.say(whole), *(f"{one.place}: {language.say(one.what)}" for one in checked.findings)]
    )


def _findings(session: Session, covenant_id: int) -> Iterator[Finding]:
    for asked in QUESTIONS:
        for row in recount.wrong(session, covenant_id, asked.statement):
            yield Finding(asked.place % row, sentence(asked.what, **row))
    postings = recount.posted(session, covenant_id)
    for count in (_kept_balances, _kept_charges, _kept_spend, _last_counted, _results, _outside_earmark):
        yield from _readable(count(session, covenant_id, postings))
    for question in (_years, _outcomes, agreed.findings):
        yield from _readable(question(session, covenant_id))


def _readable(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Go through findings as far as what stands on record can be read at all."""
    try:
        yield from findings
    except ValueError as error:
        yield Finding("record", sentence(N_("Something on record cannot be read: %(why)s."), why=str(error)))


def _differ(place: str, total: int | None, counted: int, year: int | None = None) -> Iterator[Finding]:
    """Compare one kept total with its recount; None: it is not kept at all."""
    if total == counted:
        return
    figures = {"counted": Cents(counted), "kept": Cents(total or 0), "year": year}
    if total is None:
        what = N_("No total is kept, and the postings come to %(counted)s.")
    elif year is None:
        what = N_("%(kept)s is kept as balance; the postings come to %(counted)s.")
    else:
        what = N_("For %(year)s %(kept)s is kept as spent; the postings come to %(counted)s.")
    yield Finding(place, sentence(what, **figures))


def _kept_balances(session: Session, covenant_id: int, postings: Posted) -> Iterator[Finding]:
    balances, counted = kept.account_balances(session, covenant_id), postings.by(0)
    accounts = [account.key for account in ACCOUNTS]
    for account in accounts:
        yield from _differ(f"account/{account}", balances.get(account), counted.get((account,), 0))
    funds, per_fund = kept.fund_balances(session, covenant_id), postings.by(1, 0)
    keys = [(pledge, name) for pledge in kept.pledge_ids(session, covenant_id) for name in accounts]
    for pledge_id, name in [*keys, *(key for key in per_fund if key not in keys)]:
        key = cast("tuple[int, str]", (pledge_id, name))
        yield from _differ(f"pledge/{pledge_id}/{name}", funds.get(key), per_fund.get(key, 0))
    strange = [f"account/{name}" for name in balances if name not in accounts]
    strange += [f"pledge/{pledge}/{name}" for pledge, name in funds if (pledge, name) not in keys]
    for place in strange:
        yield Finding(place, sentence(N_("A total is kept of what is not there.")))


def _kept_charges(session: Session, covenant_id: int, postings: Posted) -> Iterator[Finding]:
    """Compare what is kept as charged to each pledge through each year with the income booked on it."""
    booked = postings.by(1, 3, accounts=["income"])
    charged = kept.charged(session, covenant_id)
    covenant = reads.covenant(session, covenant_id)
    first, last = (
        calendar.fiscal_year_of(day, reads.starts(covenant)) for day in (covenant.starts_on, covenant.ends_on)
    )
    for (pledge_id, year), cents in charged.items():
        if not first <= year <= last:
            yield Finding(f"pledge/{pledge_id}", sentence(N_("A total is kept of what is not there.")))
        through = -sum(
            each for (pledge, of), each in booked.items() if pledge == pledge_id and cast("int", of) <= year
        )
        if cents != through:
            what = N_("Through %(year)s %(kept)s is kept as charged; the postings come to %(counted)s.")
            figures = {"year": year, "kept": Cents(cents), "counted": Cents(through)}
            yield Finding(f"pledge/{pledge_id}", sentence(what, **figures))
    for key, cents in booked.items():
        if cents and key not in charged:
            yield from _differ(f"pledge/{key[0]}", None, -cents)


def _kept_spend(session: Session, covenant_id: int, postings: Posted) -> Iterator[Finding]:
    """Compare what is kept as spent on each project and year with the costs booked on it."""
    slugs = {project.id: project.slug for project in reads.projects(session, covenant_id)}
    spent = kept.spent(session, covenant_id)
    booked = postings.by(2, 3, accounts=["costs"])
    for key in [*spent, *(each for each in booked if each not in spent)]:
        project_id, year = cast("tuple[int, int]", key)
        place = f"project/{slugs.get(project_id, project_id)}"
        yield from _differ(place, spent.get((project_id, year)), booked.get(key, 0), year)


def _last_counted(session: Session, covenant_id: int, postings: Posted) -> Iterator[Finding]:
    """Ask that every total names the last entry that posted on it: by that its guard knows the next."""

    def told(total: str, *key: str) -> dict[tuple[object, ...], int]:
        return kept.last_counted(session, covenant_id, total, *key)

    slugs = {project.id: project.slug for project in reads.projects(session, covenant_id)}
    posted, of_fund = postings.last(0), postings.last(1, 0)
    spent, charged = postings.last(2, 3, accounts=["costs"]), postings.last(1, 3, accounts=["income"])
    last = [(f"account/{key[0]}", number, posted.get(key, 0))
            for key, number in told("account_total", "account").items()]  # fmt: skip
    last += [(f"pledge/{key[0]}/{key[1]}", number, of_fund.get(key, 0))
             for key, number in told("fund_total", "pledge_id", "account").items()]  # fmt: skip
    last += [(f"project/{slugs.get(cast('int', key[0]), key[0])}", number, spent.get(key, 0))
             for key, number in told("project_total", "project_id", "year").items()]  # fmt: skip
    for key, number in told("pledge_total", "pledge_id", "year").items():
        through = [entry for (pledge, year), entry in charged.items()
                   if pledge == key[0] and cast("int", year) <= cast("int", key[1])]  # fmt: skip
        last.append((f"pledge/{key[0]}", number, max(through, default=0)))
    for place, number, counted in last:
        if number != counted:
            what = N_("A total says that it counted entry %(kept)s last; the last one posted is %(counted)s.")
            yield Finding(place, sentence(what, kept=number, counted=counted))


def _results(_session: Session, _covenant_id: int, postings: Posted) -> Iterator[Finding]:
    """Ask that costs and income of every pledge come to nothing."""
    for (pledge,), cents in sorted(postings.by(1, accounts=["costs", "income"]).items()):
        if cents:
            what = N_("Costs and income of all entries come to %(result)s instead of zero.")
            yield Finding(f"pledge/{pledge}", sentence(what, result=Cents(cents)))


def _outside_earmark(session: Session, covenant_id: int, postings: Posted) -> Iterator[Finding]:
    """Ask that every pledge paid for its own programme lines only."""
    earmarks = reads.earmarks(session, covenant_id)
    projects = {project.id: project for project in reads.projects(session, covenant_id)}
    for (pledge, project_id), cents in postings.by(1, 2, accounts=["costs"]).items():
        earmark = earmarks.get(cast("int", pledge))
        project = projects.get(cast("int", project_id))
        if cents and earmark and project and project.line_id not in earmark:
            what = N_("%(cents)s was charged for project %(project)s, which its earmark leaves out.")
            yield Finding(f"pledge/{pledge}", sentence(what, cents=Cents(cents), project=project.slug))


def _years(session: Session, covenant_id: int) -> Iterator[Finding]:
    """Ask that every fiscal year has the days the covenant gives it."""
    starts = reads.starts(reads.covenant(session, covenant_id))
    for row in reads.fiscal_years(session, covenant_id):
        year = calendar.fiscal_year(row.year, starts)
        if (row.starts_on, row.ends_on) != (year.starts_on, year.ends_on):
            what = N_("This fiscal year runs from %(first)s to %(last)s in this covenant.")
            yield Finding(f"year/{row.year}", sentence(what, first=year.starts_on, last=year.ends_on))


def _outcomes(session: Session, covenant_id: int) -> Iterator[Finding]:
    """Count the votes of every decision again and ask that it was decided so."""
    for decision in kept.decided(session, covenant_id):
        place = f"decision/{decision.number}"
        try:
            share, at_least = parse_majority(decision.majority)
            quorum = parse_share(decision.quorum)
        except Malformed as unreadable:
            yield Finding(place, unreadable.why)
            continue
        consent = frozenset(party for party, needed in decision.voters.items() if needed)
        rule = Rule(tuple(decision.voters), quorum, share, at_least, consent)
        outcome = approval.tally(rule, decision.votes, over=decision.over).outcome
        if outcome != decision.state:
            what = N_("It is recorded as %(state)s; its votes make it %(outcome)s.")
            yield Finding(place, sentence(what, state=decision.state, outcome=outcome))
