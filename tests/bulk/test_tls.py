"""A cluster behind TLS: who has no certificate of its authority takes no part."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import dask
import distributed  # noqa: F401 - brings the defaults of its configuration
import pytest
from hostile.network.certificates import Authority

from scraper.bulk import connect
from scraper.errors import NoCluster

from .hosts import hosts


def configured(authority: Authority, pem: Path | None) -> dict[str, Any]:
    """What Dask's configuration says of a client."""
    name, path = "distributed.comm.tls", str(pem) if pem else None
    ours = {"ca-file": str(authority.certificate), "client": {"cert": path, "key": path}}
    return {name: {**dask.config.get(name), **ours}}


def test_only_who_has_a_certificate_of_the_authority_takes_part(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scraper.bulk.cluster.CONNECTING", 3.0)
    ours, others = Authority(tmp_path, "ours"), Authority(tmp_path, "others")
    pem, strange = ours.give(["127.0.0.1"]), others.give(["localhost"])
    options = ("--tls-ca-file", str(ours.certificate), "--tls-cert", str(pem), "--tls-key", str(pem))
    environment = {  # as docs/bulk.md has it
        "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true",
        "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(ours.certificate),
        "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT": str(pem),
    }
    with hosts(tmp_path, workers=1, options=options) as found:
        assert found.address.startswith("tls://")
        line = [str(Path(sys.executable).with_name("neo-archive")), "rebuild", "--archive", str(copy)]
        line += ["--engine", "dask", "--scheduler", found.address]
        subprocess.run(line, env={**os.environ, **environment}, check=True, stderr=subprocess.DEVNULL)
        for config in (configured(others, strange), configured(ours, strange), configured(ours, None)):
            with dask.config.set(config), pytest.raises(NoCluster), connect(found.address):
                pass
        with pytest.raises(NoCluster), connect(found.address):
            pass
        with pytest.raises(NoCluster), connect(found.address.replace("tls:", "tcp:")):
            pass
