"""A real worker process on the test's database."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.db import connection


def own_database(home: Path | None = None) -> dict[str, str]:
    """The settings of a process of its own on the test's database, as the run role; `home` is its KIENTOAN_HOME."""
    place = connection.settings_dict
    host = quote(place["HOST"], safe="").replace(".", "%2E")
    url = f"postgresql://{place['USER']}:{place['PASSWORD']}@{host}:{place['PORT']}/{place['NAME']}"
    return {"DATABASE_URL": url, "KIENTOAN_ROLE": ""} | ({"KIENTOAN_HOME": str(home)} if home else {})


def work_once(home: Path | None = None) -> None:
    """Let a real worker process do what is queued, on the test's database."""
    command = [sys.executable, "-m", "kientoan.cli", "worker", "--once"]
    subprocess.run(command, env={**os.environ, **own_database(home)}, check=True, timeout=120)
