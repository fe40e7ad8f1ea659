"""Passwords as salted scrypt hashes: made by `gongkai password`, checked at the login.

Source: RFC 7914 (scrypt); the cost takes about 32 MB and a tenth of a second.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from gongkai.errors import SettingError

_NAME = "scrypt"
_N, _R, _P = 2**15, 8, 1
_SALT, _KEY = 16, 32  # bytes
# What is configured must not make a login take gigabytes.
_MOST = 2**18
_MAXMEM = 512 * 2**20
SHORTEST = 8  # characters of a password
LONGEST = 256


@dataclass(frozen=True, slots=True)
class Hash:
    """A password's hash with what it was made by."""

    n: int
    r: int
    p: int
    salt: bytes
    key: bytes

    def __str__(self) -> str:
        salt, key = (base64.b64encode(part).decode() for part in (self.salt, self.key))
        return f"{_NAME}${self.n}${self.r}${self.p}${salt}${key}"


def hash_password(password: str) -> Hash:
    """A hash of ``password`` under a salt of its own."""
    salt = secrets.token_bytes(_SALT)
    return Hash(_N, _R, _P, salt, _derive(password, salt, (_N, _R, _P), _KEY))


def read_hash(text: str, name: str) -> Hash:
    """The reverse of ``str(hash)``; ``name``: whose it is. Raises `SettingError`."""
    try:
        kind, n, r, p, salt, key = text.split("$")
        made = Hash(
            int(n), int(r), int(p),
            base64.b64decode(salt, validate=True), base64.b64decode(key, validate=True),
        )  # fmt: skip
        if kind != _NAME or made.n * made.r * made.p > _MOST * _R or len(made.key) < 16:
            raise ValueError(kind)
        _derive("", made.salt, (made.n, made.r, made.p), len(made.key))
    except (ValueError, binascii.Error, OverflowError) as error:
        raise SettingError(
            f"设置 users 中“{name}”的密码不可用：不是密码的散列值",
            remedy="请用 gongkai password 生成这一行",
        ) from error
    return made


def verify(password: str, known: Hash) -> bool:
    """Whether ``password`` is the one hashed; takes the same time either way."""
    key = _derive(password, known.salt, (known.n, known.r, known.p), len(known.key))
    return hmac.compare_digest(key, known.key)


def _derive(password: str, salt: bytes, cost: tuple[int, int, int], length: int) -> bytes:
    n, r, p = cost
    data = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(data, salt=salt, n=n, r=r, p=p, dklen=length, maxmem=_MAXMEM)
