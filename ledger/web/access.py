"""Who may come where: every route names its permission, and one place holds all of them to it.

    @area.get("")
    @requires_member          # treasurer, partner and auditor: everybody who sees the money
    def index() -> Response: ...

    @area.route("/new", methods=["GET", "POST"])
    @requires("treasurer")    # one of these roles, in this covenant
    def new() -> Response: ...

Further there are `requires_any_role` (the administrator too, for pages without money), `requires_person`
(signed in; pages of no covenant) and `open_to_all`. A route without one keeps the application from starting.

A covenant that is not there and one in which the person has no role look the same: 404.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

from ledger.core.acting import ROLES, Role
from ledger.core.covenant_file.agreement import TAKEN_AT_THE_TOP
from ledger.core.refusals import NotAllowed, NotFound
from ledger.core.sentences import N_, sentence
from ledger.storage import accounts
from ledger.web import sessions
from ledger.web.here import read
from ledger.web.logbook import log_refusal
from ledger.web.pages import own_path

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """What a route asks of whoever comes: nothing, to be signed in, or one of some roles in its covenant.

    `for_people` is False for what only programs read: there nobody is looked up.
    """

    roles: frozenset[Role] = frozenset()
    signed_in: bool = True
    for_people: bool = True

    def admits(self, roles: frozenset[Role]) -> bool:
        """Say whether somebody with these roles may come in."""
        return not self.roles or bool(self.roles & roles)


def _named(access: Access) -> Callable[[View], View]:
    def name(view: View) -> View:
        if access_of(view) is not None:
            raise TypeError(f"{view.__name__} names its permission twice")
        view.__access__ = access  # type: ignore[attr-defined]
        return view

    return name


def requires(*roles: Role) -> Callable[[View], View]:
    """Let in whoever has one of these roles in the page's covenant."""
    return _named(Access(frozenset(roles)))


def requires_member(view: View) -> View:
    """Let in everybody who sees the covenant's money: treasurer, partner and auditor."""
    return requires("treasurer", "partner", "auditor")(view)


def requires_any_role(view: View) -> View:
    """Let in everybody with a role in the covenant, its administrator too."""
    return requires(*ROLES)(view)


def requires_person(view: View) -> View:
    """Let in whoever is signed in."""
    return _named(Access())(view)


def open_to_all(view: View) -> View:
    """Let in everybody."""
    return _named(Access(signed_in=False))(view)


def open_to_programs(view: View) -> View:
    """Let in everything, and look nobody up: style sheets, typefaces, the answer to "are you well"."""
    return _named(Access(signed_in=False, for_people=False))(view)


def access_of(view: Callable[..., Any] | None) -> Access | None:
    """Give what a view asks of whoever comes; None where it does not say."""
    return cast("Access | None", getattr(view, "__access__", None))


class SlugConverter(BaseConverter):
    """The short name of a covenant in an address; the ledger's own addresses are none."""

    regex = rf"(?!(?:{'|'.join(TAKEN_AT_THE_TOP)})\Z)[a-z0-9][a-z0-9-]{{0,59}}"


def covenant_area(name: str, import_name: str, *, at: str | None = None) -> Blueprint:
    """Make the blueprint of one area of a covenant, at `/<covenant>/<name>` or, with `at`, elsewhere."""
    below = name if at is None else at
    return Blueprint(name, import_name, url_prefix=f"/<slug:covenant>/{below}".rstrip("/"))


# ---- at the door ------------------------------------------------------------------------------------


def watch(app: Flask) -> None:
    """Set a watch at the application's door."""
    app.url_map.converters["slug"] = SlugConverter
    app.url_value_preprocessor(_take_covenant)
    app.url_defaults(_give_covenant)
    app.before_request(_admit)
    app.before_request(_require_own_form)


def require_all_named(app: Flask) -> None:
    """Refuse to start with a route that does not name its permission."""
    silent = sorted(name for name, view in app.view_functions.items() if access_of(view) is None)
    if silent:
        raise TypeError(f"these routes name no permission: {', '.join(silent)}")


def _take_covenant(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the covenant out of a page's address: views find it in `g.covenant`."""
    g.slug = values.pop("covenant", None) if values else None
    g.person = g.covenant = g.party_id = g.party = None
    g.roles = frozenset()


def _give_covenant(endpoint: str, values: dict[str, Any]) -> None:
    """Put the covenant back into addresses within it, so that nobody has to name it."""
    covenant = g.get("covenant")
    if covenant is not None and current_app.url_map.is_endpoint_expecting(endpoint, "covenant"):
        values.setdefault("covenant", covenant.slug)


def _admit() -> Response | None:
    """Ask who comes and whether they may; called before every view."""
    access = asked()
    if access is None or access.for_people:
        g.person = sessions.person()
    if access is None or not access.signed_in:
        return None
    if g.person is None:
        return _to_sign_in()
    if g.slug is not None:
        _enter_covenant(g.slug)
    if not access.admits(g.roles):
        raise NotAllowed(sentence(N_("Your role in this covenant does not allow this.")))
    return None


def _require_own_form() -> None:
    """Refuse a form that another site sent, whatever it carries; browsers say where one comes from."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    own = {request.host, urlsplit(current_app.config["PUBLIC_ADDRESS"]).netloc}
    own.discard("")
    foreign = site not in {"same-origin", "none"} if site else origin and _host_of(origin) not in own
    if foreign:
        raise NotAllowed(sentence(N_("This form was sent from another site. Nothing was changed.")))


def _host_of(origin: str) -> str:
    """Give the host a form says it was made on; nothing where what it says is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def asked() -> Access | None:
    """Give what the page that is asked for wants of whoever comes; None where there is no such page."""
    return access_of(current_app.view_functions[request.endpoint]) if request.endpoint else None


def _enter_covenant(slug: str) -> None:
    """Find the covenant and what the person may do in it; without a role in it, it is not there."""
    with read() as block:
        covenant = accounts.find_covenant(block, slug)
        standing = accounts.roles_in(block, covenant.id, g.person.id) if covenant else None
    if covenant is None or standing is None or not standing.roles:
        if covenant is not None:
            log_refusal(covenant.id)
        raise NotFound(sentence(N_("There is no such page.")))
    g.covenant, g.roles = covenant, standing.roles
    g.party_id, g.party = standing.party_id, standing.party


def _to_sign_in() -> Response:
    """Lead to the sign-in page, and back afterwards where there is something to come back to."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else own_path(request.referrer)
    back = wanted if wanted and wanted != "/" else None
    return redirect(url_for("sign_in.index", next=back), 303)
