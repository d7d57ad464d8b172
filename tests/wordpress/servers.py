"""MariaDB and Apache for one newspaper: own files, a socket, a free port, ended by process id."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from pwd import getpwnam, getpwuid
from time import monotonic, sleep

HERE = Path(__file__).parent
CODE = Path("/usr/share/wordpress")  # where Debian keeps it
MODULES = Path("/usr/lib/apache2/modules")
_PATIENCE = 30.0  # seconds until a server must answer


def lay_out(folder: Path) -> None:
    """A WordPress in `folder`/site: Debian's code by link, our configuration, room for uploads."""
    site = folder / "site"
    content = site / "wp-content"
    (content / "uploads").mkdir(parents=True)
    (content / "mu-plugins").mkdir()
    for path in CODE.glob("*.php"):
        shutil.copy(path, site)  # a link would lead WordPress back to Debian's own configuration
    for name in ("wp-admin", "wp-includes", "wp-content/themes", "wp-content/languages"):
        (site / name).symlink_to(CODE / name)
    shutil.copy(HERE / "php" / "wp-config.php", site)
    shutil.copy(HERE / "php" / "newspaper.php", content / "mu-plugins")
    for path in (folder, content / "uploads"):
        path.chmod(0o777 if path.name == "uploads" else 0o755)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def surroundings(folder: Path) -> dict[str, str]:
    """The environment that the servers and WordPress take their whereabouts from."""
    user = getpwnam("www-data") if os.geteuid() == 0 else getpwuid(os.geteuid())
    return os.environ | {
        "NEWSPAPER": str(folder),
        "NEWSPAPER_HOST": f"127.0.0.1:{free_port()}",
        "NEWSPAPER_USER": user.pw_name,
        "NEWSPAPER_GROUP": f"#{user.pw_gid}",
        "NEWSPAPER_MODULES": str(MODULES),
        "NEWSPAPER_PHP": str(max(MODULES.glob("libphp*.so"))),
    }


@contextmanager
def database(folder: Path, env: Mapping[str, str]) -> Iterator[None]:
    """MariaDB on a socket in `folder`, without a network or passwords."""
    files = ["--no-defaults", f"--datadir={folder / 'database'}", f"--user={getpwuid(os.geteuid()).pw_name}"]
    words = ["mariadb-install-db", *files, "--skip-test-db", "--auth-root-authentication-method=normal"]
    subprocess.run(words, check=True, capture_output=True, env=env)
    where = folder / "database.socket"
    fast = ["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-buffer-pool-size=64M"]
    alone = ["--skip-networking", "--skip-grant-tables", f"--socket={where}", f"--pid-file={folder}/database.pid"]
    words = ["mariadbd", *files, *fast, *alone, f"--log-error={folder}/database.log"]

    def answers() -> bool:
        with socket.socket(socket.AF_UNIX) as caller:
            return caller.connect_ex(str(where)) == 0

    with _running(words, env, answers, folder / "database.log"):
        yield


@contextmanager
def web(folder: Path, env: Mapping[str, str]) -> Iterator[None]:
    """Apache with PHP inside it, on the host and port of `env`."""
    words = ["apache2", "-d", str(folder), "-f", str(HERE / "apache.conf"), "-D", "FOREGROUND"]
    host, port = env["NEWSPAPER_HOST"].split(":")

    def answers() -> bool:
        with socket.socket() as caller:
            return caller.connect_ex((host, int(port))) == 0

    with _running(words, env, answers, folder / "errors.log"):
        yield


@contextmanager
def _running(words: list[str], env: Mapping[str, str], answers: Callable[[], bool], log: Path) -> Iterator[None]:
    """A server while it is needed. Raises `RuntimeError` with the end of its log if it does not answer."""
    with log.with_suffix(".out").open("wb") as said:
        server = subprocess.Popen(words, env=env, stdout=said, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            until = monotonic() + _PATIENCE
            while not answers():
                if server.poll() is not None or monotonic() > until:
                    told = [path.read_text(errors="replace") for path in (Path(said.name), log) if path.exists()]
                    raise RuntimeError(f"{words[0]} does not answer:\n{''.join(told)[-2000:]}")
                sleep(0.05)
            yield
        finally:
            _end(server)


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
