"""`serve` explains why it cannot listen on an address."""

import re
import socket
from pathlib import Path

import pytest

from indexer import BadSetting
from webui.server import serve


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadSetting) as caught:
            serve(host="127.0.0.1", port=port, index=tmp_path)
    start, end = f"cannot listen on 127.0.0.1:{port}: ", "; choose another --host or --port"
    message = str(caught.value)
    assert message.startswith(start)
    assert message.endswith(end)
    assert str(port) not in message.removeprefix(start)


@pytest.mark.parametrize("host", ["999.1.1.1", "a..b"])
def test_an_unknown_host_is_named(tmp_path: Path, host: str) -> None:
    with pytest.raises(BadSetting, match=re.escape(host)):
        serve(host=host, port=0, index=tmp_path)
