"""Apache Spark on this computer for a test: a master, two workers, and Spark Connect before them.

`SPARK_PYTHON` names a Python with the whole of Spark, by `pip install pyspark`; Java 17 is there.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from served import free_port

WORKERS = 2
# For tables this small compiling a query costs more than running it.
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.executor.memory": "768m",
    "spark.executor.cores": "1",
    "spark.default.parallelism": "2",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
EXECUTOR = b"CoarseGrainedExecutorBackend"


class Cluster:
    """A cluster that runs: its address, and its executors, which can be killed."""

    def __init__(self, url: str, workers: list[subprocess.Popen[bytes]]) -> None:
        self.url, self._workers, self.killed = url, workers, 0

    def executors(self) -> list[int]:
        """The processes that do the work, one of each worker."""
        mine = {str(worker.pid) for worker in self._workers}
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
                if parent in mine and EXECUTOR in (process / "cmdline").read_bytes():
                    found.append(int(process.name))
            except OSError:  # over since it was listed
                continue
        return sorted(found)

    def kill_one(self) -> None:
        """Kills an executor where it stands; its worker starts another."""
        os.kill(self.executors()[self.killed % WORKERS], signal.SIGKILL)
        self.killed += 1


@contextmanager
def started(folder: Path) -> Iterator[Cluster]:
    """A cluster of its own, its logs and its work in this folder."""
    asked = "import pyspark; print(pyspark.__path__[0])"
    command = [os.environ["SPARK_PYTHON"], "-c", asked]
    home = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    running: list[subprocess.Popen[bytes]] = []

    def start(name: str, memory: str, *words: str) -> subprocess.Popen[bytes]:
        env = os.environ | {
            "SPARK_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": memory,
            "SPARK_LOCAL_DIRS": str(folder), "PYSPARK_PYTHON": os.environ["SPARK_PYTHON"],
        }  # fmt: skip
        with (folder / f"{name}.log").open("w") as log:
            running.append(
                subprocess.Popen([f"{home}/bin/{words[0]}", *words[1:]], cwd=folder, env=env,
                                 stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            )  # fmt: skip
        return running[-1]

    try:
        port, connect = free_port(), free_port()
        master = f"spark://127.0.0.1:{port}"
        place = ("--host", "127.0.0.1", "--webui-port", "0")
        deploy = "org.apache.spark.deploy"
        first = start("master", "256m", "spark-class", f"{deploy}.master.Master",
                      *place, "--port", str(port))  # fmt: skip
        _wait_for(port, first)
        workers = [
            start(f"worker{number}", "256m", "spark-class", f"{deploy}.worker.Worker", *place,
                  "--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"work{number}"),
                  master)
            for number in range(WORKERS)
        ]  # fmt: skip
        told = SETTINGS | {"spark.connect.grpc.binding.port": str(connect)}
        server = start(
            "connect", "2g", "spark-submit", "--master", master, "--driver-memory", "2g",
            "--class", "org.apache.spark.sql.connect.service.SparkConnectServer",
            *[word for name, value in told.items() for word in ("--conf", f"{name}={value}")],
            "spark-internal",
        )  # fmt: skip
        _wait_for(connect, server)
        cluster = Cluster(f"sc://127.0.0.1:{connect}", workers)
        _until(lambda: len(cluster.executors()) == WORKERS, server)
        yield cluster
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            process.wait(30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    def answers() -> bool:
        with socket.socket() as there:
            return there.connect_ex(("127.0.0.1", port)) == 0

    _until(answers, process)


def _until(ready: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "Spark did not start: see its logs"
        if ready():
            return
        time.sleep(0.2)
    raise AssertionError("Spark did not start in two minutes: see its logs")
