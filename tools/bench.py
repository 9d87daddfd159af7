"""Time what must be quick, beside a floor and a peer on the same machine in the same run. `make bench` calls this.

Measured: filing (a POST of one sentence to the real address, by visitors of different addresses) and the desk's list
(50 rows) with 1,000 and with 10,000 requests in the database, through Django's test client, warm, medians.

- floor  a bare Django view without middleware, forms, permissions or templates that sends the same SQL by hand; for
         filing with a fresh number each time, for the list printing the rows it read
- figures  what a district's pages ask, of synthetic years: tools/bench_figures.py
- search   at the desk, and the finding of look-alikes: tools/bench_neighbours.py
- peer   django-helpdesk from PyPI in a virtual environment of its own (var/bench-venv): its public form that files a
         ticket, and its staff list, which is a page plus the JSON that the page asks for

Ratios are ours divided by theirs: below 1 is quicker. The peer does less per ticket (no routing, deadlines, recusal,
search index) and asks for more (queue, title, e-mail). Each database is new and thrown away: SQLite in a file, and
PostgreSQL where one is reachable or can be started.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

from tools.run_tests import PRODUCT_SETTINGS, ROOT, a_postgres

VENV = ROOT / "var" / "bench-venv"
PEER = ("django-helpdesk==2.6.1", "Django==5.2.*", "psycopg[binary]")
SECONDS = 170  # for all programs; installing the peer, once, comes on top
FIGURES_SECONDS = {"small": 400, "medium": 3600, "full": 6 * 3600}
SEARCHED = {"small": 20_000, "medium": 100_000, "full": 1_000_000}  # requests of a city with 100 stations
ROWS = ("filing, 1,000 requests", "list of 50 of 1,000", "filing, 10,000 requests", "list of 50 of 10,000")

Figures = dict[str, float]


def main() -> int:
    peer, reason = peer_python()
    until, failed = time.monotonic() + SECONDS, False
    for name, url in databases():
        ours = run([sys.executable, "-m", "tools.bench_portal"], url, until)
        theirs = run([peer, "-m", "tools.bench_peer"], url, until) if peer else reason
        table(name, ours, theirs)
        failed = failed or isinstance(ours, str)
    failed = failed or figures_failed()
    return int(search_failed() or failed)


def figures_failed() -> bool:
    """The figures of a district, on PostgreSQL: the database that a district has."""
    try:
        with a_postgres() as (url, which):
            seconds = FIGURES_SECONDS[os.environ.get("SIZE") or "small"]
            ours = run([sys.executable, "-m", "tools.bench_figures"], url, time.monotonic() + seconds)
    except RuntimeError as reason:
        print(f"\nFigures: not measured, {reason}")
        return False
    print(f"\nFigures, PostgreSQL, {which}; medians in milliseconds (SIZE=medium: a million requests, SIZE=full: ten)")
    if isinstance(ours, str):
        print(ours)
        return True
    print(f"{'':<40} {'ours':>8} {'95 %':>8} {'CPU':>8} {'SQL':>5} {'few':>8} {'ratio':>6} {'plain':>9} {'ratio':>6}")
    for name, row in ours.items():
        base = ours.get(f"{name[: name.index('stations')]}stations, 10,000", row)
        cells = (
            f"{row['ms']:>8.1f} {row['p95']:>8.1f} {row['cpu']:>8.1f} {row['sql']:>5.0f} {base['ms']:>8.1f} "
            f"{row['ms'] / base['ms']:>6.2f}"
        )
        print(f"{name:<40} {cells} {row['plain']:>9.1f} {row['ms'] / row['plain']:>6.2f}")
    return False


def search_failed() -> bool:
    """Search and look-alikes, on both databases; they print for themselves."""
    rows, failed = SEARCHED[os.environ.get("SIZE") or "small"], False
    for name, url in databases():
        print(f"\nSearch and look-alikes, {name}", flush=True)
        command = [sys.executable, "-m", "tools.bench_neighbours", "--rows", str(rows)]
        kept = {key: value for key, value in os.environ.items() if key not in PRODUCT_SETTINGS}
        failed = bool(subprocess.call(command, cwd=ROOT, env=kept | {"DATABASE_URL": url})) or failed
    return failed


def databases() -> Any:
    with tempfile.TemporaryDirectory() as folder:
        yield "SQLite, a file", f"sqlite:///{folder}/bench.sqlite3"
    try:
        with a_postgres() as (url, which):
            yield f"PostgreSQL, {which}", url
    except RuntimeError as reason:
        print(f"\nPostgreSQL: not measured, {reason}")


def peer_python() -> tuple[str, str]:
    """(its Python, ""), or ("", why there is none). Installed once."""
    python, done = VENV / "bin" / "python", VENV / ".installed"
    wanted = " ".join(PEER)
    if not (done.exists() and done.read_text() == wanted):
        print("Installing the peer (once).", flush=True)
        for command in ([sys.executable, "-m", "venv", VENV], [python, "-m", "pip", "install", "-q", *PEER]):
            ended = subprocess.run([str(part) for part in command], capture_output=True, text=True)
            if ended.returncode:
                lines = (ended.stderr or ended.stdout).strip().splitlines()
                return "", f"not measured, it could not be installed: {lines[-1] if lines else 'no reason given'}"
        done.write_text(wanted)
    return str(python), ""


def run(command: list[str], url: str, until: float) -> dict[str, Figures] | str:
    """The figures that a program printed as JSON on its last line, or why there are none."""
    kept = {key: value for key, value in os.environ.items() if key not in PRODUCT_SETTINGS}
    program = subprocess.Popen(
        command, cwd=ROOT, env=kept | {"DATABASE_URL": url}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        said, errors = program.communicate(timeout=max(1, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        program.terminate()  # it throws its database away
        program.communicate()
        return "not measured, its time was over"
    if program.returncode:
        return f"not measured, it failed:\n{errors.strip()[-2000:]}"
    figures: dict[str, Figures] = json.loads(said.strip().splitlines()[-1])
    return figures


def table(database: str, ours: dict[str, Figures] | str, theirs: dict[str, Figures] | str) -> None:
    print(f"\n{database}; medians in milliseconds")
    if isinstance(ours, str):
        print(ours)
        return
    print(f"{'':<26} {'ours':>8} {'95 %':>8} {'SQL':>5} {'floor':>8} {'ratio':>6} {'peer':>8} {'SQL':>5} {'ratio':>6}")
    for row in ROWS:
        mine = ours[row]
        cells = f"{mine['ms']:>8.1f} {mine['p95']:>8.1f} {mine['sql']:>5.0f} {mine['floor']:>8.1f}"
        cells += f" {mine['ms'] / mine['floor']:>6.1f}"
        if not isinstance(theirs, str):
            peer = theirs[row]
            cells += f" {peer['ms']:>8.1f} {peer['sql']:>5.0f} {mine['ms'] / peer['ms']:>6.2f}"
        print(f"{row:<26} {cells}")
    filed = f"{ours[ROWS[0]]['filed']:.0f}"
    print(f"Filing itself takes {filed} statements; the others tell whoever gets it, after the commit.")
    if isinstance(theirs, str):
        print(f"Peer: {theirs}")


if __name__ == "__main__":
    sys.exit(main())
