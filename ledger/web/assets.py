"""What pages are dressed in: the style sheet, and Source Sans from its package.

A static file's address carries a mark of its content, so that browsers may keep it for a year and still get
a new one at once.
"""

import gzip
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Flask, request, url_for
from werkzeug.wrappers import Response

from ledger.web.access import open_to_programs

HERE = Path(__file__).parent
STATIC = HERE / "static"
TYPEFACES = ("SourceSansPro-Regular.otf", "SourceSansPro-Semibold.otf", "SourceSansPro-It.otf")
"""The weights that pages use; paper takes the same typeface from the same package."""

YEAR_SECONDS = 365 * 24 * 3600

assets = Blueprint("assets", __name__)


def template_folder() -> Path:
    """Find the page templates: inside an installed package, or at the top of the project."""
    packed = HERE / "templates"
    return packed if packed.is_dir() else HERE.parents[1] / "templates"


@cache
def _mark(name: str) -> str:
    """Give the mark of a static file's content."""
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """Give the address of a static file, with the mark of its content."""
    return url_for("static", filename=name, v=_mark(name))


@cache
def _typeface(name: str) -> tuple[bytes, bytes]:
    """Read a weight of the typeface: as it is, and packed."""
    content = (files("font_source_sans_pro") / "files" / name).read_bytes()
    return content, gzip.compress(content, 9, mtime=0)


@assets.get(f"/static/fonts/<any({', '.join(repr(name) for name in TYPEFACES)}):name>")
@open_to_programs
def typeface(name: str) -> Response:
    """Hand out a weight of the typeface, packed where the browser takes that."""
    plain, packed = _typeface(name)
    takes_packed = request.accept_encodings.quality("gzip") > 0
    answer = Response(packed if takes_packed else plain, mimetype="font/otf")
    if takes_packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.cache_control.public = True
    answer.cache_control.max_age = YEAR_SECONDS
    return answer


def serve(app: Flask) -> None:
    """Serve static files and typefaces."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR_SECONDS
    open_to_programs(app.view_functions["static"])
    app.register_blueprint(assets)
