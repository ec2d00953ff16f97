"""Shares by hand: the treasurer sets which pledge pays what of an expenditure, beside what the rule gives."""

from collections.abc import Sequence
from typing import cast

from flask import g
from werkzeug.wrappers import Response

from ledger import hand_shares, spending
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.dossiers import Dossier
from ledger.hand_shares import Board
from ledger.web.access import requires
from ledger.web.expenditures import open_file
from ledger.web.fields import LinesField, MoneyField, verbatim
from ledger.web.forms import LedgerForm
from ledger.web.here import by, read, write
from ledger.web.pages import go, page
from ledger.web.refusals import refusing
from ledger.web.spend_entry import area

__all__ = ["area"]


class SharesForm(LedgerForm):
    """An amount per project and funder, and why; the fields of the shares come with `_form`."""

    reason = LinesField(
        N_("Why by hand?"),
        hint=N_("The approvers read this. Not needed to let the rule decide."),
        optional=True,
    )

    def typed(self, file: Dossier) -> list[tuple[str, int, int]]:
        """Give the shares as they were typed: project, pledge, cents; a box left empty is nothing."""
        slugs = {project.id: project.slug for project, _, _ in file.splits}
        found = []
        for name, field in self._fields.items():
            if isinstance(field, MoneyField) and field.data:
                project, pledge = (int(part) for part in name.split("-")[1:])
                found.append((slugs[project], pledge, field.cents))
        return found


def _form(file: Dossier, board: Board) -> SharesForm:
    """Make the form: a box per share that can be set, filled with what is set or what the rule gives."""
    fields = {}
    for place in board.places:
        hint = sentence(
            N_("The rule gives %(rule)s; at most %(available)s."),
            rule=Cents(place.by_rule_cents),
            available=Cents(place.available_cents),
        )
        now = place.by_hand_cents if board.is_by_hand else place.by_rule_cents
        fields[f"share-{place.project_id}-{place.pledge_id}"] = MoneyField(
            _said(file.names.funder(place.pledge_id)), hint=hint, optional=True, default=now or None
        )
    made = type("SharesOfExpenditure", (SharesForm,), fields)
    return cast("SharesForm", made(data={"reason": board.reason, "digest": file.digest}))


def _said(name: str | Sentence) -> Sentence:
    return verbatim(name) if isinstance(name, str) else name


def _groups(file: Dossier, board: Board) -> list[tuple[str, int, Sequence[str]]]:
    """Put the boxes together by project: its name, its part in cents, and the names of its boxes."""
    return [
        (
            project.name,
            cents,
            [
                f"share-{place.project_id}-{place.pledge_id}"
                for place in board.places
                if place.project_id == project.id
            ],
        )
        for project, _, cents in file.splits
    ]


@area.route("/<int:number>/shares", methods=["GET", "POST"])
@requires("treasurer")
def shares(number: int) -> Response:
    """Set by hand which pledge pays what, or let the rule decide again."""
    file, _ = open_file(number)
    spending.require_editable(file.row)
    with read() as session:
        board = hand_shares.board(session, g.covenant.id, number)
    form = _form(file, board)
    if form.sent():
        with refusing(form):
            with write() as session:
                hand_shares.set_shares(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    typed=form.typed(file),
                    reason=form.reason.text,
                    seen_digest=form.digest.text,
                )
            return go("expenditures.show", number=number, told=N_("The shares are set."))
        form.digest.show(file.digest)
    return page("expenditures/shares.html", form=form, file=file, board=board, groups=_groups(file, board))
