"""The web room: pages and forms over the acts, and the only room that knows a request.

A page is one function. It asks an act or a reading, and shows what comes back: views never compute, templates
never query, acts never redirect.

    area = covenant_area("projects", __name__)              # at /<covenant>/projects

    class NewProject(LedgerForm):
        name = TextField(N_("Name"), hint=N_("As partners call it."))
        line = ChoiceField(N_("Programme line"))
        budget = MoneyField(N_("Budget"), optional=True)

    @area.get("")
    @requires_member                                        # every route names its permission
    def index() -> Response:
        with read() as session:
            found = projects.list_projects(session, g.covenant.id)
        return page("projects/index.html", projects=found)

    @area.route("/new", methods=["GET", "POST"])
    @requires("treasurer")
    def new() -> Response:
        form = NewProject()
        form.line.offer([(each.slug, verbatim(each.name)) for each in _lines()])
        if form.sent():                                     # sent, and everything in it can be read
            with refusing(form):                            # a refusal goes beside its field: 422 or 409
                with write() as session:                    # one transaction, the covenant's lock
                    slug = projects.add_project(
                        session, g.covenant.id, by=by(form), name=form.name.text, line=form.line.choice
                    )
                return go("projects.show", project=slug, told=N_("The project was added."))
        return page("projects/new.html", form=form)         # with the form's status

    app          create_app; AREAS lists the blueprints of a covenant, one file per area
    access       who may come where: requires, requires_member, …; g.covenant, g.person, g.roles, g.party_id;
                 addresses within a covenant need not name it: url_for("projects.index")
    sessions     the cookie and its row in the database; attempts: counting wrong passwords and codes
    sign_in      signing in and out, links for a password; second_factor; mail: the letters with links
    here         read(), write(), by(form), now(), today(), say(sentence), language()
    fields       the kinds of fields (reading: what they read); forms: LedgerForm, Rows, EvidenceField
    refusals     the one place where a refusal becomes something on a form; errors: pages for all others
    pages        page, go, tell, send (a file, logged); logbook: log, log_once, log_refusal (the access log),
                 which knows where somebody comes from by a digest: places
    chained      what the pages of the trail and the access log are asked for; paging: long lists
    tables       a core Statement laid out for the table macro; states: badges
    filters      how templates write figures: |money |euro |day |long_day |moment |share |count |hours |say
    navigation   the sections; one appears when its blueprint has an `index` that admits the reader
    settings     what the environment says; health: /healthz, and no pages on an unsound database

A part that repeats is `splits = Rows(SplitRow, …)`, where SplitRow is a RowForm; `form.splits.filled()` gives
its rows, with their fields: `row.project.choice`. Several forms on one page each take a prefix,
`PayForm(prefix="pay-")`, and post to an address of their own, whose view makes the same page again with the
refused form in it (`people.py` shows how).

A template extends base.html, sets `title` (and `about`, `up`), fills the block `content`, and draws with the
macros of templates/macros: forms.html (ledger_form, field, act), tables.html (statement_table, plain_table),
parts.html (badge, figures, facts, notice, button). Its texts are `_("…")` with the figures by name; a per
cent sign in one is written twice. Ids stand once on a page; nothing is styled or scripted within it.
"""

from ledger.web.app import create_app

__all__ = ["create_app"]
