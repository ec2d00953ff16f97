"""The rules of the covenant: how its parties decide, who approves what, and what they agreed."""

from flask import g
from werkzeug.wrappers import Response

from ledger import covenants, rule_changes
from ledger.core import rule_words
from ledger.core.covenant_file.facts import DECISION_KINDS as KINDS
from ledger.core.statements.words import DECISION_KINDS, word
from ledger.storage import reads
from ledger.web.access import covenant_area, requires_any_role
from ledger.web.here import read
from ledger.web.pages import page

area = covenant_area("settings", __name__)


@area.get("")
@requires_any_role
def index() -> Response:
    """Show the rules in force."""
    with read() as session:
        covenant = reads.covenant(session, g.covenant.id)
        rules = covenants.rules(session, g.covenant.id)
        steps = covenants.mandate(session, g.covenant.id)
        names = {party.id: party.name for party in reads.parties(session, g.covenant.id)}
        lines = reads.lines(session, g.covenant.id)
        years = reads.fiscal_years(session, g.covenant.id)
        came_from = rule_changes.came_from(session, g.covenant.id)
    return page(
        "settings/index.html",
        agreed=covenant,
        rules=[(word(DECISION_KINDS, rule.kind), rule, consent) for rule, consent in rules],
        steps=steps,
        names=names,
        lines=lines,
        years=years,
        came_from=came_from,
        majority=rule_words.majority,
        others=[
            (kind, word(DECISION_KINDS, kind)) for kind in KINDS if kind not in {one.kind for one, _ in rules}
        ],
    )
