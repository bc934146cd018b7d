"""Debian's Postfix and Dovecot for a test: mail servers as they stand beside us in life, on loopback ports.

Postfix takes mail for two domains: `uni.example` is ours and goes to our LMTP port, `example.org` has mailboxes, which
Dovecot keeps. Everybody's password is the same. It takes root, as both servers do.
"""

from __future__ import annotations

import contextlib
import datetime
import imaplib
import os
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.databases import missing
from tests.house import free_port

PASSWORD = "word-of-the-tests"
AUTHSERV_ID = "mx.uni.example"

_DOVECOT = """
base_dir = {folder}/dovecot
log_path = {folder}/dovecot.log
protocols = imap lmtp
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
recipient_delimiter = +
auth_mechanisms = plain
mailbox_idle_check_interval = 1 secs
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {store}
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {auth}
  }}
}}
"""

_POSTFIX = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
multi_instance_name =
myhostname = mx.uni.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
local_recipient_maps =
recipient_delimiter = +
virtual_mailbox_domains = example.org
virtual_transport = lmtp:inet:127.0.0.1:{store}
relay_domains = uni.example
relay_recipient_maps =
transport_maps = texthash:{folder}/transport
smtpd_tls_cert_file = {folder}/server.pem
smtpd_tls_key_file = {folder}/server.key
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth}
message_size_limit = 60000000
mailbox_size_limit = 0
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_client_message_rate_limit = 0
in_flow_delay = 0
"""

_MASTER = """
127.0.0.1:{mx} inet n - n - - smtpd
  -o smtpd_sender_restrictions=check_sender_access,texthash:{folder}/vouched
127.0.0.1:{submission} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class PostOffice:
    """Mail servers that run, by their ports. `ours`: where ours has to listen for LMTP."""

    folder: Path
    mx: int
    submission: int
    imap: int
    store: int
    auth: int
    ours: int

    def imap_url(self, mailbox: str, folder: str = "INBOX") -> str:
        return f"imap://{mailbox.replace('@', '%40')}:{PASSWORD}@127.0.0.1:{self.imap}/{folder}"

    def smtp_url(self, user: str) -> str:
        """Submission: STARTTLS and a password. Another name of this machine, to which nobody goes without TLS."""
        return f"smtp://{user.replace('@', '%40')}:{PASSWORD}@[::ffff:127.0.0.1]:{self.submission}"

    @property
    def certificate(self) -> Path:
        return self.folder / "server.pem"

    def deliver(self, raw: bytes, sender: str, to: str) -> None:
        """Bring a mail to the MX, as another server does."""
        with smtplib.SMTP("127.0.0.1", self.mx, timeout=30) as mx:
            mx.sendmail(sender, [to], raw)

    def store_in(self, raw: bytes, *mailboxes: str) -> None:
        """Lay a mail in these mailboxes at once."""
        with smtplib.LMTP("127.0.0.1", self.store) as store:
            store.sendmail("", list(mailboxes), raw)

    @contextlib.contextmanager
    def mailbox(self, name: str, folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        """A mailbox as its owner looks into it."""
        box = imaplib.IMAP4("127.0.0.1", self.imap, timeout=30)
        box.login(name, PASSWORD)
        box.select(folder)
        try:
            yield box
        finally:
            box.logout()

    def mails(self, name: str) -> list[bytes]:
        """Every mail in somebody's mailbox, in order; none is marked by it."""
        with self.mailbox(name) as box:
            _, (numbers,) = box.search(None, "ALL")
            return [box.fetch(number.decode(), "(BODY.PEEK[])")[1][0][1] for number in numbers.split()]

    def queued(self) -> int:
        """How many mails Postfix still has."""
        queue = self.folder / "queue"
        return sum(len(list((queue / name).rglob("*"))) for name in ("incoming", "active", "maildrop")) + sum(
            1 for file in (queue / "deferred").rglob("*") if file.is_file()
        )


@contextlib.contextmanager
def post_office() -> Iterator[PostOffice]:
    """Both servers, fresh, until the end of the block; skips where they cannot be had."""
    for program in ("postfix", "dovecot"):
        if not shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin"):
            missing(f"{program} is not installed")
    if os.getuid() != 0:
        missing("Postfix and Dovecot need root")
    folder = Path(tempfile.mkdtemp(prefix="post-office-"))
    folder.chmod(0o755)
    office = PostOffice(folder, *(free_port() for _ in range(6)))
    dovecot: subprocess.Popen[bytes] | None = None
    postfix: subprocess.Popen[bytes] | None = None
    try:
        _write(office)
        dovecot = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", str(folder / "dovecot.conf")])
        postfix = subprocess.Popen(
            ["/usr/sbin/postfix", "-c", str(folder / "postfix"), "start-fg"], stdout=subprocess.DEVNULL
        )
        for port in (office.imap, office.store, office.auth, office.mx, office.submission):
            _await(port, office)
        yield office
    finally:
        if postfix is not None:
            _ends(postfix, folder / "queue/pid/master.pid")
        if dovecot is not None:
            _ends(dovecot)
        shutil.rmtree(folder, ignore_errors=True)


def _ends(server: subprocess.Popen[bytes], told: Path | None = None) -> None:
    """End a server. `told`: where another process than the one we started says that it is the server."""
    with contextlib.suppress(OSError):
        os.kill(int(told.read_text()) if told else server.pid, signal.SIGTERM)
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    """Both servers for the tests of one file."""
    with post_office() as one:
        yield one


def _write(office: PostOffice) -> None:
    folder = office.folder
    for name in ("dovecot", "postfix", "queue", "data", "mail"):
        (folder / name).mkdir()
    shutil.chown(folder / "mail", "nobody", "nogroup")
    shutil.chown(folder / "data", "postfix")
    ports = {name: getattr(office, name) for name in ("mx", "submission", "imap", "store", "auth", "ours")}
    filled = {"folder": folder, "password": PASSWORD, **ports}
    (folder / "dovecot.conf").write_text(_DOVECOT.format(**filled))
    (folder / "postfix/main.cf").write_text(_POSTFIX.format(**filled))
    (folder / "postfix/master.cf").write_text(_MASTER.format(**filled))
    (folder / "transport").write_text(f"uni.example lmtp:inet:127.0.0.1:{office.ours}\n")
    vouched = f"PREPEND Authentication-Results: {AUTHSERV_ID}; dmarc=pass header.from=example.org"
    (folder / "vouched").write_text(f"example.org {vouched}\n")
    certify(folder)


def certify(folder: Path) -> None:
    """A certificate for localhost that vouches for itself, server.pem, and its server.key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("::ffff:127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    (folder / "server.pem").write_bytes(made.public_bytes(pem))
    (folder / "server.key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))


def _await(port: int, office: PostOffice, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if time.monotonic() > end:
            logs = [file.read_text()[-1500:] for file in office.folder.glob("*.log")]
            raise AssertionError(f"no server at {port}: {logs}")
        time.sleep(0.05)
