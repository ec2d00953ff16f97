# Planted holes, which rules.yml has to find, and what looks like one and is none. Nothing here is ever run.

# ruleid: route-without-permission
@area.get("/open")
def open_door():
    return page("open.html")


# ruleid: route-without-permission
@area.route("/open", methods=["GET", "POST"])
@remembered
def open_window():
    return page("open.html")


# ok: route-without-permission
@area.post("/<int:number>/pay")
@requires("treasurer")
def pay(number):
    return go("expenditures.show", number=number)


# ok: route-without-permission
@area.get("")
@requires_member
def index():
    return page("index.html")


def find(session, connection, slug):
    # ruleid: sql-made-of-pieces
    session.execute(text(f"SELECT * FROM payee WHERE name = '{slug}'"))
    # ruleid: sql-made-of-pieces
    connection.exec_driver_sql("SELECT * FROM payee WHERE name = '" + slug)
    # ruleid: sql-made-of-pieces
    connection.execute("SELECT * FROM payee WHERE name = '%s'" % slug)
    # ruleid: sql-made-of-pieces
    session.execute(text("SELECT * FROM payee WHERE {}".format(slug)))
    # ok: sql-made-of-pieces
    session.execute(text("SELECT * FROM payee WHERE name = :name"), {"name": slug})


def lead_on():
    # ruleid: redirect-to-what-was-asked
    return redirect(request.args["next"])


def lead_back():
    wanted = request.referrer or "/"
    # ruleid: redirect-to-what-was-asked
    return redirect(wanted, 303)


def lead_home():
    # ok: redirect-to-what-was-asked
    return redirect(own_path(request.args.get("next")) or url_for("home.index"))


def show(remark):
    # ruleid: markup-of-a-variable
    bold = Markup(remark)
    # ok: markup-of-a-variable
    line = Markup("<br>")
    return bold + line


def read(content, shown):
    # ruleid: what-runs-what-it-reads
    pickle.loads(content)
    # ruleid: what-runs-what-it-reads
    yaml.load(content)
    # ruleid: what-runs-what-it-reads
    eval(content)
    # ruleid: what-runs-what-it-reads
    render_template_string(content)
    # ok: what-runs-what-it-reads
    json.loads(content)


def opens(self, token, given, kind):
    # ruleid: secret-compared-letter-by-letter
    right = token == given
    # ruleid: secret-compared-letter-by-letter
    wrong = given != self.password
    # ok: secret-compared-letter-by-letter
    same = hmac.compare_digest(token, given)
    # ok: secret-compared-letter-by-letter
    none = token == ""
    return right, wrong, same, none, kind == given


def make():
    # ruleid: secret-by-chance
    weak = random.randbytes(16)
    # ok: secret-by-chance
    strong = secrets.token_bytes(16)
    return weak, strong


def parse(content):
    # ruleid: xml-that-trusts
    first = xml.etree.ElementTree.fromstring(content)
    # ruleid: xml-that-trusts
    second = lxml.etree.fromstring(content)
    # ok: xml-that-trusts
    third = lxml.etree.fromstring(content, HARDENED)
    return first, second, third


def tell(session, person, number):
    # ruleid: address-on-the-record
    trail.append(session, 1, by=by(), act="person.added", subject="person/1", content={"email": person.email})
    # ruleid: address-on-the-record
    access_log.append(session, now=now(), person_id=1, act="x", content={"who": g.person.name})
    # ok: address-on-the-record
    trail.append(session, 1, by=by(), act="role.given", subject=f"person/{number}", content={"role": "auditor"})
