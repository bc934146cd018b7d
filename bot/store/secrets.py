"""What is kept sealed, and the key it is sealed with."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class NoSecretKey(Exception):
    """There is no SECRET_KEY, and no place beside the database to keep one made for it."""


class Sealed(Exception):
    """This was sealed with another key, or changed."""


class Box:
    """Seals bytes so that only who has SECRET_KEY can read them, and nobody can change them unseen."""

    def __init__(self, key: str) -> None:
        derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"badgewijzer box 1").derive(key.encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))
        self._marking = HKDF(hashes.SHA256(), 32, salt=None, info=b"badgewijzer marks 1").derive(key.encode())

    def mark(self, what: str, text: str) -> str:
        """32 hex digits that tell whether two texts are the same, and without SECRET_KEY nothing of what they say.

        `what` they are ("mail", "code"): the marks of different kinds of things are never the same.
        """
        return hmac.new(self._marking, f"{what}\0{text}".encode(), hashlib.sha256).hexdigest()[:32]

    def seal(self, plain: bytes) -> bytes:
        return self._fernet.encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed. Raises Sealed."""
        try:
            return self._fernet.decrypt(bytes(sealed))
        except InvalidToken:
            raise Sealed("sealed with another SECRET_KEY, or changed") from None


def code_mark(box: Box, digits: str) -> str:
    """By which six digits of ours are compared without being kept."""
    return box.mark("login code", digits)


def secret_key(given: str, database: Path | None) -> str:
    """SECRET_KEY: as given, else the one kept beside the SQLite file, made there once. Raises NoSecretKey."""
    if given:
        return given
    if database is None:
        raise NoSecretKey("SECRET_KEY must be set on PostgreSQL")
    file = database.parent / "secret.key"
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        made = file.with_name(f"secret.key.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(32))
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(made, file)  # fails when another process was first: then its key is the key
        except FileExistsError:
            pass
        finally:
            made.unlink()
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # what is sealed from now on must not outlive its key
        finally:
            os.close(folder)
    if not (kept := file.read_text().strip()):
        raise NoSecretKey(f"{file} is empty: put the key back that was in it, or set SECRET_KEY")
    return kept
