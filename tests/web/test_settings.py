"""The settings: what the environment says, and what the ledger keeps for itself."""

import stat
from pathlib import Path

import pytest

from ledger.core.refusals import Malformed
from ledger.web import create_app, mail
from ledger.web.settings import gather, kept_secret


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    secret = kept_secret(folder)
    assert len(secret) >= 32
    assert kept_secret(folder) == secret
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert [each.name for each in folder.iterdir()] == ["secret-key"]


def test_a_secret_file_without_a_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("\n")
    with pytest.raises(Malformed, match="holds no secret"):
        kept_secret(tmp_path)


def test_without_settings_the_books_are_in_the_instance_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INSTANCE_FOLDER")
    monkeypatch.chdir(tmp_path)
    made = gather(None)
    assert made["INSTANCE_FOLDER"] == tmp_path / "instance"
    assert made["DATABASE_URL"] == f"sqlite:///{tmp_path}/instance/ledger.sqlite"


def test_what_is_given_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///environment")
    monkeypatch.setenv("SECRET_KEY", "from the environment")
    assert gather(None)["DATABASE_URL"] == "sqlite:///environment"
    made = gather({"DATABASE_URL": "sqlite:///given"})
    assert (made["DATABASE_URL"], made["SECRET_KEY"]) == ("sqlite:///given", "from the environment")


@pytest.mark.parametrize(
    "said, expected",
    [
        ("postgres://host/books", "postgresql+psycopg://host/books"),
        ("postgresql://host/books", "postgresql+psycopg://host/books"),
        ("postgresql+psycopg://host/books", "postgresql+psycopg://host/books"),
        ("sqlite:///books", "sqlite:///books"),
    ],
)
def test_every_address_of_postgresql_is_understood(said: str, expected: str) -> None:
    assert gather({"DATABASE_URL": said})["DATABASE_URL"] == expected


@pytest.mark.parametrize(
    "name, said, expected",
    [
        ("BEHIND_PROXY", "0", 0),
        ("BEHIND_PROXY", "9", 9),
        ("BEHIND_PROXY", "10", Malformed),
        ("BEHIND_PROXY", "yes", Malformed),
        ("BEHIND_PROXY", "-1", Malformed),
        ("SECURE_COOKIES", "1", True),
        ("SECURE_COOKIES", "2", Malformed),
    ],
)
def test_a_setting_that_cannot_be_is_refused(
    name: str, said: str, expected: int | type[Malformed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, said)
    if isinstance(expected, type):
        with pytest.raises(expected, match=name):
            gather(None)
    else:
        made = gather(None)
        assert {"BEHIND_PROXY": made["BEHIND_PROXY"], "SECURE_COOKIES": made["SESSION_COOKIE_SECURE"]}[
            name
        ] == expected


@pytest.mark.parametrize("hops, secure", [("0", False), ("1", True)])
def test_only_a_proxy_that_was_named_is_believed_about_tls(tmp_path: Path, hops: str, secure: bool) -> None:
    app = create_app({"INSTANCE_FOLDER": tmp_path, "BEHIND_PROXY": hops})
    answer = app.test_client().get("/healthz", headers={"X-Forwarded-Proto": "https"})
    assert ("Strict-Transport-Security" in answer.headers) is secure


def test_cookies_can_be_kept_to_tls_whatever_the_connection(tmp_path: Path) -> None:
    app = create_app({"INSTANCE_FOLDER": tmp_path, "SECURE_COOKIES": 1})
    with app.test_request_context():
        assert app.session_interface.get_cookie_secure(app) is True


def test_the_clock_tells_utc(tmp_path: Path) -> None:
    app = create_app({"INSTANCE_FOLDER": tmp_path})
    assert app.config["NOW"]().utcoffset().total_seconds() == 0


@pytest.mark.parametrize(
    "settings, why",
    [
        ({"MAIL_SERVER": "mail.example"}, "needs MAIL_FROM"),
        ({"MAIL_SERVER": "mail.example", "MAIL_FROM": "a@b.example"}, "PUBLIC_ADDRESS"),
        *(
            ({"MAIL_FROM": wrong}, "MAIL_FROM must be one e-mail address")
            for wrong in (
                "the office",
                "a@b.example, c@d.example",
                "a@b",
                "a b@c.example",
                "Kas <a@b.example",
                "a@b.example\nBcc: x@y.example",
                "<>",
                "@",
            )
        ),
        ({"MAIL_USERNAME": "kas"}, "MAIL_USERNAME and MAIL_PASSWORD"),
        ({"MAIL_PASSWORD": "kas"}, "MAIL_USERNAME and MAIL_PASSWORD"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be at least 16"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL must be"),
        ({"PUBLIC_ADDRESS": "ledger.example"}, "whole address"),
        ({"PUBLIC_ADDRESS": "javascript:alert(1)"}, "whole address"),
        ({"PUBLIC_ADDRESS": "https://[ledger"}, "whole address"),
        ({"MAIL_TLS": "maybe"}, "starttls, tls or none"),
        ({"MAIL_PORT": "0"}, "number of a port"),
        ({"MAIL_PORT": "٣"}, "number of a port"),
        ({"MAIL_PORT": "70000"}, "number of a port"),
        ({"SESSION_HOURS": "0"}, "from 1 to 744"),
        ({"SESSION_IDLE_MINUTES": "x"}, "from 1 to 44640"),
    ],
)
def test_settings_with_which_nothing_would_arrive_are_refused(settings: dict[str, str], why: str) -> None:
    with pytest.raises(Malformed) as refused:
        gather(settings)
    assert why in str(refused.value)


@pytest.mark.parametrize("sender", ["kas@organisation.example", "De kas <kas@organisation.example>"])
def test_letters_come_from_an_address_with_or_without_a_name(sender: str) -> None:
    assert mail.gather({"MAIL_FROM": sender})["MAIL_FROM"] == sender
