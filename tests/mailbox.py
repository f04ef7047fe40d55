"""A mail server of the tests' own, which speaks as much SMTP as it takes (RFC 5321)."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread


@dataclass
class Mailbox:
    """What arrived, and what the server says to an address."""

    port: int = 0
    arrived: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 fine"
    connections: int = 0


@contextmanager
def listening() -> Iterator[Mailbox]:
    """A mail server on a port of this machine, for as long as the block lasts."""
    mailbox = Mailbox()

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            mailbox.connections += 1
            self._say("220 tests")
            for line in self.rfile:
                match line.split()[0].upper():
                    case b"RCPT":
                        self._say(mailbox.answer)
                    case b"DATA":
                        self._say("354 go on")
                        self._take()
                        self._say("250 kept")
                    case b"QUIT":
                        self._say("221 bye")
                        return
                    case _:
                        self._say("250 fine")

        def _take(self) -> None:
            lines = []
            for line in self.rfile:
                if line == b".\r\n":
                    break
                lines.append(line)
            message = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(message, EmailMessage)
            mailbox.arrived.append(message)

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        mailbox.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield mailbox
        server.shutdown()
        thread.join()
