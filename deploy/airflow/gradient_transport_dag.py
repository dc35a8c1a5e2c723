"""Fetches what is new, runs the nightly measurement, and checks that readers see a fresh run.

For Airflow 2.4 or later.

Airflow Variables (all optional but the first two):
  gradient_transport_home       where the repository is installed on the workers
  gradient_transport_warehouse  a path that Hadoop can reach
  gradient_transport_family     family file, relative to the home
  gradient_transport_fetch      arguments of the fetch; empty to fetch nothing
"""

from __future__ import annotations

import datetime
import shlex
import subprocess

from airflow.decorators import dag, task
from airflow.exceptions import AirflowException, AirflowFailException
from airflow.models import Variable

# 69: a service is absent; 75: a passing failure. Repeating any other code would end the same way.
WORTH_REPEATING = {69, 75}


def call(*command: str) -> None:
    """Runs a command of the launcher, and repeats it only where repeating can help."""
    home = Variable.get("gradient_transport_home")
    code = subprocess.run(command, cwd=home, check=False).returncode
    if code == 0:
        return
    message = f"{command[1] if len(command) > 1 else command[0]} ended with exit code {code}"
    if code in WORTH_REPEATING or code < 0:
        raise AirflowException(message)
    raise AirflowFailException(message)


@dag(
    dag_id="gradient_transport",
    schedule="15 3 * * *",
    start_date=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc),
    # A missed day is measured on request (airflow backfill); a run is idempotent for its date.
    catchup=False,
    # One writer at a time.
    max_active_runs=1,
    default_args={
        "retries": 3,
        "retry_delay": datetime.timedelta(minutes=15),
        "execution_timeout": datetime.timedelta(hours=12),
    },
    tags=["gradient-transport"],
    doc_md=__doc__,
)
def gradient_transport():
    @task
    def fetch() -> None:
        arguments = Variable.get("gradient_transport_fetch", default_var="")
        if arguments:
            call("deploy/bin/gradient-transport", "fetch", *shlex.split(arguments))

    # A hub that is down must not keep what is already here from being measured.
    @task(trigger_rule="all_done")
    def run(as_of: str) -> None:
        call(
            "deploy/bin/gradient-transport",
            "run",
            "--warehouse",
            Variable.get("gradient_transport_warehouse"),
            "--family",
            Variable.get(
                "gradient_transport_family", default_var="conf/families/pico-lm.yaml"
            ),
            "--as-of",
            as_of,
        )

    @task(trigger_rule="all_done", retries=0)
    def freshness() -> None:
        call(
            "deploy/bin/check-freshness",
            "--warehouse",
            Variable.get("gradient_transport_warehouse"),
            "--hours",
            "36",
        )

    fetch() >> run("{{ data_interval_end | ds }}") >> freshness()


gradient_transport()
