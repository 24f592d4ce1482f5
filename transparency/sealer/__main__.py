"""The sealer's process: reads its keys, says `ready` on standard output, answers until SIGTERM or SIGINT."""

import asyncio
import os
import signal
import sys
from argparse import ArgumentParser
from pathlib import Path

from transparency.sealer.journal import machine_time
from transparency.sealer.keys import UnusableKey, load_keys
from transparency.sealer.published import publish_keys
from transparency.sealer.server import AlreadyThere, Sealer, end_with_stdin, listen

ALREADY_THERE, UNUSABLE = 3, 4


def _ready() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


async def _run(sealer: Sealer, socket: Path, group: str, *, until_stdin_closes: bool) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    watch = asyncio.ensure_future(end_with_stdin(ended)) if until_stdin_closes else None
    try:
        await listen(sealer, socket, group=group, ready=_ready, ended=ended)
    finally:
        if watch:
            watch.cancel()


def main() -> int:
    """Return the code with which the process ends."""
    parser = ArgumentParser(prog="sealer", description=__doc__)
    parser.add_argument("--seal", type=Path, required=True)
    parser.add_argument("--manifest-key", type=Path, required=True)
    parser.add_argument("--passphrase", type=Path)
    parser.add_argument("--keys", type=Path, required=True)
    parser.add_argument("--journal", type=Path, required=True)
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--group", default="")
    parser.add_argument("--until-stdin-closes", action="store_true")
    options = parser.parse_args()
    os.umask(0o077)
    try:
        keys = load_keys(options.seal, options.manifest_key, options.passphrase)
        publish_keys(options.keys, keys, since=machine_time())
        sealer = Sealer(keys, options.journal)
        asyncio.run(_run(sealer, options.socket, options.group, until_stdin_closes=options.until_stdin_closes))
    except UnusableKey as error:
        sys.stderr.write(f"{error}\n")
        return UNUSABLE
    except AlreadyThere as error:
        sys.stderr.write(f"another sealer answers at {error}\n")
        return ALREADY_THERE
    return 0


sys.exit(main())
