"""Programmes of random acts on a covenant, through the real acts, with the books examined after every one.

A step says in numbers what to do; whoever tells it finds the project, the bill or the payment it points at.
An amount is part of what is open, all of it, or a cent more. Each accepted act leaves behind how to undo it.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from ledger import (
    approving,
    budget_proposals,
    budgets,
    charges,
    contributions,
    obligations,
    payments,
    periods,
    reversals,
    spending,
)
from ledger.core.charging import least_from
from ledger.core.spend import Amounts
from ledger.spending import Invoice
from ledger.storage import reads
from ledger.storage.tables import Contribution, Expenditure, Obligation, Payment
from tests.actions.world_books import Books
from tests.actions.world_steps import Step, sized


class Programme(Books):
    """Books to which steps are told one by one."""

    # ---- telling -----------------------------------------------------------------------------------

    def tell(self, step: Step) -> None:
        """Do what a step says, if there is anything to do it to, and examine the books."""
        self.world.today += timedelta(days=step.later)
        getattr(self, f"_{step.kind}")(step)

    def budget(self, year: int, cents: list[int]) -> None:
        """Adopt the first budget of a year, with these cents for the projects in turn, if there are any."""
        lines = {slug: cents[place % len(cents)] for place, slug in enumerate(self.projects)}
        if any(lines.values()):
            self.world.budget(year, lines)

    def _day(self, step: Step) -> date:
        return min(
            max(self.world.today - timedelta(days=step.back), self.agreed.first_day), self.agreed.last_day
        )

    def _past(self, step: Step) -> date:
        return max(self.world.today - timedelta(days=abs(step.back)), self.agreed.first_day)

    # ---- the acts ----------------------------------------------------------------------------------

    def _receive(self, step: Step) -> None:
        party = self.agreed.parties[step.what % len(self.agreed.parties)]
        number = self.attempt(
            contributions.record_contribution,
            party=party,
            received_on=self._past(step),
            amount_cents=step.share * 97 if step.share > 50 else step.share * 9,
        )
        if number:
            self._later(f"contribution {number}", lambda: self._take_contribution_back(number))

    def _invoice(self, step: Step, sign: int = 1) -> Invoice | None:
        day = self._day(step)
        year = periods.year_of(self.world.asks(reads.covenant), day)
        slugs = list(
            dict.fromkeys([self._slug(step.what), *([self._slug(step.other)] if step.share % 3 == 0 else [])])
        )
        limit = self._limit(slugs[0], day, year) if sign > 0 else self._charged(slugs[0], year)
        first = sized(limit, step)
        if not first:
            return None
        rest = 1 + step.share * 7 % 900
        splits = tuple((slug, sign * (rest if place else first)) for place, slug in enumerate(slugs))
        net = sum(cents for _, cents in splits)
        recoverable = sign * (step.share % 5) * 10
        return Invoice(
            payee_id=self.payees[step.other % 2],
            invoice_reference="R",
            invoice_on=min(self.world.today, day),
            accounting_on=day,
            description="Work",
            amounts=Amounts(net, recoverable, recoverable, net + recoverable),
            splits=splits,
            obligation=self._contract(step, slugs, year) if sign > 0 else None,
        )

    def _slug(self, place: int) -> str:
        return self.projects[place % len(self.projects)]

    def _limit(self, slug: str, day: date, year: int) -> int:
        """Say what a bill on one project can be at most: the lower of its room and what is promised."""
        project = self.world.asks(reads.project_by_slug, slug)
        room = self.world.asks(reads.room, project.id, year).left_cents
        funds = self.world.asks(reads.funds)
        promised = sum(fund.available(year) for fund in funds if fund.counts(day, project.line_id))
        return max(min(room, promised), 0)

    def _charged(self, slug: str, year: int) -> int:
        """Say how much of a project's charges a credit note without an original can give back."""
        project = self.world.asks(reads.project_by_slug, slug)
        by_pledge = self.world.asks(reads.project_charges, project.id)
        return sum(least_from(years, year) for years in by_pledge.values())

    def _open_of_bill(self, row: Expenditure) -> dict[int, int]:
        """Give what credit notes have left of an invoice, per project."""
        notes = self.world.asks(charges.credit_notes_of, row.id)
        entries = [each.entry_id for each in (row, *notes)]
        left: dict[int, int] = {}
        for (project, _), cents in self.world.asks(reads.charges_of_entries, entries).items():
            left[project] = left.get(project, 0) + cents
        return left

    def _contract(self, step: Step, slugs: list[str], year: int) -> int | None:
        for row in self._all(Obligation):
            project = self.world.asks(reads.project_by_slug, slugs[0]).id
            if (row.project_id, row.payee_id, row.year) == (project, self.payees[step.other % 2], year):
                return int(row.id)
        return None

    def _spend(self, step: Step) -> None:
        invoice = self._invoice(step)
        if invoice is None:
            return
        must = None
        if len(invoice.splits) == 1 and invoice.obligation is None and self._is_open(invoice.day):
            must = step.size != "beyond"
        self._enter_and_approve(invoice, must)

    def _enter(self, step: Step) -> None:
        invoice = self._invoice(step)
        if invoice is not None:
            self.attempt(spending.enter_expenditure, must=self._is_open(invoice.day), invoice=invoice)

    def _approve(self, step: Step) -> None:
        waiting = self.expenditures("entered")
        if waiting:
            self._approve_one(waiting[step.what % len(waiting)].id, None)
        else:
            self._enter(step)

    def _enter_and_approve(self, invoice: Invoice, must: bool | None = None) -> None:
        number = self.attempt(spending.enter_expenditure, must=self._is_open(invoice.day), invoice=invoice)
        if number:
            self._approve_one(number, must)

    def _approve_one(self, number: int, must: bool | None) -> None:
        seen = self.world.asks(spending.digest_of, number)
        who = self.world.partner(self.agreed.parties[0])
        if self.attempt(approving.approve_expenditure, must=must, by=who, number=number, seen_digest=seen):
            self._later(f"expenditure {number}", lambda: self._take_expenditure_back(number))

    def _credit(self, step: Step) -> None:
        """Credit part of an invoice, of each project alike, in full, or a cent beyond; often a year later."""
        invoices = [row for row in self.expenditures("paid", "approved") if row.kind == "invoice"]
        if not invoices:
            self._spend(step)
            return
        row = invoices[step.what % len(invoices)]
        slugs = {project.id: project.slug for project in self.world.asks(reads.projects)}
        splits = tuple(
            (slugs[project], -sized(cents, step))
            for project, cents in self._open_of_bill(row).items()
            if cents
        )
        if not splits:
            self._spend(step)
            return
        later = timedelta(days=366 if step.other % 2 else 0)
        net, vat = sum(cents for _, cents in splits), -(row.recoverable_vat_cents * step.share // 400)
        self._enter_and_approve(
            Invoice(
                payee_id=row.payee_id,
                invoice_reference="C",
                invoice_on=min(max(self.world.today, row.invoice_on), self.agreed.last_day),
                accounting_on=min(max(self._day(step), row.accounting_on + later), self.agreed.last_day),
                description="Credited",
                amounts=Amounts(net, vat, vat, net + vat),
                splits=splits,
                original=row.id,
            )
        )

    def _credit_without(self, step: Step) -> None:
        note = self._invoice(step, -1)
        if note is None:
            self._spend(step)
        else:
            known = len(note.splits) == 1 and self._is_open(note.day)
            self._enter_and_approve(note, step.size != "beyond" if known else None)

    def _pay(self, step: Step) -> None:
        rows = [row for row in self.expenditures("approved", "paid", "reversed") if self.open_of(row) > 0]
        if rows:
            row = rows[step.what % len(rows)]
            day = self._past(step)
            warns = self.world.asks(reads.covenant).cash_rule == "warn"
            made = self.attempt(
                payments.pay,
                must=False if step.size == "beyond" else (True if warns and self._is_open(day) else None),
                number=row.id,
                paid_on=day,
                amount_cents=sized(self.open_of(row), step),
            )
            if made:
                self._later(f"payment {made[0]}", lambda: self._take_payment_back(made[0]))
        else:
            self._spend(step)

    def _take_back(self, step: Step) -> None:
        rows = [row for row in self.expenditures("approved", "paid", "reversed") if self.open_of(row) < 0]
        if rows:
            row = rows[step.what % len(rows)]
            day = self._past(step)
            made = self.attempt(
                payments.take_back,
                must=step.size != "beyond" and self._is_open(day),
                number=row.id,
                received_on=day,
                amount_cents=sized(-self.open_of(row), step),
            )
            if made:
                self._later(f"refund {made}", lambda: self._take_payment_back(made))
        else:
            self._credit(step)

    def _set_off(self, step: Step) -> None:
        rows = self.expenditures("approved", "paid", "reversed")
        claims = [row for row in rows if self.open_of(row) < 0]
        payees = {row.payee_id for row in claims}
        owed = [row for row in rows if self.open_of(row) > 0 and (row.payee_id in payees or step.back < 0)]
        if not claims:
            self._credit(step)
        elif not owed:
            self._spend(step)
        else:
            row, claim = owed[step.what % len(owed)], claims[step.other % len(claims)]
            most = min(self.open_of(row), -self.open_of(claim))
            bank = self.world.balance("bank")
            made = self.attempt(
                payments.set_off,
                must=step.size != "beyond"
                and row.payee_id == claim.payee_id
                and self._is_open(self.world.today)
                and self._is_due(row)
                and self._is_due(claim),
                number=row.id,
                claim_number=claim.id,
                settled_on=self.world.today,
                amount_cents=sized(most, step),
            )
            assert self.world.balance("bank") == bank
            if made:
                self._later(f"settlement {made}", lambda: self._take_payment_back(made))

    def _is_due(self, row: Expenditure) -> bool:
        """Say whether the day an expenditure is booked on, and that of its reversal, have come."""
        entries = [number for number in (row.entry_id, row.reversal_id) if number]
        return all(self.world.entry(number)[0] <= self.world.today for number in entries)

    def _oblige(self, step: Step) -> None:
        day = min(self.world.today, self.agreed.last_day)
        year = periods.year_of(self.world.asks(reads.covenant), day)
        slug = self._slug(step.what)
        project = self.world.asks(reads.project_by_slug, slug)
        cents = sized(self.world.asks(reads.room, project.id, year).left_cents, step)
        number = self.attempt(
            obligations.add_obligation,
            must=step.size != "beyond" and cents > 0 and self._is_open(day),
            project=slug,
            payee=self.payees[step.other % 2],
            year=year,
            agreed_on=day,
            description="Contract",
            amount_cents=cents,
        )
        if number:
            self._later(f"contract {number}", lambda: self._release(number))

    def _raise_budget(self, step: Step) -> None:
        self._amend(step, step.share * 10)

    def _cut_budget(self, step: Step) -> None:
        """Ask for less than is spent and obliged, which is refused."""
        year, lines = self._budgeted(step)
        slug = self._slug(step.what)
        project = self.world.asks(reads.project_by_slug, slug)
        room = self.world.asks(reads.room, project.id, year)
        used = room.spent_cents + room.obligated_cents
        if used > 0:
            self.attempt(
                budget_proposals.propose_budget,
                must=False,
                year=year,
                purpose="Less",
                lines={**lines, slug: used - 1},
            )

    def _budgeted(self, step: Step) -> tuple[int, dict[str, int]]:
        years = periods.term_years(self.world.asks(reads.covenant))
        year = years[step.other % len(years)]
        base = self.world.asks(budgets.in_force, year)
        slugs = {project.id: project.slug for project in self.world.asks(reads.projects)}
        lines = self.world.asks(budgets.lines_of, base.id) if base else {}
        return year, {slugs[project]: cents for project, cents in lines.items()}

    def _amend(self, step: Step, more: int) -> None:
        year, lines = self._budgeted(step)
        slug = self._slug(step.what)
        if self.world.asks(reads.year_states)[year] == "open":
            self.world.budget(year, {**lines, slug: lines.get(slug, 0) + more})
            self.examine()

    def _close_year(self, step: Step) -> None:
        """Close the first year that is over, one in three times."""
        ended = [
            row.year
            for row in self.world.asks(reads.fiscal_years)
            if row.state == "open"
            and row.ends_on < self.world.today
            and row.year < periods.year_of(self.world.asks(reads.covenant), self.agreed.last_day)
        ]
        if ended and step.share % 3 == 0:
            self.world.closes(ended[0])

    # ---- undoing some of it before the end ---------------------------------------------------------

    def _reverse_payment(self, step: Step) -> None:
        rows = [row for row in self._all(Payment) if row.state == "recorded"]
        self._out_of_order(rows, step, reversals.reverse_payment)

    def _reverse_expenditure(self, step: Step) -> None:
        rows = self.expenditures("approved", "paid")
        self.knotted |= any(row.kind == "credit_note" and row.original_id is None for row in rows)
        self._out_of_order(rows, step, reversals.reverse_expenditure)

    def _reverse_contribution(self, step: Step) -> None:
        rows = [row for row in self._all(Contribution) if row.state == "received"]
        self._out_of_order(rows, step, contributions.reverse_contribution)

    def _out_of_order(self, rows: list[Any], step: Step, act: Callable[..., object]) -> None:
        if rows:
            self.in_order = False
            number = rows[step.what % len(rows)].id
            self.attempt(act, number=number, reversed_on=self._past(step), reason="Wrong")
