"""Reading a covenant file: the signed agreement as a TOML text, taken whole or refused whole.

`read_covenant` gives a `CovenantFile`, or raises `Problems` with everything that is wrong, each with its
place. A place is the way to it through the file's keys, counting from 1 as people do: the due date of
the first pledge's second instalment is `pledge[1].instalments[2].due_on`; where the thing has a slug that
can be read, the sentence names it too: `pledge[1].instalments[2].due_on (maastricht)`.

    reader     the whole file: TOML, the sections, what is found wrong
    table      one table of the file: each value asked for by key and by kind
    agreement  the covenant, its parties, programme lines and indicators
    pledges    who promised what, and when it falls due
    deciding   decision rules and mandates
    facts      what comes out
"""

from ledger.core.covenant_file.facts import (
    DECISION_KINDS,
    AgreedCovenant,
    AgreedIndicator,
    AgreedLine,
    AgreedParty,
    AgreedPledge,
    AgreedRule,
    AgreedStep,
    CovenantFile,
)
from ledger.core.covenant_file.reader import read_covenant

__all__ = [
    "DECISION_KINDS",
    "AgreedCovenant",
    "AgreedIndicator",
    "AgreedLine",
    "AgreedParty",
    "AgreedPledge",
    "AgreedRule",
    "AgreedStep",
    "CovenantFile",
    "read_covenant",
]
