"""A mail server on loopback that keeps what it is given, and says or does at each stage what a test tells it to."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

Stage = Literal["MAIL", "RCPT", "DATA", "dot", "RSET"]


@dataclass
class Got:
    """One letter as it arrived."""

    sender: str
    to: list[str]
    raw: bytes
    secure: bool
    user: str

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)  # type: ignore[return-value]

    def part(self, kind: Literal["plain", "html"]) -> str:
        found = self.mail.get_body((kind,))
        assert found is not None
        return str(found.get_content())


@dataclass
class Server:
    """`answers`: by stage, what is said instead, one after the other; "cut" ends the connection, "silent" is silent."""

    got: list[Got] = field(default_factory=list)
    answers: dict[Stage, list[str]] = field(default_factory=dict)
    connections: int = 0
    port: int = 0
    password: str = ""
    sessions: list[SMTP] = field(default_factory=list)
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def has_got(self, count: int) -> None:
        """Wait until so many letters arrived."""
        async with asyncio.timeout(20):
            while len(self.got) < count:
                self.bell.clear()
                await self.bell.wait()

    def cut_all(self) -> None:
        """End every connection, as a server does with those that rest for long."""
        for one in self.sessions:
            if one.transport is not None:
                one.transport.abort()
        self.sessions.clear()

    async def _scripted(self, stage: Stage, server: SMTP) -> str | None:
        waiting = self.answers.get(stage)
        if not waiting:
            return None
        answer = waiting.pop(0)
        if answer == "cut":
            assert server.transport is not None
            server.transport.abort()
        if answer in ("cut", "silent"):
            await asyncio.Event().wait()
        return answer

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if answer := await self._scripted("MAIL", server):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if answer := await self._scripted("RCPT", server):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_RSET(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return await self._scripted("RSET", server) or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        kept = Got(
            envelope.mail_from or "",
            list(envelope.rcpt_tos),
            bytes(envelope.original_content or b""),
            server.transport is not None and server.transport.get_extra_info("sslcontext") is not None,
            str(session.auth_data or ""),
        )
        taken = not self.answers.get("dot") or self.answers["dot"][0] in ("cut", "silent")  # took it, and never said so
        if taken:
            self.got.append(kept)
            self.bell.set()
        return await self._scripted("dot", server) or "250 2.0.0 taken"


class _Talks(SMTP):
    """One connection."""

    def __init__(self, script: Server, **more: Any) -> None:
        super().__init__(script, hostname="mx.test", **more)
        self.script = script

    def connection_made(self, transport: Any) -> None:
        if self.session is None:  # else it is the same one, secured by now
            self.script.connections += 1
        self.script.sessions.append(self)
        super().connection_made(transport)

    async def smtp_DATA(self, arg: str | None) -> None:
        if answer := await self.script._scripted("DATA", self):
            await self.push(answer)
            return
        await super().smtp_DATA(arg)


@contextlib.asynccontextmanager
async def mail_server(
    *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, password: str = ""
) -> AsyncIterator[Server]:
    """A server on a free port. `password`: of the user "badges", without whom nothing is taken."""
    script = Server(password=password)

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        good = data.login == b"badges" and data.password == password.encode()
        return AuthResult(success=good, handled=False, auth_data=data.login.decode() if good else None)

    def talk() -> _Talks:
        return _Talks(
            script,
            tls_context=starttls,
            require_starttls=starttls is not None,
            auth_required=bool(password),
            auth_require_tls=False,
            authenticator=authenticate if password else None,
        )

    listening = await asyncio.get_running_loop().create_server(talk, "127.0.0.1", 0, ssl=tls)
    script.port = listening.sockets[0].getsockname()[1]
    try:
        yield script
    finally:
        script.cut_all()
        listening.close()
        await listening.wait_closed()
