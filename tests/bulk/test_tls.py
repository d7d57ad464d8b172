"""A cluster behind TLS: who has no certificate of its authority takes no part."""

from __future__ import annotations

from pathlib import Path

import dask
import pytest
from hostile.network.certificates import Authority

from scraper.bulk import connect
from scraper.errors import NoCluster

from . import deeds
from .hosts import hosts


def certified(authority: Authority, pem: Path) -> dict[str, str]:
    """What Dask's configuration says of a client, as its environment variables would."""
    tls = "distributed.comm.tls"
    return {f"{tls}.ca-file": str(authority.certificate), f"{tls}.client.cert": str(pem), f"{tls}.client.key": str(pem)}


def test_only_who_has_a_certificate_of_the_authority_takes_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scraper.bulk.cluster.CONNECTING", 5.0)
    ours, others = Authority(tmp_path, "ours"), Authority(tmp_path, "others")
    pem = ours.give(["127.0.0.1"])
    options = ("--tls-ca-file", str(ours.certificate), "--tls-cert", str(pem), "--tls-key", str(pem))
    with hosts(tmp_path, workers=1, options=options) as found:
        assert found.address.startswith("tls://")
        with dask.config.set(certified(ours, pem)), connect(found.address) as crew:
            assert crew.submit(deeds.divide, 2).result(60) == 0.5
        stranger = others.give(["localhost"])
        for config in (certified(others, stranger), certified(ours, stranger), {}):
            with dask.config.set(config), pytest.raises(NoCluster), connect(found.address):
                pass
        with pytest.raises(NoCluster), connect(found.address.replace("tls:", "tcp:")):
            pass
