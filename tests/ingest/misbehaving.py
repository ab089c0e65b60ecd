"""A reader that does what its document says, for the tests of limits; only for use in the child process."""

import os
import sys
import time

from indexer.ingest.formats.document import Blob, ParsedDocument


def read(blob: Blob) -> ParsedDocument:
    match blob.data:
        case b"sleep":
            time.sleep(3600)
        case b"busy":
            while True:
                pass
        case b"memory":
            [bytearray(1 << 20) for _ in range(1 << 20)]
        case b"crash":
            os.abort()
        case b"exit":
            sys.exit("no")
        case b"print":
            print("noise")
        case b"raise":
            raise KeyError("x")
        case b"recursion":
            return read(blob)
    return ParsedDocument(f"{blob.data.decode()} in {os.getpid()}")
