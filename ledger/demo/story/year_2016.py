"""2016: the municipality's money comes late and in two parts, and the bank account runs low in spring.

A claim of the municipality itself is beyond what the parties left may approve, so they vote on it. The
budget is amended once, by a proposal that was changed while the parties voted. One bill is booked on the
wrong project, reversed and entered again.
"""

from ledger.demo.acts import (
    Act,
    Agreed,
    AskedPartners,
    AskedToClose,
    BankSaid,
    Bill,
    Filed,
    FromBank,
    InKind,
    Measured,
    NewIban,
    Proposed,
    Received,
    RecordedWrongly,
    Rejected,
    Released,
    Reversed,
    Reworded,
    SettledWith,
    Voted,
)

DIARY: tuple[Act, ...] = (
    # ---- the year's contracts ----
    Agreed(
        "2016-01-06", "werving-2016", "werving", "jobcarrousel", 2016, "WZ-16-01",
        "Werving en selectie voor twee jobcarrousels", "21.780,00",
    ),
    Agreed(
        "2016-01-06", "coach-2016", "coach", "werkervaring", 2016, "DB-2016-A",
        "Jobcoaching werkervaringsplaatsen, vier groepen", "19.360,00",
    ),
    Agreed(
        "2016-01-07", "vestiging-2016", "vestiging", "vestigingsbalie", 2016, "AVR 2016/1",
        "Vestigingsbalie: bezetting en begeleiding, twee termijnen", "12.100,00",
    ),
    Measured("2016-01-20", "jobs", "2015-12-31", 5140, "Telling gemeente"),
    Measured("2016-01-20", "member-jobs", "2015-12-31", 1560, "Opgave van de deelnemers"),
    Bill(
        "2016-01-20", "taal-2016-1", "taal", "TE 2016-08", "2016-01-18",
        "Cursus zakelijk Frans, wintergroep (vrijgesteld van btw)", "5.400,00", "meertalig",
        approved=("2016-01-25 maastricht", "2016-01-26 arvato"), paid=("2016-02-08",),
    ),
    Bill(
        "2016-02-02", "academie-2016", "leeuwenborgh", "LB-2016-05", "2016-01-29",
        "Eerste klas, tweede jaar: avondlessen en e-learning", "6.500,00", "academie",
        approved=("2016-02-08 vodafone", "2016-02-10 maastricht"), paid=("2016-02-22",),
    ),
    # ---- 2015 is closed ----
    BankSaid("2016-02-08", 2015, "52.802,48"),
    Filed("2016-02-08", 2015, "management_statement"),
    AskedToClose(
        "2016-02-08", "sluiting-2015", 2015,
        "Alle rekeningen van 2015 zijn binnen en de stand klopt met die van de bank.",
    ),
    Voted("2016-02-09", "sluiting-2015", "q-park", "for"),
    Voted("2016-02-10", "sluiting-2015", "vodafone", "for"),
    Voted("2016-02-12", "sluiting-2015", "maastricht", "for"),
    FromBank("2016-02-15", "vat", "546,00", "Teruggaaf btw beursstand 2015"),
    Received("2016-02-29", "vodafone", "15.000,00", "Bijdrage 2016"),
    Bill(
        "2016-03-02", "vestiging-2016-1", "vestiging", "AVR-16-014", "2016-02-29",
        "Vestigingsbalie, eerste termijn", "5.000,00", "vestigingsbalie", vat="1.050,00",
        contract="vestiging-2016", approved=("2016-03-07 maastricht", "2016-03-08 q-park"),
        paid=("2016-03-21",),
    ),
    Received("2016-03-04", "arvato", "7.500,00", "Bijdrage 2016, eerste helft", key="verkeerde-partij"),
    RecordedWrongly("2016-03-07", "verkeerde-partij", "Het bedrag kwam van Q-Park, niet van arvato."),
    Received("2016-03-07", "q-park", "7.500,00", "Bijdrage 2016, eerste helft"),
    Bill(
        "2016-03-16", "werving-2016-1", "werving", "2016-052", "2016-03-14",
        "Werving en selectie, derde jobcarrousel", "9.000,00", "jobcarrousel", vat="1.890,00",
        contract="werving-2016", approved=("2016-03-21 maastricht", "2016-03-22 vodafone"),
        paid=("2016-04-04",),
    ),
    Bill(
        "2016-03-23", "coach-2016-1", "coach", "DB-16-21", "2016-03-21", "Jobcoaching, eerste groep",
        "4.000,00", "werkervaring", vat="840,00", contract="coach-2016",
        approved=("2016-03-29 q-park", "2016-03-31 maastricht"), paid=("2016-04-11",),
    ),
    Bill(
        "2016-03-31", "beursstand-2016", "standbouw", "SL-16-212", "2016-03-29",
        "Stand op de voorjaarsbeurs; de helft wordt doorverhuurd", "4.100,00", "beurzen", vat="861,00",
        recoverable="430,50", approved=("2016-04-05 vodafone", "2016-04-07 maastricht"), paid=("2016-04-18",),
    ),
    Filed("2016-04-11", 2015, "auditors_report"),
    Bill(
        "2016-04-13", "bijscholing-2016", "arcus", "AC-16-0077", "2016-04-11",
        "Bijscholing gespreksvoering, twee groepen", "3.200,00", "bijscholing",
        approved=("2016-04-18 q-park", "2016-04-20 maastricht"), paid=("2016-05-02",),
    ),
    Bill(
        "2016-04-27", "portretten", "studio", "HL-2016-17", "2016-04-25",
        "Portretten van medewerkers voor de website", "1.450,00", "imago", vat="304,50",
        approved=("2016-05-02 arvato",), paid=("2016-05-17",),
    ),
    InKind(
        "2016-04-29", "arcus", "bijscholing", "hours", "36,00",
        "Praktijkbegeleiding door docenten buiten rooster", "1.980,00",
    ),
    Received("2016-05-12", "maastricht", "40.000,00", "Tweede termijn, eerste deel"),
    Received("2016-05-17", "arvato", "15.000,00", "Bijdrage 2016"),
    # ---- a claim of the municipality itself ----
    Bill(
        "2016-05-30", "projectleiding", "maastricht", "GM-2016-4410", "2016-05-27",
        "Projectleider toeleiding en acquisitie, gedetacheerd, eerste halfjaar", "25.200,00",
        {
            "jobcarrousel": "8.000,00", "meertalig": "5.200,00", "werkervaring": "4.000,00",
            "vestigingsbalie": "8.000,00",
        },
        paid=("2016-07-04 12.600,00", "2016-09-05"),
    ),
    AskedPartners(
        "2016-06-01", "besluit-projectleiding", "vodafone", "projectleiding",
        "De gemeente is zelf de ontvanger en stemt niet mee. Voor dit bedrag blijven er te weinig partijen "
        "over om goed te keuren; daarom beslissen de overige financiers.",
    ),
    Voted("2016-06-03", "besluit-projectleiding", "vodafone", "for"),
    Voted("2016-06-06", "besluit-projectleiding", "arvato", "for", "Uren zijn verantwoord in de bijlage."),
    Bill(
        "2016-06-08", "vestiging-2016-2", "vestiging", "AVR-16-049", "2016-06-06",
        "Vestigingsbalie, tweede termijn", "5.000,00", "vestigingsbalie", vat="1.050,00",
        contract="vestiging-2016", approved=("2016-06-13 maastricht", "2016-06-14 q-park"),
        paid=("2016-06-27",),
    ),
    Received("2016-06-10", "q-park", "7.500,00", "Bijdrage 2016, tweede helft"),
    NewIban("2016-06-17", "congres", "NL12 DEMO 0000 0391 33"),
    Bill(
        "2016-06-20", "carrousel-zaal-2016", "congres", "20160466", "2016-06-16",
        "Zaal en techniek, derde jobcarrousel", "1.210,00", "jobcarrousel", vat="254,10",
        approved=("2016-06-23 vodafone",), paid=("2016-07-04",),
    ),
    Bill(
        "2016-06-22", "campagne", "vestiging", "AVR-16-055", "2016-06-20",
        "Campagne Duitstalige bedrijven: onderzoek, benadering en bezoeken", "22.500,00",
        {"vestigingsbalie": "20.225,00", "beurzen": "7.000,00"}, vat="4.725,00",
        approved=("2016-06-28 maastricht", "2016-06-29 vodafone", "2016-07-01 arvato"), paid=("2016-08-29",),
    ),
    InKind(
        "2016-06-30", "arvato", "jobcarrousel", "hours", "48,00",
        "Teamleiders als gesprekspartner op twee avonden", "2.160,00",
    ),
    Bill(
        "2016-07-13", "coach-2016-2", "coach", "DB-16-48", "2016-07-11", "Jobcoaching, tweede groep",
        "4.000,00", "werkervaring", vat="840,00", contract="coach-2016",
        approved=("2016-07-18 maastricht", "2016-07-19 q-park"), paid=("2016-08-01",),
    ),
    FromBank("2016-08-15", "vat", "430,50", "Teruggaaf btw beursstand 2016"),
    Bill(
        "2016-08-17", "elearning-2016", "elearning", "EL-160815", "2016-08-15",
        "Vijf modules e-learning, voor de academie en de bijscholing", "3.900,00",
        {"academie": "3.119,00", "bijscholing": "1.600,00"}, vat="819,00",
        approved=("2016-08-22 vodafone", "2016-08-24 maastricht"), paid=("2016-09-05",),
    ),
    Received("2016-08-23", "maastricht", "60.000,00", "Tweede termijn, tweede deel"),
    # ---- the budget is amended ----
    Proposed(
        "2016-08-25", "wijziging-2016", 2016,
        "Wijziging 2016: 9.000,00 meer voor Meertalig aan het werk. Voor de najaarscursus zijn meer "
        "aanmeldingen dan plaatsen. Het komt uit wat van de begroting 2015 niet is besteed.",
        {
            "jobcarrousel": "36.000,00", "meertalig": "27.000,00", "werkervaring": "24.500,00",
            "vestigingsbalie": "44.000,00", "beurzen": "16.000,00", "academie": "12.000,00",
            "bijscholing": "6.000,00", "imago": "6.000,00",
        },
    ),
    Voted("2016-08-26", "wijziging-2016", "vodafone", "for"),
    Voted("2016-08-29", "wijziging-2016", "q-park", "against", "Voor drie groepen is 6.000,00 genoeg."),
    Reworded(
        "2016-08-30", "wijziging-2016",
        "Wijziging 2016: 6.000,00 meer voor Meertalig aan het werk. Voor de najaarscursus zijn meer "
        "aanmeldingen dan plaatsen. Het komt uit wat van de begroting 2015 niet is besteed. "
        "Drie groepen in plaats van vier, zoals Q-Park voorstelde.",
        {
            "jobcarrousel": "36.000,00", "meertalig": "24.000,00", "werkervaring": "24.500,00",
            "vestigingsbalie": "44.000,00", "beurzen": "16.000,00", "academie": "12.000,00",
            "bijscholing": "6.000,00", "imago": "6.000,00",
        },
    ),
    Voted("2016-09-02", "wijziging-2016", "vodafone", "for"),
    Voted("2016-09-05", "wijziging-2016", "arvato", "against", "Eerst zien wat de eerste cursus oplevert."),
    Voted("2016-09-06", "wijziging-2016", "maastricht", "for"),
    Voted("2016-09-08", "wijziging-2016", "q-park", "for", "Met een tussenbericht over de uitstroom."),
    Bill(
        "2016-09-21", "taal-2016-2", "taal", "TE 2016-97", "2016-09-19",
        "Cursus zakelijk Duits en Frans, drie groepen (vrijgesteld van btw)", "5.900,00", "meertalig",
        approved=("2016-09-26 maastricht", "2016-09-27 q-park"), paid=("2016-10-10",),
    ),
    Bill(
        "2016-09-28", "beursreis-2016", "reizen", "ZG16-2087", "2016-09-26",
        "Reis en verblijf vakbeurs Keulen, vijf personen", "3.050,00", "vestigingsbalie", vat="183,00",
        approved=("2016-10-03 vodafone", "2016-10-04 maastricht"), paid=("2016-10-10",),
    ),
    Bill(
        "2016-10-12", "werving-2016-2", "werving", "2016-188", "2016-10-10",
        "Werving en selectie, vierde jobcarrousel", "9.000,00", "jobcarrousel", vat="1.890,00",
        contract="werving-2016", approved=("2016-10-17 maastricht", "2016-10-18 vodafone"),
        paid=("2016-10-31",),
    ),
    Reversed(
        "2016-10-24", "beursreis-2016", "Op het verkeerde project geboekt: dit hoort bij de beurzen."
    ),
    Bill(
        "2016-10-24", "beursreis-2016-opnieuw", "reizen", "ZG16-2087", "2016-09-26",
        "Reis en verblijf vakbeurs Keulen, vijf personen (opnieuw geboekt)", "3.050,00", "beurzen",
        vat="183,00",
        approved=("2016-10-26 vodafone", "2016-10-27 maastricht"),
    ),
    Measured("2016-10-26", "academy-students", "2016-10-20", 13, "ROC Leeuwenborgh, geslaagden eerste klas"),
    SettledWith("2016-10-31", "beursreis-2016-opnieuw", "beursreis-2016", "3.233,00"),
    Bill(
        "2016-11-09", "advertentie", "drukkerij", "D2016-1140", "2016-11-07",
        "Advertentie in een landelijk dagblad", "2.850,00", "imago", vat="598,50",
    ),
    Rejected(
        "2016-11-15", "advertentie", "q-park",
        "Niet vooraf besproken, en de lezers wonen voor het grootste deel buiten de regio.",
    ),
    Bill(
        "2016-11-23", "jaarbijeenkomst", "maastricht", "GM-2016-9127", "2016-11-21",
        "Jaarbijeenkomst in het stadhuis: zaal, techniek en ontvangst", "2.750,00", "imago",
        approved=("2016-11-28 vodafone", "2016-11-29 q-park", "2016-12-01 arvato"), paid=("2016-12-12",),
    ),
    # ---- the year's end, and the next budget ----
    Proposed(
        "2016-11-28", "begroting-2017", 2017,
        "Begroting 2017: het laatste jaar, met een eindmeting en een slot.",
        {
            "jobcarrousel": "38.000,00", "meertalig": "21.000,00", "werkervaring": "25.000,00",
            "vestigingsbalie": "38.000,00", "beurzen": "11.000,00", "academie": "9.000,00",
            "bijscholing": "7.000,00", "imago": "7.500,00",
        },
    ),
    Voted("2016-12-01", "begroting-2017", "q-park", "for"),
    Bill(
        "2016-12-05", "coach-2016-3", "coach", "DB-16-90", "2016-12-01", "Jobcoaching, derde groep",
        "4.000,00", "werkervaring", vat="840,00", contract="coach-2016",
        approved=("2016-12-08 maastricht", "2016-12-09 arvato"), paid=("2016-12-19",),
    ),
    Voted("2016-12-06", "begroting-2017", "maastricht", "for"),
    Voted("2016-12-08", "begroting-2017", "arvato", "for"),
    Bill(
        "2016-12-12", "zuyd-2016", "zuyd", "ZH 16-297", "2016-12-08",
        "Begeleiding van meertalige studenten, 70 uur", "4.200,00", "meertalig",
        approved=("2016-12-15 vodafone", "2016-12-19 maastricht"), paid=("2017-01-09",),
    ),
    InKind(
        "2016-12-14", "vodafone", "werkervaring", "hours", "52,00",
        "Begeleiding van zes deelnemers op de werkvloer", "2.340,00",
    ),
    Released(
        "2016-12-22", "coach-2016", "De vierde groep gaat niet door: te weinig deelnemers in december."
    ),
    FromBank("2016-12-31", "interest", "12,75", "Rente 2016"),
    Bill(
        "2017-01-04", "bank-2016", "bank", "2016", "2017-01-02", "Kosten van de bankrekening, 2016", "102,40",
        "imago",
        delivered="2016-12-31", approved=("2017-01-09 vodafone",), paid=("2017-01-16",),
    ),
)  # fmt: skip
