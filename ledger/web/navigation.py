"""The sections of a covenant, and which of them somebody sees: those whose page would let them in."""

from dataclasses import dataclass

from flask import current_app, g, request, url_for

from ledger.core.sentences import N_, Sentence, sentence
from ledger.web.access import access_of

SECTIONS: tuple[tuple[str, Sentence], ...] = (
    ("overview", sentence(N_("Overview"))),
    ("contributions", sentence(N_("Contributions"))),
    ("projects", sentence(N_("Projects"))),
    ("budgets", sentence(N_("Budgets"))),
    ("years", sentence(N_("Fiscal years"))),
    ("expenditures", sentence(N_("Expenditures"))),
    ("obligations", sentence(N_("Obligations"))),
    ("decisions", sentence(N_("Decisions"))),
    ("parties", sentence(N_("Parties"))),
    ("payees", sentence(N_("Payees"))),
    ("indicators", sentence(N_("Goals"))),
    ("bank", sentence(N_("Bank"))),
    ("imports", sentence(N_("Imports"))),
    ("journal", sentence(N_("Journal"))),
    ("reports", sentence(N_("Reports"))),
    ("trail", sentence(N_("Trail"))),
    ("people", sentence(N_("People"))),
    ("access_log", sentence(N_("Access log"))),
    ("settings", sentence(N_("Rules"))),
)
"""Every section: its blueprint, whose `index` is its first page, and its name. One that is not there yet, or
does not admit the reader, is left out."""

WITHIN = {"access_log": "trail"}
"""Sections that stand within another one for whoever may see that, and lead to it by a button there."""


@dataclass(frozen=True)
class Section:
    """A section as the page shows it: its name, its address, and whether the reader is in it."""

    name: Sentence
    address: str
    is_here: bool


def may(endpoint: str) -> bool:
    """Say whether a page of this covenant exists and would let the reader in."""
    access = access_of(current_app.view_functions.get(endpoint))
    return access is not None and access.admits(g.get("roles", frozenset()))


def sections() -> list[Section]:
    """List the sections of this covenant that the reader may see."""
    if g.get("covenant") is None:
        return []
    seen = [(area, name) for area, name in SECTIONS if may(f"{area}.index")]
    places = {area for area, _ in seen}
    at = request.blueprint or ""
    here = WITHIN[at] if WITHIN.get(at) in places else at
    return [
        Section(name, url_for(f"{area}.index"), area == here)
        for area, name in seen
        if WITHIN.get(area) not in places
    ]


def first_page(covenant: str, roles: frozenset[str]) -> str | None:
    """Give the address where somebody with these roles begins in a covenant; None where nothing lets them."""
    for area, _ in SECTIONS:
        access = access_of(current_app.view_functions.get(f"{area}.index"))
        if access is not None and access.roles & roles:
            return url_for(f"{area}.index", covenant=covenant)
    return None
