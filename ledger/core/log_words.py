"""What the rows of the access log are called, for people to read; the words on the log never change."""

from collections.abc import Iterator, Mapping

from ledger.core.sentences import N_, Sentence, sentence

LOG_ACTS: Mapping[str, str] = {
    "access.refused": N_("Turned away"),
    "account.changed": N_("Account changed"),
    "evidence.refused": N_("Evidence refused"),
    "file.downloaded": N_("File downloaded"),
    "link.made": N_("Link made to choose a password"),
    "password.asked": N_("New password asked for"),
    "password.changed": N_("Password changed"),
    "person.added": N_("Person added"),
    "person.disabled": N_("Account closed"),
    "person.erased": N_("Personal data erased"),
    "recovery-code.used": N_("Recovery code used"),
    "second-factor.off": N_("Second factor turned off"),
    "second-factor.on": N_("Second factor turned on"),
    "session.ended": N_("Session ended"),
    "session.over": N_("Session was over"),
    "sign-in.done": N_("Signed in"),
    "sign-in.failed": N_("Failed to prove who one is"),
    "sign-in.halfway": N_("Password right, code asked for"),
    "sign-in.held": N_("Attempt not weighed, after too many failures"),
    "sign-out.done": N_("Signed out"),
}
"""Every act on the access log, by its word."""

_TOLD: Mapping[str, str] = {
    "path": N_("Address: %(what)s"),
    "sha256": N_("SHA-256: %(what)s"),
    "changed": N_("Changed: %(what)s"),
}
"""What a row tells to a reader, by its name in the content; what is kept to count by is left out."""


def log_words_of(act: str) -> Sentence:
    """Say what a row of the access log is called; one without words by its own."""
    return sentence(LOG_ACTS.get(act, act))


def log_details(content: object) -> Iterator[Sentence]:
    """Say what a row of the access log tells: the address somebody asked for, the hash of a file."""
    if not isinstance(content, Mapping):
        return
    for name, template in _TOLD.items():
        value = content.get(name)
        if value:
            yield sentence(template, what=", ".join(value) if isinstance(value, list) else str(value))
