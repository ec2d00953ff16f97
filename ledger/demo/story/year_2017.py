"""2017: the last year. One firm pays too much and gets it back, another still owes a part at the end.

In summer a change of the budget lapses, since too few vote before its last day. When the story stops some
bills await payment or approval, a contract is not yet invoiced in full, and a change of the budget is being
voted on.
"""

from ledger.demo.acts import (
    Act,
    Agreed,
    AskedToClose,
    BankSaid,
    Bill,
    Filed,
    FromBank,
    InKind,
    Measured,
    Proposed,
    Received,
    Returned,
    Voted,
)

DIARY: tuple[Act, ...] = (
    # ---- the year's contracts ----
    Agreed(
        "2017-01-10", "werving-2017", "werving", "jobcarrousel", 2017, "WZ-17-02",
        "Werving en selectie voor twee jobcarrousels", "21.780,00",
    ),
    Agreed(
        "2017-01-10", "coach-2017", "coach", "werkervaring", 2017, "DB-2017-A",
        "Jobcoaching werkervaringsplaatsen, vier groepen", "19.360,00",
    ),
    Agreed(
        "2017-01-11", "vestiging-2017", "vestiging", "vestigingsbalie", 2017, "AVR 2017/1",
        "Vestigingsbalie: campagne, nazorg en eindrapport", "33.880,00",
    ),
    Measured("2017-01-18", "jobs", "2016-12-31", 5410, "Telling gemeente"),
    Measured("2017-01-18", "jobs", "2016-12-31", 5350, "Enquête onder bedrijven"),
    Measured("2017-01-18", "member-jobs", "2016-12-31", 1655, "Opgave van de deelnemers"),
    Measured("2017-01-18", "companies", "2016-12-31", 32, "Telling gemeente"),
    # ---- 2016 is closed ----
    BankSaid("2017-01-30", 2016, "33.343,53"),
    Filed("2017-01-30", 2016, "management_statement"),
    AskedToClose(
        "2017-01-30", "sluiting-2016", 2016,
        "Alle rekeningen van 2016 zijn binnen en de stand klopt met die van de bank.",
    ),
    Voted("2017-01-31", "sluiting-2016", "vodafone", "for"),
    Voted("2017-02-02", "sluiting-2016", "maastricht", "for"),
    Voted("2017-02-03", "sluiting-2016", "arvato", "for"),
    Bill(
        "2017-02-08", "academie-2017", "leeuwenborgh", "LB-2017-03", "2017-02-06",
        "Tweede klas: avondlessen en e-learning", "5.900,00", "academie",
        approved=("2017-02-13 arvato", "2017-02-15 maastricht"), paid=("2017-02-27",),
    ),
    Bill(
        "2017-02-22", "taal-2017-1", "taal", "TE 2017-21", "2017-02-20",
        "Cursus zakelijk Duits, twee groepen (vrijgesteld van btw)", "6.200,00", "meertalig",
        approved=("2017-02-27 maastricht", "2017-02-28 vodafone"), paid=("2017-03-13",),
    ),
    Received("2017-02-27", "vodafone", "15.150,00", "Bijdrage 2017"),
    Received("2017-03-01", "maastricht", "100.000,00", "Derde termijn"),
    Received("2017-03-02", "q-park", "15.000,00", "Bijdrage 2017"),
    Bill(
        "2017-03-15", "coach-2017-1", "coach", "DB-17-19", "2017-03-13", "Jobcoaching, eerste groep",
        "4.000,00", "werkervaring", vat="840,00", contract="coach-2017",
        approved=("2017-03-20 maastricht", "2017-03-21 q-park"), paid=("2017-04-03",),
    ),
    Returned("2017-03-16", "vodafone", "150,00"),
    Bill(
        "2017-03-29", "beursstand-2017", "standbouw", "SL-17-198", "2017-03-27",
        "Stand op de voorjaarsbeurs; de helft wordt doorverhuurd", "4.400,00", "beurzen", vat="924,00",
        recoverable="462,00", approved=("2017-04-03 vodafone", "2017-04-04 maastricht"), paid=("2017-04-18",),
    ),
    Bill(
        "2017-04-05", "beursreis-2017", "reizen", "ZG17-0911", "2017-04-03",
        "Reis en verblijf voorjaarsbeurs Düsseldorf, vier personen", "2.640,00", "beurzen", vat="158,40",
        approved=("2017-04-10 q-park", "2017-04-11 maastricht"), paid=("2017-04-24",),
    ),
    Received("2017-04-06", "arvato", "10.000,00", "Bijdrage 2017, eerste deel"),
    Filed("2017-04-10", 2016, "auditors_report"),
    Bill(
        "2017-04-12", "werving-2017-1", "werving", "2017-071", "2017-04-10",
        "Werving en selectie, vijfde jobcarrousel", "9.000,00", "jobcarrousel", vat="1.890,00",
        contract="werving-2017", approved=("2017-04-18 maastricht", "2017-04-19 vodafone"),
        paid=("2017-05-01",),
    ),
    Bill(
        "2017-04-26", "bijscholing-2017", "arcus", "AC-17-0081", "2017-04-24",
        "Bijscholing webcare en chat, twee groepen", "3.600,00", "bijscholing",
        approved=("2017-05-01 vodafone", "2017-05-03 maastricht"), paid=("2017-05-15",),
    ),
    Bill(
        "2017-05-17", "campagne-2017", "vestiging", "AVR-17-040", "2017-05-15",
        "Campagne bedrijven in Duitsland en België: benadering, bezoeken en ontvangst", "21.000,00",
        "vestigingsbalie", vat="4.410,00", contract="vestiging-2017",
        approved=("2017-05-22 maastricht", "2017-05-23 q-park", "2017-05-26 vodafone"),
        paid=("2017-06-12 15.000,00", "2017-07-10"),
    ),
    InKind(
        "2017-05-31", "q-park", "vestigingsbalie", "goods", "60,00",
        "Uitrijkaarten voor bezoekende bedrijven", "450,00",
    ),
    Bill(
        "2017-06-14", "coach-2017-2", "coach", "DB-17-44", "2017-06-12", "Jobcoaching, tweede groep",
        "4.000,00", "werkervaring", vat="840,00", contract="coach-2017",
        approved=("2017-06-19 maastricht", "2017-06-20 arvato"), paid=("2017-07-03",),
    ),
    Bill(
        "2017-06-21", "film-2017", "studio", "HL-2017-28", "2017-06-19",
        "Drie korte films: deelnemers vertellen over hun nieuwe baan", "3.300,00",
        {"imago": "1.993,00", "jobcarrousel": "2.000,00"}, vat="693,00",
        approved=("2017-06-26 q-park", "2017-06-27 maastricht"), paid=("2017-07-10",),
    ),
    Bill(
        "2017-06-26", "carrousel-zaal-2017", "congres", "20170502", "2017-06-22",
        "Zaal en techniek, vijfde jobcarrousel", "1.260,00", "jobcarrousel", vat="264,60",
        approved=("2017-06-29 vodafone",), paid=("2017-07-10",),
    ),
    Proposed(
        "2017-07-03", "zomerwijziging-2017", 2017,
        "Wijziging 2017: 1.000,00 van de academie naar imago, voor een krant in de zomer. De drukker wil het "
        "voor augustus weten.",
        {
            "jobcarrousel": "38.000,00", "meertalig": "21.000,00", "werkervaring": "25.000,00",
            "vestigingsbalie": "38.000,00", "beurzen": "11.000,00", "academie": "8.000,00",
            "bijscholing": "7.000,00", "imago": "8.500,00",
        },
        until="2017-07-28",
    ),
    Bill(
        "2017-07-05", "proefplaatsing-2017", "arvato", "9017-2290", "2017-07-03",
        "Begeleiding op de werkvloer van zestien proefplaatsingen", "5.200,00",
        {"jobcarrousel": "3.146,00", "werkervaring": "3.146,00"}, vat="1.092,00",
        approved=("2017-07-10 maastricht", "2017-07-11 q-park"), paid=("2017-07-24",),
    ),
    Voted("2017-07-20", "zomerwijziging-2017", "vodafone", "for"),
    FromBank("2017-07-31", "vat", "462,00", "Teruggaaf btw beursstand 2017"),
    Bill(
        "2017-08-30", "elearning-2017", "elearning", "EL-170828", "2017-08-28",
        "Vier modules e-learning, voor de academie en de bijscholing", "2.800,00",
        {"academie": "1.694,00", "bijscholing": "1.694,00"}, vat="588,00",
        approved=("2017-09-04 vodafone", "2017-09-06 maastricht"), paid=("2017-09-18",),
    ),
    Bill(
        "2017-09-13", "coach-2017-3", "coach", "DB-17-66", "2017-09-11", "Jobcoaching, derde groep",
        "4.000,00", "werkervaring", vat="840,00", contract="coach-2017",
        approved=("2017-09-18 maastricht", "2017-09-19 q-park"), paid=("2017-10-02",),
    ),
    Bill(
        "2017-09-20", "taal-2017-2", "taal", "TE 2017-88", "2017-09-18",
        "Cursus zakelijk Frans, twee groepen (vrijgesteld van btw)", "4.800,00", "meertalig",
        approved=("2017-09-25 maastricht", "2017-09-26 arvato"), paid=("2017-10-09",),
    ),
    InKind(
        "2017-09-29", "zuyd", "meertalig", "hours", "64,00",
        "Onderzoek door studenten naar talen op de werkvloer", "3.840,00",
    ),
    Bill(
        "2017-10-18", "werving-2017-2", "werving", "2017-204", "2017-10-16",
        "Werving en selectie, zesde jobcarrousel", "9.000,00", "jobcarrousel", vat="1.890,00",
        contract="werving-2017", approved=("2017-10-23 maastricht", "2017-10-24 vodafone"),
        paid=("2017-11-06",),
    ),
    Bill(
        "2017-10-25", "eindmeting", "onderzoek", "OAZ-17-31", "2017-10-23",
        "Eindmeting arbeidsplaatsen in klantcontact", "6.900,00",
        {"jobcarrousel": "3.000,00", "meertalig": "2.349,00", "vestigingsbalie": "3.000,00"}, vat="1.449,00",
        approved=("2017-10-30 maastricht", "2017-10-31 q-park"), paid=("2017-11-13 4.000,00",),
    ),
    InKind(
        "2017-11-10", "leeuwenborgh", "academie", "hours", "45,00",
        "Examens van de tweede klas, buiten het rooster", "2.475,00",
    ),
    # ---- the last weeks: not everything is settled ----
    Bill(
        "2017-11-15", "vestiging-2017-2", "vestiging", "AVR-17-092", "2017-11-13",
        "Vestigingsbalie: nazorg van gevestigde bedrijven", "3.000,00", "vestigingsbalie", vat="630,00",
        contract="vestiging-2017", approved=("2017-11-20 maastricht", "2017-11-21 vodafone"),
    ),
    Bill(
        "2017-11-22", "slotkrant", "drukkerij", "D2017-1203", "2017-11-20",
        "Slotkrant, vijftienhonderd stuks", "1.180,00", "imago", vat="70,80",
        approved=("2017-11-27 arvato",), paid=("2017-12-11",),
    ),
    Bill(
        "2017-11-29", "slotbijeenkomst", "congres", "20170911", "2017-11-27",
        "Slotbijeenkomst: zaal, techniek en ontvangst van bedrijven", "2.350,00",
        {"imago": "1.843,50", "beurzen": "1.000,00"}, vat="493,50",
        approved=("2017-12-04 vodafone", "2017-12-05 maastricht"), paid=("2017-12-18",),
    ),
    Bill(
        "2017-12-06", "zuyd-2017", "zuyd", "ZH 17-311", "2017-12-04",
        "Begeleiding van meertalige studenten, 50 uur", "3.000,00", "meertalig",
        approved=("2017-12-11 q-park", "2017-12-13 maastricht"),
    ),
    Bill(
        "2017-12-13", "coach-2017-4", "coach", "DB-17-91", "2017-12-11", "Jobcoaching, vierde groep",
        "4.000,00", "werkervaring", vat="840,00", contract="coach-2017",
        approved=("2017-12-18 maastricht", "2017-12-19 arvato"),
    ),
    Proposed(
        "2017-12-14", "wijziging-2017", 2017,
        "Wijziging 2017: 1.000,00 van de academie naar imago, voor een tweede druk van de slotkrant.",
        {
            "jobcarrousel": "38.000,00", "meertalig": "21.000,00", "werkervaring": "25.000,00",
            "vestigingsbalie": "38.000,00", "beurzen": "11.000,00", "academie": "8.000,00",
            "bijscholing": "7.000,00", "imago": "8.500,00",
        },
    ),
    Bill(
        "2017-12-18", "slot-catering", "cateraar", "F1712-15", "2017-12-14",
        "Slotbijeenkomst: lunch en borrel",
        "1.640,00", "imago", vat="98,40",
    ),
    Voted("2017-12-19", "wijziging-2017", "vodafone", "for"),
    Bill(
        "2017-12-20", "archief", "webbureau", "17-0240", "2017-12-18",
        "Website van de jobcarrousels archiveren en overdragen", "2.400,00", "jobcarrousel", vat="504,00",
        approved=("2017-12-21 vodafone",),
    ),
    Measured("2017-12-20", "jobs", "2017-12-15", 5720, "Telling gemeente"),
    Measured("2017-12-20", "jobs", "2017-12-15", 5660, "Onderzoeksbureau Arbeidsmarkt Zuid, eindmeting"),
    Measured("2017-12-20", "member-jobs", "2017-12-15", 1780, "Opgave van de deelnemers"),
    Measured("2017-12-20", "companies", "2017-12-15", 35, "Telling gemeente"),
    FromBank("2017-12-29", "interest", "8,20", "Rente 2017"),
    Bill(
        "2017-12-29", "bank-2017", "bank", "2017", "2017-12-29", "Kosten van de bankrekening, 2017", "96,80",
        "imago",
        approved=("2017-12-29 q-park",), paid=("2017-12-29",),
    ),
)  # fmt: skip
