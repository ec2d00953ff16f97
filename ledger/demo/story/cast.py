"""Who takes part in the story: people, projects, and everybody who is paid.

People are called by what they do. Everybody who is paid is made up, but for the parties themselves; their
account numbers are of a bank that does not exist.
"""

from ledger.demo.acts import Account, Firm, Work

PASSWORD = "demo-demo-demo"  # noqa: S105 - it opens nothing but the demonstration  # nosec B105

ADMINISTRATOR = Account("administrator@demo.example", "Beheerder", "administrator")
TREASURER = Account("treasurer@demo.example", "Penningmeester", "treasurer")
AUDITOR = Account("auditor@demo.example", "Accountant", "auditor")


def partner(slug: str, name: str) -> Account:
    """Give the account of the partner who speaks for a party."""
    return Account(f"{slug}@demo.example", name, "partner", slug)


OPENED_ON = "2015-01-26"
"""The day the covenant was signed and its ledger opened."""

PROJECTS = (
    Work(
        "2015-02-02", "jobcarrousel", "Jobcarrousel klantcontact", "placement", "2015-02-02", "2017-12-31",
        "Werving en selectie: op een avond maken werkzoekenden en werkgevers in korte gesprekken kennis, "
        "daarna volgen proefplaatsing en begeleiding.",
    ),
    Work(
        "2015-02-02", "meertalig", "Meertalig aan het werk", "placement", "2015-02-02", "2017-12-31",
        "Wie Frans, Duits of een andere taal spreekt wordt getoetst, bijgeschoold en voorgesteld aan "
        "bedrijven die in die taal werken.",
    ),
    Work(
        "2015-11-23", "werkervaring", "Werkervaringsplaatsen", "placement", "2016-01-01", "2017-12-31",
        "Drie maanden werken met een jobcoach, voor wie langer zonder werk zit.",
    ),
    Work(
        "2015-02-02", "vestigingsbalie", "Vestigingsbalie", "acquisition", "2015-02-02", "2017-12-31",
        "Eén adres voor bedrijven die een klantcontactcentrum in de regio overwegen.",
    ),
    Work(
        "2015-02-02", "beurzen", "Beurzen en bedrijfsbezoeken", "acquisition", "2015-02-02", "2017-12-31",
        "Samen op vakbeurzen in Nederland en Duitsland staan, en belangstellenden ontvangen.",
    ),
    Work(
        "2015-02-02", "academie", "Customer Service Academie", "training", "2015-02-02", "2017-12-31",
        "De eerste klas (mbo 3): achttien maanden leren, deels in werktijd, deels 's avonds met e-learning.",
    ),
    Work(
        "2015-11-23", "bijscholing", "Gezamenlijke bijscholing", "training", "2016-01-01", "2017-12-31",
        "Korte cursussen voor medewerkers van alle deelnemers, bij elkaar in de klas.",
    ),
    Work(
        "2015-02-02", "imago", "Imago en publiciteit", "profile", "2015-02-02", "2017-12-31",
        "Website, bijeenkomsten en publiciteit, en de kosten van de gezamenlijke bankrekening.",
    ),
)  # fmt: skip

PAYEES = (
    Firm("webbureau", "Webbureau De Schakel", "NL50 DEMO 0000 0010 07", "NL000000101B01", "00000101",
         sends_xml=True),
    Firm("drukkerij", "Drukkerij Maasoever", "NL21 DEMO 0000 0020 14", "NL000000202B01", "00000202"),
    Firm("congres", "Congrescentrum Aan de Maas", "NL89 DEMO 0000 0030 21", "NL000000303B01", "00000303"),
    Firm("cateraar", "Cateraar De Lunchkamer", "NL60 DEMO 0000 0040 28", "NL000000404B01", "00000404"),
    Firm("werving", "Wervingsbureau Zuid", "NL31 DEMO 0000 0050 35", "NL000000505B01", "00000505",
         sends_xml=True),
    Firm("taal", "Taalinstituut Euregio", "NL02 DEMO 0000 0060 42", "NL000000606B01", "00000606"),
    Firm("vestiging", "Adviesbureau Vestiging en Regio", "NL70 DEMO 0000 0070 49", "NL000000707B01",
         "00000707", sends_xml=True),
    Firm("standbouw", "Standbouw Limburg", "NL41 DEMO 0000 0080 56", "NL000000808B01", "00000808"),
    Firm("reizen", "Zakenreisbureau Grensland", "NL12 DEMO 0000 0090 63", "NL000000909B01", "00000909"),
    Firm("studio", "Foto- en videostudio Het Licht", "NL80 DEMO 0000 0100 70", "NL000001010B01", "00001010"),
    Firm("onderzoek", "Onderzoeksbureau Arbeidsmarkt Zuid", "NL51 DEMO 0000 0110 77", "NL000001111B01",
         "00001111"),
    Firm("coach", "Jobcoaching De Brug", "NL22 DEMO 0000 0120 84", "NL000001212B01", "00001212"),
    Firm("elearning", "E-learningstudio Zuid", "NL90 DEMO 0000 0130 91", "NL000001313B01", "00001313",
         sends_xml=True),
    Firm("bank", "De huisbank", "NL61 DEMO 0000 0140 98", document="Afrekening bankkosten"),
    Firm("leeuwenborgh", "ROC Leeuwenborgh", "NL32 DEMO 0000 0151 05", party="leeuwenborgh",
         document="Declaratie"),
    Firm("arcus", "Arcus College", "NL03 DEMO 0000 0161 12", party="arcus", document="Declaratie"),
    Firm("zuyd", "Zuyd Hogeschool", "NL71 DEMO 0000 0171 19", party="zuyd", document="Declaratie"),
    Firm("arvato", "arvato Bertelsmann", "NL42 DEMO 0000 0181 26", party="arvato"),
    Firm("maastricht", "Gemeente Maastricht", "NL13 DEMO 0000 0191 33", party="maastricht",
         document="Declaratie"),
)  # fmt: skip
