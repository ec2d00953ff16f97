"""The application: settings, database, language, doors and pages put together."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, request
from flask_babel import Babel
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from ledger.core.refusals import Unavailable
from ledger.storage.db import Database
from ledger.translations import FOLDER
from ledger.web import (
    access,
    account,
    assets,
    budgets,
    cash,
    decisions,
    errors,
    evidence,
    filters,
    health,
    home,
    hosts,
    in_kind,
    indicators,
    journal,
    lines,
    log_pages,
    obligations,
    overview,
    parties,
    payees,
    people,
    projects,
    records,
    reports,
    rule_changes,
    second_factor,
    shares,
    sign_in,
    trail,
    years,
)
from ledger.web.here import locale
from ledger.web.sessions import Sessions
from ledger.web.settings import gather

AREAS = (
    overview.area,
    projects.area,
    budgets.area,
    decisions.area,
    journal.area,
    reports.area,
    reports.files,
    trail.area,
    trail.proof,
    log_pages.area,
    rule_changes.area,
    evidence.area,
    payees.area,
    shares.area,
    people.area,
    in_kind.area,
    parties.area,
    cash.area,
    records.area,
    indicators.area,
    obligations.area,
    years.area,
)
"""The areas of a covenant, each a blueprint made with `access.covenant_area`. A new one is added here."""

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


class _Ledger(Flask):
    """The application, which tells of its faults in lines of its own."""

    def log_exception(self, exc_info: lines.Fault) -> None:
        """Write a line about a fault; trouble with the database is told where its page is made."""
        if not isinstance(exc_info[1], Unavailable):
            lines.tell_fault(exc_info)


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """Make the application; what is given goes before the environment. Raises Refusal for wrong settings."""
    app = _Ledger(
        "ledger.web",
        template_folder=str(assets.template_folder()),
        static_folder=str(assets.STATIC),
        static_url_path="/static",
    )
    app.config.update(gather(settings))
    app.instance_path = str(app.config["INSTANCE_FOLDER"])
    app.session_interface = Sessions()
    app.extensions["ledger"] = Database(app.config["DATABASE_URL"])
    app.extensions["ledger-sound"] = False
    if hops := app.config["BEHIND_PROXY"]:
        # Host comes from the proxy as it is; a host or a prefix told beside it could be a stranger's.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    _speak(app)
    _open_doors(app)
    access.require_all_named(app)
    return app


def _speak(app: Flask) -> None:
    """Give the pages their language and their ways of writing."""
    Babel(app, default_locale="nl", locale_selector=locale, default_translation_directories=str(FOLDER))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    filters.use(app)


def _open_doors(app: Flask) -> None:
    """Set the watches, in the order in which they ask, and open every area."""
    lines.use(app)
    hosts.use(app)
    app.before_request(health.require_sound)
    access.watch(app)
    CSRFProtect(app)
    errors.handle(app)
    app.after_request(_protect)
    assets.serve(app)
    for blueprint in (health.health, sign_in.area, account.area, second_factor.area, home.area, *AREAS):
        app.register_blueprint(blueprint)


def _protect(answer: Response) -> Response:
    """Tell browsers what a page may do, and not to keep pages of whoever is signed in."""
    for name, value in SECURITY_HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.is_secure or current_app.config["SESSION_COOKIE_SECURE"]:
        answer.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
    asked = access.asked()
    if answer.mimetype == "text/html" or asked is None or asked.for_people:
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer
