"""The command line, as a stranger uses it: what it does, what it refuses, and how it says so."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask.cli import FlaskGroup
from openpyxl import load_workbook
from pypdf import PdfReader

from ledger import demo
from ledger.core.statements.shape import Head
from tests.house.reading import HOUSE
from tests.stories.commands import AGREEMENT, CommandLine, Said

SHARED = HOUSE.parent / "shared" / "covenants" / "customer-service-valley.toml"
BALANCED = "7 parties, EUR 435,000.00 promised, books balance.\n"
NEVER_SET_UP = "The database is not up to date: run covenant-ledger init first.\n"
NO_COVENANT = "There is no covenant yet: open one with covenant-ledger covenant open FILE.toml.\n"
PASSWORD = "three words together"


def run(*command: str, file: Path) -> Said:
    """Run a command in a process of its own, on a SQLite file."""
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{file}", "INSTANCE_FOLDER": str(file.parent)}
    done = subprocess.run(command, cwd=HOUSE, env=env, capture_output=True, text=True, check=False)
    return Said(done.returncode, done.stdout, done.stderr)


# ---- opening a covenant and counting its books --------------------------------------------------------


@pytest.mark.parametrize(
    "file",
    [
        AGREEMENT,
        pytest.param(
            SHARED,
            marks=pytest.mark.skipif(not SHARED.exists(), reason="the covenant's own file is not here"),
        ),
    ],
    ids=["the demonstration's", "the covenant's own"],
)
def test_a_new_database_a_covenant_and_a_check(nothing: CommandLine, file: Path) -> None:
    assert nothing("init") == Said(0, f"The database is ready: sqlite:///{nothing.file}\n", "")
    assert nothing("covenant", "open", str(file)).status == 0
    assert nothing("check") == Said(0, BALANCED, "")


def test_a_database_that_is_up_to_date_stays_as_it_is(opened: CommandLine) -> None:
    assert opened("init") == Said(0, f"The database is up to date: sqlite:///{opened.file}\n", "")
    assert opened("check") == Said(0, BALANCED, "")


def test_a_covenant_is_opened_once(opened: CommandLine) -> None:
    said = opened("covenant", "open", str(AGREEMENT))
    assert (said.status, said.out) == (1, "")
    assert "customer-service-valley" in said.err


def test_a_wrong_covenant_file_is_refused_whole_with_every_problem_and_its_place(
    ready: CommandLine, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.toml"
    text = AGREEMENT.read_text(encoding="utf-8")
    for old, new in (
        ('amount = "300000.00"', 'amount = "299999.99"'),
        ('party = "vodafone"', 'party = "telecom"'),
        ('party = "q-park"\namount = "15000.00"', 'party = "q-park"\namount = "15000.005"'),
        ("ends_on = 2017-12-31", "ends_on = 2017-12-31\nlogo = 1"),
        ('slug = "zuyd"', 'slug = "arcus"'),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    wrong.write_text(text, encoding="utf-8")
    said = ready("covenant", "open", str(wrong))
    assert (said.status, said.out) == (1, "")
    places = [line.split(":")[0] for line in said.err.splitlines()]
    assert [place.split()[0] for place in places] == [
        "covenant.logo",
        "party[7].slug",
        "pledge[1].instalments",
        "pledge[2].party",
        "pledge[3].amount",
    ]
    assert ready("check") == Said(1, "", NO_COVENANT)


def test_a_file_that_is_no_toml_is_refused_in_a_sentence(ready: CommandLine, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_bytes(b"PK\x03\x04 \xff")
    said = ready("covenant", "open", str(wrong))
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)


# ---- what is not there --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("verify",),
        ("post-due",),
        ("covenant", "open", str(AGREEMENT)),
        ("export", "workbook", "--out", "never.xlsx"),
        ("export", "report", "--out", "never.pdf"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_database_that_was_never_set_up_is_refused_in_one_sentence(
    nothing: CommandLine, words: tuple[str, ...]
) -> None:
    assert nothing(*words) == Said(1, "", NEVER_SET_UP)
    assert not Path("never.xlsx").exists()


@pytest.mark.parametrize("words", [("check",), ("verify",), ("post-due",)], ids=" ".join)
def test_without_a_covenant_the_next_step_is_named(ready: CommandLine, words: tuple[str, ...]) -> None:
    assert ready(*words) == Said(1, "", NO_COVENANT)


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("covenant", "close"),
        ("covenant", "open", "no-such-file.toml"),
        ("export", "workbook"),
        ("export", "workbook", "--lang", "fr", "--out", "x.xlsx"),
        ("export", "report", "--year", "twenty", "--out", "x.pdf"),
        ("user", "add", "a@b.example", "--role", "king"),
        ("check", "--thoroughly"),
    ],
    ids=" ".join,
)
def test_bad_usage_is_status_two(opened: CommandLine, words: tuple[str, ...]) -> None:
    said = opened(*words)
    assert (said.status, said.out) == (2, "")
    assert "Usage:" in said.err


def test_a_covenant_that_is_not_there_is_refused(opened: CommandLine) -> None:
    said = opened("check", "--covenant", "other")
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)


def test_a_year_outside_the_term_is_refused(opened: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "2031.xlsx"
    said = opened("export", "workbook", "--year", "2031", "--out", str(out))
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)
    assert "2031" in said.err
    assert list(tmp_path.glob("2031*")) == []


@pytest.mark.parametrize("words", [("check",), ("verify",), ("post-due",)], ids=" ".join)
def test_of_several_covenants_one_must_be_named(
    opened: CommandLine, tmp_path: Path, words: tuple[str, ...]
) -> None:
    other = tmp_path / "other.toml"
    text = AGREEMENT.read_text(encoding="utf-8")
    other.write_text(text.replace('slug = "customer-service-valley"', 'slug = "hills"', 1), encoding="utf-8")
    assert opened("covenant", "open", str(other)).status == 0
    said = opened(*words)
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("There are several covenants; name one with --covenant:")
    assert "customer-service-valley, hills" in said.err
    assert opened(*words, "--covenant", "hills").status == 0


# ---- what falls due, and people -----------------------------------------------------------------------


def test_instalments_are_posted_once_when_they_have_fallen_due(ready: CommandLine) -> None:
    ready.app.config["NOW"] = lambda: datetime(2015, 2, 28, 12, tzinfo=UTC)
    said = ready("covenant", "open", str(AGREEMENT))
    assert said.out == "Opened customer-service-valley; 0 instalment(s) had fallen due.\n"
    ready.app.config["NOW"] = lambda: datetime(2015, 3, 1, 12, tzinfo=UTC)
    assert ready("post-due") == Said(0, "Posted 3 instalment(s).\n", "")
    assert ready("post-due") == Said(0, "Posted 0 instalment(s).\n", "")


def test_somebody_with_an_account_keeps_their_password_in_another_role(opened: CommandLine) -> None:
    words = ("user", "add", "q@park.example", "--password-stdin", "--role")
    opened(*words, "auditor", typed=PASSWORD)
    said = opened("user", "add", "q@park.example", "--password-stdin", "--role", "treasurer", typed=PASSWORD)
    told = "q@park.example may now sign in as treasurer. They had an account already and keep its password.\n"
    assert said == Said(0, told, "")


def test_a_password_in_another_writing_is_refused_in_a_sentence(opened: CommandLine) -> None:
    words = ("user", "add", "q@park.example", "--role", "auditor", "--password-stdin")
    said = opened(*words, typed=b"\xff\xfe1234567890123\n")
    assert said == Said(1, "", "This password is not written in UTF-8 and cannot be read.\n")


def test_a_person_is_added_and_may_sign_in(opened: CommandLine) -> None:
    words = ("user", "add", "q@park.example", "--role", "partner", "--party", "q-park", "--password-stdin")
    said = opened(*words, typed=f"{PASSWORD}\n")
    assert said == Said(0, "q@park.example may now sign in as partner.\n", "")
    client = opened.app.test_client()
    opened.app.config["WTF_CSRF_ENABLED"] = False
    answer = client.post("/sign-in", data={"email": "q@park.example", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_a_password_that_is_asked_for_is_typed_twice_and_never_shown(opened: CommandLine) -> None:
    words = ("user", "add", "t@town.example", "--role", "treasurer")
    said = opened(*words, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert said.status == 0
    assert PASSWORD not in said.out + said.err


@pytest.mark.parametrize(
    "words, typed",
    [
        (("a@b.example", "--role", "treasurer"), "short\n"),
        (("a@b.example", "--role", "treasurer"), ""),
        (("a@b.example", "--role", "partner"), f"{PASSWORD}\n"),
        (("a@b.example", "--role", "partner", "--party", "none"), f"{PASSWORD}\n"),
        (("a@b.example", "--role", "auditor", "--party", "q-park"), f"{PASSWORD}\n"),
        (("no address", "--role", "auditor"), f"{PASSWORD}\n"),
    ],
    ids=["short", "no password", "no party", "unknown party", "party too many", "no address"],
)
def test_a_person_who_cannot_be_is_refused_in_one_sentence(
    opened: CommandLine, words: tuple[str, ...], typed: str
) -> None:
    said = opened("user", "add", *words, "--password-stdin", typed=typed)
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)


# ---- the demonstration --------------------------------------------------------------------------------


def test_told_by_another_process_the_demonstration_is_the_same(
    demonstration: tuple[Path, Head], tmp_path: Path
) -> None:
    program = Path(sys.executable).with_name("covenant-ledger")
    said = run(str(program), "demo", file=tmp_path / "again.sqlite")
    assert (said.status, said.err) == (0, "")
    assert f"the trail's head is {demonstration[1]}.\n" in said.out


def test_the_demonstration_is_refused_where_it_stands_already(told: CommandLine) -> None:
    said = told("demo")
    assert (said.status, said.out) == (1, "")
    assert said.err == "The demonstration is told in an empty database only, and this one is in use.\n"


def test_if_empty_the_demonstration_is_left_as_it_is_and_its_accounts_are_named(told: CommandLine) -> None:
    before = told("verify").out
    said = told("demo", "--if-empty")
    assert (said.status, said.err) == (0, "")
    assert [line.strip() for line in said.out.splitlines()[1:]] == demo.accounts()
    assert told("verify").out == before


def test_where_somebody_keeps_books_no_demonstration_is_told_nor_its_accounts_named(
    opened: CommandLine,
) -> None:
    assert opened("demo", "--if-empty") == Said(0, "", "")
    assert opened("demo").status == 1
    assert opened("check") == Said(0, BALANCED, "")


# ---- proof --------------------------------------------------------------------------------------------


def test_the_record_of_the_demonstration_is_whole(
    told: CommandLine, demonstration: tuple[Path, Head]
) -> None:
    head = demonstration[1]
    expected = told("verify")
    trail, log = expected.out.splitlines()
    assert (expected.status, expected.err) == (0, "")
    assert trail == f"The trail is whole: {head.seq} acts, head {head}."
    assert told("verify", "--witness", str(head)) == expected
    assert told("verify", "--log-witness", log.rpartition(" ")[2].rstrip(".")) == expected
    assert told("check") == Said(0, BALANCED, "")


@pytest.mark.parametrize(
    "witness",
    ["{seq}:" + "0" * 64, "{more}:{hash}", "{less}:{hash}"],
    ids=["another hash", "of acts that are gone", "of another act"],
)
def test_a_witness_the_trail_does_not_know_is_found(
    told: CommandLine, demonstration: tuple[Path, Head], witness: str
) -> None:
    head = demonstration[1]
    typed = witness.format(seq=head.seq, more=head.seq + 1, less=head.seq - 1, hash=head.hash)
    said = told("verify", "--witness", typed)
    assert (said.status, said.out) == (1, "")
    assert said.err.count("\n") == 1


def test_a_witness_that_cannot_be_read_is_refused(told: CommandLine) -> None:
    said = told("verify", "--witness", "12")
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)


# ---- files that leave the house -----------------------------------------------------------------------


def _export(told: CommandLine, kind: str, year: int | None, lang: str, out: Path) -> bytes:
    words = ["export", kind, "--lang", lang, "--out", str(out)] + (["--year", str(year)] if year else [])
    assert told(*words) == Said(0, f"Wrote {out}.\n", "")
    assert [each.name for each in out.parent.glob("*.part")] == []
    return out.read_bytes()


@pytest.mark.parametrize(
    "year, lang, cover", [(2015, "nl", "Voorblad"), (2016, "en", "Cover"), (None, "nl", "Voorblad")]
)
def test_a_year_and_the_whole_term_fit_a_workbook(
    told: CommandLine,
    demonstration: tuple[Path, Head],
    tmp_path: Path,
    year: int | None,
    lang: str,
    cover: str,
) -> None:
    content = _export(told, "workbook", year, lang, tmp_path / "workbook.xlsx")
    book = load_workbook(BytesIO(content), read_only=True)
    assert book.sheetnames[0] == cover
    words = [str(cell) for row in book[cover].iter_rows(values_only=True) for cell in row if cell]
    assert any(str(demonstration[1]) in each for each in words)
    book.close()


@pytest.mark.parametrize(
    "year, lang, term",
    [(2017, "nl", "Hele looptijd"), (2016, "en", "Whole term"), (None, "en", "Whole term")],
)
def test_a_year_and_the_whole_term_fit_a_report(
    told: CommandLine,
    demonstration: tuple[Path, Head],
    tmp_path: Path,
    year: int | None,
    lang: str,
    term: str,
) -> None:
    content = _export(told, "report", year, lang, tmp_path / "report.pdf")
    cover = PdfReader(BytesIO(content)).pages[0].extract_text()
    assert "Customer Service Valley" in cover
    assert str(year or term) in cover
    assert str(demonstration[1].seq) in cover


def test_a_file_is_not_begun_where_it_cannot_stand(told: CommandLine, tmp_path: Path) -> None:
    said = told("export", "workbook", "--year", "2015", "--out", str(tmp_path / "none" / "x.xlsx"))
    assert (said.status, said.out) == (1, "")
    assert said.err.count("\n") == 1


# ---- the same commands, by another name ---------------------------------------------------------------


def test_flask_itself_knows_the_same_commands(demonstration: tuple[Path, Head]) -> None:
    said = run(sys.executable, "-m", "flask", "--app", "wsgi", "check", file=demonstration[0])
    assert said == Said(0, BALANCED, "")


def test_flask_itself_says_as_plainly_what_is_refused(nothing: CommandLine) -> None:
    done = nothing.app.test_cli_runner().invoke(FlaskGroup(), ["check"])
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", NEVER_SET_UP)
