"""The embedded PostgreSQL through what a machine does to it: kills, stale files, foreign folders."""

import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from serentak.lib.refusal import Refusal
from serentak.site.postgres.cluster import Cluster

PROGRAMS = Path(os.environ["SERENTAK_POSTGRES"]) if os.environ.get("SERENTAK_POSTGRES") else None


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="serentak-pg-", dir="/tmp"))
    folder.chmod(0o711)
    made = Cluster(folder, folder / "socket", "password of the superuser", PROGRAMS)
    made.start()
    yield made
    made.stop()
    shutil.rmtree(folder)


def answers(cluster: Cluster) -> bool:
    with psycopg.connect(
        host=str(cluster.socket), user="serentak_admin", password=cluster.password, dbname="postgres"
    ) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def lives(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def test_a_password_is_asked_for(cluster: Cluster) -> None:
    assert answers(cluster)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(cluster.socket), user="serentak_admin", password="wrong", dbname="postgres")


def test_it_listens_on_no_network(cluster: Cluster) -> None:
    server = psutil.Process(postmaster(cluster))
    assert [c for c in server.net_connections("inet") if c.status == psutil.CONN_LISTEN] == []
    assert cluster.socket.stat().st_mode & 0o777 == 0o700


def test_starting_twice_is_starting_once(cluster: Cluster) -> None:
    before = postmaster(cluster)
    cluster.start()
    assert postmaster(cluster) == before


def test_committed_rows_outlive_kill_9_of_everything(cluster: Cluster) -> None:
    login = {"host": str(cluster.socket), "user": "serentak_admin", "password": cluster.password}
    with psycopg.connect(**login, dbname="postgres", autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
    server = psutil.Process(postmaster(cluster))
    for process in [*server.children(recursive=True), server]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    while cluster.alive():
        time.sleep(0.01)
    cluster.start()
    with psycopg.connect(**login, dbname="postgres") as connection:  # type: ignore[arg-type]
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def test_backends_without_their_postmaster_are_ended(cluster: Cluster) -> None:
    server = psutil.Process(postmaster(cluster))
    children = server.children(recursive=True)
    for child in children:
        child.send_signal(signal.SIGSTOP)  # they cannot notice that their postmaster dies
    server.kill()
    while lives(server):
        time.sleep(0.01)
    assert [child for child in children if lives(child)]
    cluster.start()
    assert answers(cluster) and not [child for child in children if lives(child)]


def test_a_pid_file_that_names_another_process_is_stale(cluster: Cluster) -> None:
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")
    assert not cluster.alive()
    cluster.start()
    assert answers(cluster)


def test_a_half_made_cluster_is_made_anew(cluster: Cluster, tmp_path: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="serentak-pg-", dir="/tmp"))
    folder.chmod(0o711)
    half = folder / "making-0000"
    (half / "data").mkdir(parents=True)
    other = Cluster(folder, folder / "socket", "x" * 20, PROGRAMS)
    other.start()
    try:
        assert answers(other) and not half.exists()
    finally:
        other.stop()
        shutil.rmtree(folder)


def test_another_major_is_refused_with_what_to_do(tmp_path: Path, cluster: Cluster) -> None:
    (tmp_path / "data-9").mkdir()
    with pytest.raises(Refusal) as refused:
        Cluster(tmp_path, tmp_path / "s", "x", PROGRAMS).start()
    assert refused.value.code == "other_major" and "restore" in str(refused.value.remedy)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused(tmp_path: Path, cluster: Cluster) -> None:
    data = tmp_path / cluster.data.name
    data.mkdir()
    os.chown(data, 65534, 65534)
    with pytest.raises(Refusal, match="other_owner"):
        Cluster(tmp_path, tmp_path / "s", "x", PROGRAMS).start()
