"""Connections that say nothing keep nobody else from being answered."""

import json
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

_SERVE = "import sys; from webui.server import serve; serve(port=0, index=sys.argv[1])"
_IDLE = 150


def test_idle_connections_do_not_block_the_page(index_folder: Path) -> None:
    command = [sys.executable, "-c", _SERVE, str(index_folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, ExitStack() as idle:
        try:
            assert server.stdout
            address = server.stdout.readline().split()[-1]
            port = int(address.rstrip("/").rpartition(":")[2])
            for _ in range(_IDLE):
                idle.enter_context(socket.create_connection(("127.0.0.1", port)))
            with urlopen(f"{address}healthz", timeout=15) as answer:
                assert json.load(answer)["status"] == "ok"
        finally:
            server.kill()
