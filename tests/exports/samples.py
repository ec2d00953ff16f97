"""Reports to write in tests: a whole one of the covenant, an empty one, a long one, a hostile one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

from ledger.core.language import Language
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.shape import (
    Bar,
    Cell,
    Column,
    Control,
    Flow,
    Head,
    Kind,
    Report,
    Row,
    Statement,
)

DUTCH_WORDS = {
    "All checks together": "Alle controles samen",
    "Amounts in euro": "Bedragen in euro",
    "As at": "Stand per",
    "Budget": "Begroting",
    "Check": "Controle",
    "Checks": "Controles",
    "Contents": "Inhoud",
    "Cover": "Voorblad",
    "DIFFERENCE": "VERSCHIL",
    "Difference": "Verschil",
    "Financial account": "Financiële verantwoording",
    "Fiscal year %(year)s": "Boekjaar %(year)s",
    "From": "Van",
    "Goal": "Doel",
    "Group": "Groep",
    "Key figures": "Kerncijfers",
    "Left": "Resteert",
    "Made at": "Gemaakt op",
    "Obligated": "Verplicht",
    "Over budget": "Boven begroting",
    "Page %(page)s of %(pages)s": "Pagina %(page)s van %(pages)s",
    "Parties": "Partijen",
    "Spent": "Uitgegeven",
    "Summary": "Samenvatting",
    "The ledger's own figure": "Eigen cijfer van het grootboek",
    "Total": "Totaal",
    "Trail head": "Logboekkop",
    "%(what)s (continued)": "%(what)s (vervolg)",
}

ENGLISH = Language("en", str)
DUTCH = Language("nl", lambda text: DUTCH_WORDS.get(text, text))

TOTAL = sentence(N_("Total"))
LINES = ("Toeleiding naar werk", "Acquisitie van bedrijven", "Opleiding", "Imago en innovatie")
FUNDERS = ("Gemeente Maastricht", "Vodafone", "Q-Park", "arvato Bertelsmann")
PROJECTS = (
    ("Werk in zicht", 0),
    ("Speeddates klantcontact", 0),
    ("Beursdeelname Londen", 1),
    ("Vestigingsloket", 1),
    ("Academie klantcontact", 2),
    ("Bijscholing teamleiders", 2),
    ("Campagne Werken in klantcontact", 3),
    ("Proeftuin digitale dienstverlening", 3),
)


def _random(seed: int) -> Random:
    """Give the same figures every time."""
    return Random(seed)  # noqa: S311 - figures for a test, no secrets


def column(key: str, kind: Kind = "text", *, wide: bool = False, label: str | None = None) -> Column:
    """Make a column, headed by its key unless a label is given."""
    return Column(key, sentence(label or key.replace("_", " ").capitalize()), kind, wide)


def with_controls(statement: Statement, *keys: str) -> Statement:
    """Add a control for each of these columns: per group where there are groups, and of the whole."""
    controls: list[Control] = []
    if statement.group_by is not None:
        by = statement.place(statement.group_by)
        for group in dict.fromkeys(row.cells[by] for row in statement.rows):
            assert isinstance(group, str | Sentence)
            controls += [Control(TOTAL, key, _sum(statement, key, by, group), group) for key in keys]
    controls += [Control(TOTAL, key, _sum(statement, key)) for key in keys]
    return replace(statement, controls=tuple(controls))


def _sum(statement: Statement, key: str, by: int | None = None, group: Cell = None) -> int:
    place = statement.place(key)
    found = 0
    for row in statement.rows:
        cell = row.cells[place]
        if isinstance(cell, int) and (by is None or row.cells[by] == group):
            found += cell
    return found


def budget_statement() -> Statement:
    """Make budget against actual per line and project."""
    random = _random(7)
    rows = []
    for name, line in PROJECTS:
        budget = random.randrange(2_000_000, 9_000_000, 50_000)
        obligated = random.randrange(0, 900_000)
        spent = random.randrange(500_000, budget)
        left = budget - obligated - spent
        rows.append(Row((LINES[line], name, budget, obligated, spent, left, spent * 1000 // budget)))
    return with_controls(
        Statement(
            "budget",
            sentence("Budget against actual"),
            (
                column("line", label="Programme line"),
                column("project", wide=True),
                column("budget", "money"),
                column("obligated", "money"),
                column("spent", "money"),
                column("left", "money"),
                column("used", "share"),
            ),
            tuple(rows),
            group_by="line",
            notes=(sentence("Obligations are contracts that have not been invoiced yet."),),
        ),
        "budget",
        "obligated",
        "spent",
        "left",
    )


def contributions_statement() -> Statement:
    """Make the contributions per party."""
    rows = [
        Row((FUNDERS[0], 30_000_000, 10_000_000, 10_000_000, 0, None)),
        Row((FUNDERS[1], 4_500_000, 1_500_000, 1_500_000, 0, None)),
        Row((FUNDERS[2], 4_500_000, 1_500_000, 900_000, 600_000, 306)),
        Row((FUNDERS[3], 4_500_000, 1_500_000, 1_600_050, -100_050, None)),
    ]
    money: tuple[str, ...] = ("promised", "due", "received", "open")
    return with_controls(
        Statement(
            "contributions",
            sentence("Contributions per party"),
            (
                column("party", wide=True),
                *(column(key, "money") for key in money),
                column("days_late", "count"),
            ),
            tuple(rows),
        ),
        *money,
    )


def journal_statement(rows: int = 120) -> Statement:
    """Make a journal of so many postings; debit and credit are the same in total where that is even."""
    random = _random(11)
    accounts = ("1100 Bank", "1400 Contributions receivable", "2300 Unspent contributions", "4000 Costs")
    found: list[Row] = []
    cents = 0
    for number in range(rows):
        entry, credit = divmod(number, 2)
        cents = cents if credit else random.randrange(1, 5_000_000)
        day = date(2015, 1 + number * 11 // rows, 1 + entry % 28)
        what = f"Factuur {entry + 1} van leverancier {entry % 37}, diensten volgens overeenkomst"
        names: tuple[Cell, ...] = (accounts[number % 4], FUNDERS[entry % 4], PROJECTS[entry % 8][0])
        amounts = (None, cents) if credit else (cents, None)
        found.append(Row((entry + 1, day, what, *names, *amounts)))
    return with_controls(
        Statement(
            "journal",
            sentence("Journal"),
            (
                column("entry", "count"),
                column("day", "day"),
                column("description", wide=True),
                column("account"),
                column("pledge"),
                column("project"),
                column("debit", "money"),
                column("credit", "money"),
            ),
            tuple(found),
        ),
        "debit",
        "credit",
    )


def expenditures_statement(rows: int = 14) -> Statement:
    """Make the expenditures with approvals and evidence: the widest statement of all."""
    random = _random(3)
    found: list[Row] = []
    for number in range(1, rows + 1):
        net = random.randrange(10_000, 2_000_000)
        vat = net * 21 // 100
        approved = "; ".join(random.sample(FUNDERS, 1 + number % 3))
        found.append(
            Row(
                (
                    number,
                    date(2015, 1 + number % 12, 1 + number % 28),
                    f"Leverancier {number % 5} B.V.",
                    f"F2015-{number:04}",
                    "Begeleiding van werkzoekenden naar een baan in klantcontact, tweede kwartaal",
                    PROJECTS[number % 8][0],
                    net,
                    vat,
                    net + vat,
                    sentence(("Paid", "Approved", "Entered")[number % 3]),
                    approved,
                    f"factuur-{number}.pdf",
                )
            )
        )
    return with_controls(
        Statement(
            "expenditures",
            sentence("Expenditures with approvals and evidence"),
            (
                column("number", "count", label="No."),
                column("day", "day"),
                column("payee"),
                column("reference"),
                column("description", wide=True),
                column("project"),
                column("net", "money"),
                column("vat", "money", label="VAT"),
                column("gross", "money"),
                column("state"),
                column("approved", label="Approved by"),
                column("evidence"),
            ),
            tuple(found),
        ),
        "net",
        "vat",
        "gross",
    )


def empty_statement() -> Statement:
    """Make a statement without a row, with its total of nothing."""
    return with_controls(
        Statement(
            "in_kind",
            sentence("Contributions in kind"),
            (column("party"), column("what", wide=True), column("value", "money")),
            (),
        ),
        "value",
    )


def indicators_statement() -> Statement:
    """Make the indicators: counts and days, no money at all."""
    return Statement(
        "indicators",
        sentence("What was achieved"),
        (
            column("indicator", wide=True),
            column("baseline", "count"),
            column("day", "day"),
            column("counted", "count"),
            column("target", "count"),
            column("source", wide=True),
        ),
        (
            Row(
                ("Arbeidsplaatsen klantcontact", 5000, date(2015, 12, 31), 5210, 6000, "Vestigingenregister")
            ),
            Row(("Arbeidsplaatsen klantcontact", 5000, date(2015, 12, 31), 5340, 6000, "Opgave deelnemers")),
            Row(("Bezoekers banenmarkt", 0, date(2015, 10, 1), 12_345, None, "Telling aan de deur")),
        ),
        notes=(sentence("Two sources that disagree are both shown."),),
    )


def bars() -> tuple[Bar, ...]:
    """Make the bars of the sample's budget, one of them overspent."""
    rows = [row.cells for row in budget_statement().rows]
    found = [Bar(str(cells[1]), *(cell for cell in cells[2:5] if isinstance(cell, int))) for cells in rows]
    found[1] = replace(found[1], spent_cents=found[1].budget_cents + 812_000)
    return tuple(found)


def flows(projects: Sequence[tuple[str, int]] = PROJECTS) -> tuple[Flow, ...]:
    """Make the flow of money; the municipality pays for the first two lines only."""
    random = _random(5)
    return tuple(
        Flow(funder, LINES[line], project, random.randrange(100_000, 3_000_000))
        for project, line in projects
        for funder in FUNDERS
        if line < 2 or funder != FUNDERS[0]
    )


def report(*statements: Statement) -> Report:
    """Make the report of 2015: of these statements, or of one of every kind."""
    return Report(
        covenant="Customer Service Valley",
        place="Maastricht",
        goal=sentence("Van 5.000 naar 6.000 arbeidsplaatsen in klantcontact in Zuid-Limburg"),
        slug="customer-service-valley",
        year=2015,
        from_day=date(2015, 1, 1),
        as_at=date(2015, 12, 31),
        made_at=datetime(2016, 2, 14, 15, 9, 26, tzinfo=UTC),
        head=Head(412, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        parties=(
            ("Gemeente Maastricht", sentence("Municipality")),
            ("Vodafone", sentence("Firm")),
            ("Q-Park", sentence("Firm")),
            ("arvato Bertelsmann", sentence("Firm")),
            ("Arcus College", sentence("Education")),
            ("ROC Leeuwenborgh", sentence("Education")),
            ("Zuyd Hogeschool", sentence("Education")),
        ),
        headline=(
            (sentence("Promised"), 43_500_000),
            (sentence("Received"), 14_000_050),
            (sentence("Budgeted"), 41_200_000),
            (sentence("Spent"), 20_481_777),
            (sentence("Still owed to creditors"), -1_204_310),
        ),
        bars=bars(),
        flows=flows(),
        statements=statements
        or (
            budget_statement(),
            contributions_statement(),
            indicators_statement(),
            expenditures_statement(),
            empty_statement(),
            journal_statement(),
        ),
    )
