"""How second steps are kept: their secrets are encrypted under the site's secret key."""

import base64
import hashlib
import secrets

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.models import User

DIGITS = "234567"
"""Digits that are hexadecimal and base 32 alike."""


class SecondSteps(DefaultMFAAdapter):
    """Encrypts the secrets of apps and recovery codes: a copy of the database alone gives none away."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Under another key than it was kept, one that nobody knows: no code fits it."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return "".join(secrets.choice(DIGITS) for _ in range(40))

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  allauth's name
        """What a passkey is called until its owner gives it a name."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"


def _cipher() -> Fernet:
    key = hashlib.sha256(f"second steps {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
