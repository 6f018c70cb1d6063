"""Where an installation lives in a test: a data folder, and on PostgreSQL a database of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import text

from shopkit.app import create_app
from shopkit.config import read_config
from shopkit.db.engine import open_database
from shopkit.db.opening import open_files
from shopkit.jobs import roster, work
from shopkit.jobs.work import Bench

ROOT = Path(__file__).parents[2]


class Machine:
    """One installation, looked at from outside."""

    def __init__(self, data: Path, url: str) -> None:
        self.data, self.url = data, url

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    def settings(self, **more: str) -> dict[str, str]:
        given = {"SHOPKIT_DATA": str(self.data), "DATABASE_URL": self.url}
        return {"PATH": os.environ["PATH"]} | given | more

    def run(self, *command: str, program: Path = ROOT) -> subprocess.CompletedProcess[str]:
        """Run a command of the checkout `program` in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "shopkit", *command],
            cwd=program,
            env=self.settings(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def scalar(self, question: str) -> Any:
        """The answer of the database to one question."""
        database = open_database(self.url)
        with database.engine.connect() as connection:
            found = connection.scalar(text(question))
        database.close()
        return found

    def do(self, statement: str) -> None:
        database = open_database(self.url)
        with database.writer.begin() as connection:
            connection.execute(text(statement))
        database.close()

    def finish_work(self) -> None:
        """Do at once what waits for a worker, such as drawing labels."""
        config = read_config(self.settings())
        database = open_database(self.url)
        app = create_app(config, database=database)
        bench = Bench(database, open_files(config), app.extensions["shopkit.jobs"])
        with database.reading() as session:
            waiting = [each.job_id for each in roster.due(session, is_new=True)]
        for job_id in waiting:
            work.do_all(bench, job_id)
        database.close()
