"""2015: the agreement is signed, a first budget fails, a second passes, and the work begins.

The firms pay in spring, one of them early and one late, the municipality in July. On 30 September is the
kick-off.
"""

from ledger.demo.acts import (
    Act,
    Agreed,
    Bill,
    CameBack,
    Corrected,
    FromBank,
    InKind,
    Measured,
    Proposed,
    Received,
    Rejected,
    Voted,
)

DIARY: tuple[Act, ...] = (
    # ---- what the sources count at the start, and the budget ----
    Measured("2015-02-04", "jobs", "2015-01-30", 5000, "Toelichting bij de ondertekening"),
    Measured("2015-02-04", "member-jobs", "2015-01-30", 1500, "Toelichting bij de ondertekening"),
    Measured("2015-02-04", "companies", "2015-01-30", 30, "Regionale pers: zo'n dertig bedrijven"),
    Measured("2015-02-04", "companies", "2015-01-30", 20, "Vakpers: een twintigtal bedrijven"),
    Proposed(
        "2015-02-09", "begroting-2015", 2015, "Begroting 2015: een stevige start met de academie.",
        {
            "jobcarrousel": "38.000,00", "meertalig": "14.000,00", "vestigingsbalie": "30.000,00",
            "beurzen": "12.000,00", "academie": "34.000,00", "imago": "24.000,00",
        },
    ),
    Voted("2015-02-12", "begroting-2015", "vodafone", "for"),
    Voted("2015-02-13", "begroting-2015", "q-park", "against", "De publiciteit kan soberder."),
    Voted("2015-02-16", "begroting-2015", "arvato", "abstain"),
    Voted(
        "2015-02-17", "begroting-2015", "maastricht", "against",
        "Opleiding en imago vragen samen 58.000,00. Daarvoor is dit jaar alleen de 45.000,00 van de "
        "bedrijven te gebruiken: de bijdrage van de gemeente is voor toeleiding en acquisitie.",
    ),
    Proposed(
        "2015-02-23", "begroting-2015-herzien", 2015,
        "Begroting 2015, herzien: opleiding en imago binnen wat de bedrijven bijdragen, meer voor werving.",
        {
            "jobcarrousel": "42.000,00", "meertalig": "18.000,00", "vestigingsbalie": "38.000,00",
            "beurzen": "14.000,00", "academie": "9.000,00", "imago": "15.000,00",
        },
    ),
    Received("2015-02-24", "vodafone", "15.000,00", "Bijdrage 2015"),
    Voted("2015-02-26", "begroting-2015-herzien", "q-park", "for"),
    Voted("2015-02-27", "begroting-2015-herzien", "vodafone", "for"),
    Voted("2015-03-02", "begroting-2015-herzien", "maastricht", "for", "De bezwaren zijn weggenomen."),
    Received("2015-03-03", "q-park", "15.000,00", "Bijdrage 2015"),
    # ---- the work begins ----
    Agreed(
        "2015-03-09", "werving-2015", "werving", "jobcarrousel", 2015, "WZ-15-04",
        "Werving en selectie voor twee jobcarrousels", "21.780,00",
    ),
    Agreed(
        "2015-03-09", "vestiging-2015", "vestiging", "vestigingsbalie", 2015, "AVR 2015/2",
        "Vestigingsbalie: acquisitie en begeleiding van bedrijven, drie termijnen", "29.040,00",
    ),
    Bill(
        "2015-03-23", "website", "webbureau", "15-0087", "2015-03-20",
        "Website Customer Service Valley: ontwerp en bouw", "3.800,00", "imago", vat="798,00",
        approved=("2015-03-26 vodafone", "2015-03-30 maastricht"), paid=("2015-04-07",),
    ),
    Bill(
        "2015-03-30", "flyers", "drukkerij", "D2015-311", "2015-03-26",
        "Flyers en affiches voor de eerste jobcarrousel", "840,00", "jobcarrousel", vat="50,40",
        approved=("2015-04-02 arvato",), paid=("2015-04-13",),
    ),
    Measured("2015-04-22", "academy-students", "2015-04-20", 15, "ROC Leeuwenborgh, inschrijvingen"),
    Received("2015-04-28", "arvato", "15.000,00", "Bijdrage 2015"),
    Bill(
        "2015-05-13", "academie-start", "leeuwenborgh", "LB-2015-19", "2015-05-11",
        "Start van de eerste klas: lesmateriaal en inrichting van de e-learning", "6.750,00", "academie",
        approved=("2015-05-18 q-park", "2015-05-20 maastricht"), paid=("2015-06-01",),
    ),
    InKind(
        "2015-05-20", "vodafone", "academie", "goods", "15,00",
        "Headsets voor de vijftien studenten van de eerste klas", "1.125,00",
    ),
    Bill(
        "2015-05-22", "werving-2015-1", "werving", "2015-118", "2015-05-20",
        "Werving en selectie, eerste jobcarrousel", "9.000,00", "jobcarrousel", vat="1.890,00",
        contract="werving-2015", approved=("2015-05-27 maastricht", "2015-05-28 arvato"),
        paid=("2015-06-12",),
    ),
    Bill(
        "2015-06-10", "vestiging-2015-1", "vestiging", "AVR-15-051", "2015-06-08",
        "Vestigingsbalie, eerste termijn", "8.000,00", "vestigingsbalie", vat="1.680,00",
        contract="vestiging-2015", approved=("2015-06-15 maastricht", "2015-06-16 q-park"),
        paid=("2015-06-29",),
    ),
    Bill(
        "2015-06-15", "carrousel-zaal", "congres", "20150443", "2015-06-11",
        "Zaal en techniek, eerste jobcarrousel", "1.150,00", "jobcarrousel", vat="241,50",
        approved=("2015-06-18 vodafone",), paid=("2015-06-29",),
    ),
    Bill(
        "2015-06-15", "carrousel-lunch", "cateraar", "F1506-27", "2015-06-11",
        "Broodjes en koffie, eerste jobcarrousel", "420,00", "jobcarrousel", vat="25,20",
        approved=("2015-06-18 vodafone",), paid=("2015-06-29",),
    ),
    Bill(
        "2015-06-22", "taalscan", "taal", "TE 2015-64", "2015-06-18",
        "Taaltoets Frans en Duits voor zeventig kandidaten (vrijgesteld van btw)", "3.500,00", "meertalig",
        approved=("2015-06-25 maastricht", "2015-06-29 vodafone"), paid=("2015-07-13",),
    ),
    Bill(
        "2015-06-24", "tablets", "webbureau", "15-0162", "2015-06-22",
        "Acht tablets voor de wervingsavonden", "2.400,00", "jobcarrousel", vat="504,00",
    ),
    Rejected(
        "2015-06-30", "tablets", "maastricht",
        "Apparatuur kopen hoort niet bij het project; huren per avond kost minder.",
    ),
    InKind(
        "2015-06-30", "leeuwenborgh", "academie", "hours", "60,00",
        "Voorbereiding van het lesprogramma door docenten", "3.300,00",
    ),
    Received("2015-07-08", "maastricht", "100.000,00", "Eerste termijn"),
    Bill(
        "2015-07-08", "nulmeting", "onderzoek", "OAZ-15-22", "2015-07-06",
        "Nulmeting arbeidsplaatsen in klantcontact", "5.800,00",
        {"jobcarrousel": "3.509,00", "vestigingsbalie": "3.509,00"}, vat="1.218,00",
        approved=("2015-07-14 maastricht", "2015-07-16 arvato"), paid=("2015-07-27",),
    ),
    # ---- autumn: the kick-off ----
    Bill(
        "2015-09-09", "vestiging-2015-2", "vestiging", "AVR-15-088", "2015-09-07",
        "Vestigingsbalie, tweede termijn", "8.000,00", "vestigingsbalie", vat="1.680,00",
        contract="vestiging-2015", approved=("2015-09-14 maastricht", "2015-09-15 vodafone"),
        paid=("2015-09-28",),
    ),
    Bill(
        "2015-09-16", "beursstand-2015", "standbouw", "SL-15-730", "2015-09-14",
        "Stand op de vakbeurs; de helft wordt doorverhuurd, zodat de helft van de btw terugkomt", "5.200,00",
        "beurzen", vat="1.092,00", recoverable="546,00",
        approved=("2015-09-21 q-park", "2015-09-22 maastricht"), paid=("2015-10-05",),
    ),
    Bill(
        "2015-09-24", "kickoff-drukwerk", "drukkerij", "D2015-902", "2015-09-21",
        "Programmaboekjes en uitnodigingen voor de kick-off", "1.950,00", "imago", vat="117,00",
        approved=("2015-09-28 q-park",), paid=("2015-10-05",),
    ),
    InKind(
        "2015-09-30", "q-park", "imago", "goods", "180,00", "Uitrijkaarten voor de gasten van de kick-off",
        "1.350,00",
    ),
    Bill(
        "2015-10-02", "kickoff-zaal", "congres", "20150718", "2015-09-30",
        "Kick-off 30 september: zaal, techniek en ontvangst van bedrijven", "3.100,00",
        {"imago": "2.251,00", "beurzen": "1.500,00"}, vat="651,00",
        approved=("2015-10-06 vodafone", "2015-10-08 maastricht"), paid=("2015-10-19",),
    ),
    Bill(
        "2015-10-02", "kickoff-catering", "cateraar", "F1509-81", "2015-09-30",
        "Kick-off 30 september: lunch en borrel", "2.150,00", "imago", vat="129,00",
        approved=("2015-10-06 vodafone",), paid=("2015-10-19",),
    ),
    Bill(
        "2015-10-07", "beursreis-2015", "reizen", "ZG15-2291", "2015-10-05",
        "Reis en verblijf vakbeurs Keulen, vier personen", "2.670,00", "beurzen", vat="160,20",
        approved=("2015-10-09 q-park",),
    ),
    Corrected(
        "2015-10-12", "beursreis-2015",
        "Reis en verblijf vakbeurs Keulen, vier personen, met toeristenbelasting",
        "2.760,00", "165,60",
        approved=("2015-10-14 q-park", "2015-10-15 maastricht"), paid=("2015-10-26",),
    ),
    Bill(
        "2015-10-14", "kickoff-film", "studio", "HL-2015-40", "2015-10-12",
        "Film van de kick-off, ook voor de vestigingsbalie", "2.900,00",
        {"imago": "1.509,00", "vestigingsbalie": "2.000,00"}, vat="609,00",
        approved=("2015-10-19 maastricht", "2015-10-20 arvato"), paid=("2015-11-02",),
    ),
    Bill(
        "2015-10-19", "werving-2015-2", "werving", "2015-231", "2015-10-15",
        "Werving en selectie, tweede jobcarrousel", "9.000,00", "jobcarrousel", vat="1.890,00",
        contract="werving-2015", approved=("2015-10-22 maastricht", "2015-10-26 vodafone"),
        paid=("2015-11-09",),
    ),
    Bill(
        "2015-10-21", "kickoff-drukwerk-terug", "drukkerij", "D2015-C14", "2015-10-19",
        "Creditnota: honderd programmaboekjes verkeerd gedrukt", "-300,00", "imago", vat="-18,00",
        original="kickoff-drukwerk", approved=("2015-10-23 q-park",),
    ),
    CameBack("2015-11-02", "kickoff-drukwerk-terug", "318,00", "D2015-C14"),
    Bill(
        "2015-11-11", "taal-2015", "taal", "TE 2015-119", "2015-11-09",
        "Cursus zakelijk Duits en Frans, twee groepen (vrijgesteld van btw)", "6.000,00", "meertalig",
        approved=("2015-11-16 maastricht", "2015-11-17 vodafone"), paid=("2015-11-30",),
    ),
    Bill(
        "2015-11-25", "coach-2015", "coach", "DB-15-77", "2015-11-23",
        "Jobcoaching na plaatsing, veertien deelnemers", "4.600,00",
        {"jobcarrousel": "3.566,00", "meertalig": "2.000,00"}, vat="966,00",
        approved=("2015-12-01 q-park", "2015-12-03 maastricht"), paid=("2016-01-11",),
    ),
    # ---- the year's end, and the next budget ----
    Proposed(
        "2015-12-02", "begroting-2016", 2016,
        "Begroting 2016: twee nieuwe projecten, werkervaringsplaatsen en gezamenlijke bijscholing.",
        {
            "jobcarrousel": "36.000,00", "meertalig": "18.000,00", "werkervaring": "24.500,00",
            "vestigingsbalie": "44.000,00", "beurzen": "16.000,00", "academie": "12.000,00",
            "bijscholing": "6.000,00", "imago": "6.000,00",
        },
    ),
    Voted("2015-12-07", "begroting-2016", "maastricht", "for"),
    Voted("2015-12-08", "begroting-2016", "vodafone", "for"),
    Bill(
        "2015-12-09", "vestiging-2015-3", "vestiging", "AVR-15-121", "2015-12-07",
        "Vestigingsbalie, derde termijn", "8.000,00", "vestigingsbalie", vat="1.680,00",
        contract="vestiging-2015", approved=("2015-12-14 maastricht", "2015-12-15 q-park"),
        paid=("2016-01-04",),
    ),
    Voted("2015-12-10", "begroting-2016", "arvato", "for"),
    Bill(
        "2015-12-11", "zuyd-2015", "zuyd", "ZH 15-308", "2015-12-09",
        "Begeleiding van meertalige studenten naar een bijbaan of stage, 60 uur", "3.600,00", "meertalig",
        approved=("2015-12-15 vodafone", "2015-12-17 maastricht"), paid=("2016-01-11",),
    ),
    Bill(
        "2015-12-14", "proefplaatsing-2015", "arvato", "9015-4471", "2015-12-10",
        "Begeleiding op de werkvloer van twaalf proefplaatsingen", "4.800,00", "jobcarrousel", vat="1.008,00",
        approved=("2015-12-17 maastricht", "2015-12-18 vodafone"), paid=("2016-01-18",),
    ),
    InKind(
        "2015-12-15", "zuyd", "meertalig", "hours", "40,00",
        "Werving onder studenten, met hun studentenvereniging", "2.400,00",
    ),
    FromBank("2015-12-31", "interest", "41,18", "Rente 2015"),
    Bill(
        "2015-12-31", "bank-2015", "bank", "2015", "2015-12-31", "Kosten van de bankrekening, 2015", "87,60",
        "imago",
        approved=("2016-01-07 vodafone",), paid=("2016-01-11",),
    ),
)  # fmt: skip
