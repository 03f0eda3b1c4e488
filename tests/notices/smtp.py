"""A mail server on this machine, whose letters are read back; and one that answers as it is told."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

REFUSED = "nobody"  # the part before the @ of an address that the server does not know


class Inbox:
    """What the server took: envelopes, and their letters read as a mail program does."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.says = ""  # the answer to a letter, where it is another than yes
        self.dies_after = 0  # how many letters it takes until it is gone in the middle of the next; 0: all
        self.die: Callable[[], None] = lambda: None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: Any) -> str:
        if address.startswith(f"{REFUSED}@"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        if self.says:
            return self.says
        if self.dies_after and len(self.envelopes) == self.dies_after:
            self.die()
            server.transport.abort()
            return "451 gone"
        self.envelopes.append(envelope)
        return "250 OK"

    @property
    def letters(self) -> list[EmailMessage]:
        policy = email.policy.default
        return [email.message_from_bytes(bytes(one.content or b""), policy=policy) for one in self.envelopes]  # type: ignore[misc]


@contextmanager
def server() -> Iterator[tuple[Inbox, int]]:
    inbox, port = Inbox(), free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    inbox.die = lambda: controller.server.close()
    try:
        yield inbox, port
    finally:
        controller.stop()


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def silent() -> Iterator[int]:
    """A port on which somebody answers the call and says nothing."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(5)
        yield int(listening.getsockname()[1])


@contextmanager
def hanging_up() -> Iterator[int]:
    """A port on which somebody greets and hangs up."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(5)
        stop = threading.Event()

        def answer() -> None:
            listening.settimeout(0.2)
            while not stop.is_set():
                try:
                    call, _who = listening.accept()
                except TimeoutError:
                    continue
                except OSError:
                    return
                with closing(call):
                    call.sendall(b"220 hello\r\n")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        try:
            yield int(listening.getsockname()[1])
        finally:
            stop.set()
            thread.join(2)


def point_to(settings: Any, port: int, timeout: float | None = None) -> None:
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = port, timeout
