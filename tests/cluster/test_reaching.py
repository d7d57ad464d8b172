"""Which Redis, with which password, over which TLS; and what is said where that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from crawl import forked
from crawl.crawling import NEO, environment
from hostile.network.certificates import Authority

from bench.ending import Ended
from scraper.cluster import where as where_
from scraper.cluster.line import Line
from scraper.cluster.where import Where, where
from scraper.errors import BadInput, NoRedis, RedisRefuses

from .redis_server import PASSWORD, Redis


def said(*words: str, **env: str) -> Ended:
    return forked.end([*NEO, *words], within=60, env=environment(**env))


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "authority")


@pytest.fixture
def encrypted(installed: None, tmp_path: Path, authority: Authority) -> Iterator[Redis]:
    folder = tmp_path / "tls"
    folder.mkdir()
    certificate = authority.give(["127.0.0.1"])
    settings = {
        "tls-cert-file": str(certificate),
        "tls-key-file": str(certificate),
        "tls-ca-cert-file": str(authority.certificate),
        "tls-auth-clients": "no",
        "save": '""',
    }
    with Redis(folder, settings=settings, tls=True) as running:
        yield running


def test_command_talks_to_a_redis_with_password_and_tls(encrypted: Redis, authority: Authority, tmp_path: Path) -> None:
    file = tmp_path / "redis.url"
    file.write_text(encrypted.url + "\n")
    file.chmod(0o600)
    done = said("cluster", NEO_REDIS_FILE=str(file), NEO_REDIS_CA=str(authority.certificate))
    assert (done.code, done.err) == (0, "")
    assert f"rediss://127.0.0.1:{encrypted.port}/0\n" in done.out
    assert "test" not in done.out.replace(str(tmp_path), "")


@pytest.mark.promise(
    "Cluster",
    "somebody between who shows a certificate of his own",
    "refused before the password is sent (exit code 31)",
)
def test_certificate_of_a_stranger_is_refused(encrypted: Redis, tmp_path: Path) -> None:
    stranger = Authority(tmp_path, "stranger")
    for env in ({}, {"NEO_REDIS_CA": str(stranger.certificate)}):
        done = said("cluster", NEO_REDIS=encrypted.url, **env)
        assert done.code == 31
        assert "its certificate is not to be trusted" in done.err
        assert "%20" not in done.err


def test_certificate_for_another_host_is_refused(encrypted: Redis, authority: Authority) -> None:
    other = encrypted.url.replace("127.0.0.1", "localhost")
    with pytest.raises(RedisRefuses, match="certificate"):
        Line.open(Where(other, authority.certificate), patience=5)


def test_plain_line_to_a_redis_with_tls_is_no_line(encrypted: Redis) -> None:
    with pytest.raises(NoRedis):
        Line.open(Where(encrypted.url.replace("rediss:", "redis:")), patience=5)


def test_safe_line_to_a_redis_without_tls_is_no_line(server: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(where_, "TIMEOUT", 1.0)  # such a Redis says nothing
    with pytest.raises(NoRedis, match="Timeout"):
        Line.open(Where(server.url.replace("redis:", "rediss:")), patience=5)


@pytest.mark.promise("Cluster", "a wrong password, or none", "refused at once, with exit code 31; no password is shown")
@pytest.mark.parametrize("password", [":wrong@", "neo:wrong@", ""])
def test_wrong_password_is_refused(password: str, server: Redis) -> None:
    done = said("worker", "demo", NEO_REDIS=f"redis://{password}127.0.0.1:{server.port}/0")
    assert done.code == 31
    assert "wrong" not in done.err.replace("wrong user or password", "")
    assert PASSWORD not in done.err


def test_user_with_the_documented_rights_can_do_everything(server: Redis) -> None:
    """docs/cluster.md says which; the scripts run with them."""
    page = Path(__file__).parents[2] / "docs" / "cluster.md"
    (rule,) = [found for found in page.read_text(encoding="utf-8").splitlines() if found.startswith("user neo ")]
    admin: Any = server.client()
    admin.execute_command("ACL", "SETUSER", *rule.replace("PASSWORD", "secret").split()[1:])
    url = f"redis://neo:secret@127.0.0.1:{server.port}/0"
    assert said("seed", "demo", NEO_REDIS=url).code == 0
    assert said("cluster", NEO_REDIS=url).code == 0
    assert said("worker", "demo", "--idle", "1", NEO_REDIS=url).code == 0
    client = server.client().from_url(url)
    with pytest.raises(Exception, match="permission"):
        client.set("somebody-elses", "key")


def test_redis_that_is_not_there_is_said_with_where(tmp_path: Path) -> None:
    done = said("seed", "demo", NEO_REDIS="redis://:hidden@127.0.0.1:1/0")
    assert done.code == 30
    assert "no Redis answers at redis://127.0.0.1:1/0" in done.err
    assert "hidden" not in done.err


@pytest.mark.parametrize(
    ("env", "why"),
    [
        ({}, "no Redis is named"),
        ({"NEO_REDIS": "http://a:6379"}, "no address of a Redis"),
        ({"NEO_REDIS": "redis://a:port"}, "no address of a Redis"),
        ({"NEO_REDIS": "rediss://a:6379/0?ssl_cert_reqs=none"}, "behind a question mark"),
        ({"NEO_REDIS": "rediss://a:6379/0", "NEO_REDIS_CA": "/nowhere.pem"}, "is not there"),
        ({"NEO_REDIS_FILE": "/nowhere"}, "cannot be read"),
    ],
)
def test_environment_that_names_no_redis(env: dict[str, str], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        where(env)


@pytest.mark.parametrize(
    ("url", "shown", "encrypted"),
    [
        ("redis://neo:secret@redis.example/1", "redis://redis.example:6379/1", False),
        ("rediss://:secret@redis.example:7000/", "rediss://redis.example:7000", True),
        ("redis://localhost:6379/0", "redis://localhost:6379/0", True),
        ("unix:///run/redis/redis.sock", "unix:/run/redis/redis.sock", True),
    ],
)
def test_address_is_shown_without_its_secrets(url: str, shown: str, encrypted: bool) -> None:
    found = where({"NEO_REDIS": url})
    assert (found.shown, found.is_encrypted) == (shown, encrypted)
    assert "secret" not in repr(found)
