"""Projects: the list by programme line, one page for each, adding and changing."""

from flask import g
from werkzeug.wrappers import Response

from ledger import project_pages, projects
from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, sentence
from ledger.storage import reads
from ledger.web.access import covenant_area, requires, requires_member
from ledger.web.fields import ChoiceField, DayField, LinesField, TextField, verbatim
from ledger.web.forms import LedgerForm
from ledger.web.here import by, code, read, write
from ledger.web.pages import go, page
from ledger.web.refusals import refusing

area = covenant_area("projects", __name__)


class ProjectForm(LedgerForm):
    """What is asked of a project."""

    name = TextField(N_("Name"))
    line = ChoiceField(N_("Programme line"), hint=N_("Which money may pay for it follows from this."))
    about = LinesField(N_("What is done"), optional=True)
    starts_on = DayField(N_("First day"), optional=True)
    ends_on = DayField(N_("Last day"), optional=True)


def _form() -> ProjectForm:
    form = ProjectForm()
    with read() as session:
        lines = reads.lines(session, g.covenant.id)
    nl = code() == "nl"
    form.line.offer((line.slug, verbatim(line.name_nl if nl else line.name_en)) for line in lines)
    return form


@area.get("")
@requires_member
def index() -> Response:
    """List the projects."""
    with read() as session:
        views = project_pages.project_views(session, g.covenant.id)
    return page("projects/index.html", views=views)


@area.route("/new", methods=["GET", "POST"])
@requires("treasurer")
def new() -> Response:
    """Add a project."""
    form = _form()
    if form.sent():
        with refusing(form):
            with write() as session:
                slug = projects.add_project(
                    session,
                    g.covenant.id,
                    by=by(form),
                    name=form.name.text,
                    line=form.line.choice,
                    about=form.about.text,
                    starts_on=form.starts_on.data,
                    ends_on=form.ends_on.data,
                )
            return go("projects.show", project=slug, told=N_("The project is added."))
    return page("projects/form.html", form=form, project=None)


@area.get("/<slug:project>")
@requires_member
def show(project: str) -> Response:
    """Show everything of one project."""
    with read() as session:
        shown = project_pages.project_page(session, g.covenant.id, project)
    return page("projects/show.html", shown=shown)


@area.route("/<slug:project>/edit", methods=["GET", "POST"])
@requires("treasurer")
def edit(project: str) -> Response:
    """Change a project's name, description and days."""
    form = _form()
    with read() as session:
        row = next(
            (one for one in projects.list_projects(session, g.covenant.id) if one.slug == project), None
        )
    if row is None:
        raise NotFound(sentence(N_("There is no project %(slug)s in this covenant."), slug=project))
    if form.sent():
        with refusing(form):
            with write() as session:
                projects.change_project(
                    session,
                    g.covenant.id,
                    by=by(form),
                    project=project,
                    name=form.name.text,
                    line=form.line.choice,
                    about=form.about.text,
                    starts_on=form.starts_on.data,
                    ends_on=form.ends_on.data,
                )
            return go("projects.show", project=project, told=N_("The project is changed."))
    if not form.was_sent:
        form.name.data, form.line.data, form.about.data = row.name, row.line, row.about or None
        form.starts_on.data, form.ends_on.data = row.starts_on, row.ends_on
    return page("projects/form.html", form=form, project=row)
