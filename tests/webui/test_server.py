"""`serve` listens where it is told, says where, and explains where it cannot."""

import socket
from pathlib import Path

import pytest

from indexer import BadSetting
from webui.server import serve


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadSetting, match=rf"127\.0\.0\.1:{port}.*--port"):
            serve(host="127.0.0.1", port=port, index=tmp_path)


def test_a_host_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"999\.1\.1\.1"):
        serve(host="999.1.1.1", port=0, index=tmp_path)
