"""Makes an administrator, or lets one in again who is locked out."""

import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from cases.models.roles import Role, give_role

MADE = """
The administrator {name} was made. The password is shown this once only:

    {password}

Sign in at /account/sign-in/ and change it. To get a new one: python manage.py make_administrator {name}
"""


class Command(BaseCommand):
    """Prints the name and a new random password; the second step of an account that was there is removed."""

    help = "Makes an administrator with a random password, or gives a locked-out account a new one and that role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="admin", help="of the account (default: admin)")
        parser.add_argument("--if-none", action="store_true", help="do nothing where there is any account")

    def handle(self, *, name: str, if_none: bool, **options: Any) -> None:
        if if_none and User.objects.exists():
            return
        password = secrets.token_urlsafe(15)
        with transaction.atomic():
            user, _ = User.objects.get_or_create(username=name)
            user.set_password(password)
            user.is_active = True
            user.save(update_fields=["password", "is_active"])
            give_role(user, Role.ADMINISTRATOR)
            Authenticator.objects.filter(user=user).delete()
        self.stdout.write(MADE.format(name=name, password=password))
