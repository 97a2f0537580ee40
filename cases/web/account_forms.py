"""The forms of signing in and of accounts."""

from collections.abc import Iterator
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict

from cases.models.roles import STAFF, Role, give_role, given_role

ROLES = [(str(int(role)), role.group) for role in (Role.READER, *STAFF)]


class SignInForm(LoginForm):
    """Name or e-mail address, password, and for how long."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Name or e-mail address"
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["remember"].label = "Keep me signed in on this device"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class PasskeyForm(AddWebAuthnForm):
    """A name for the passkey, and whether it signs in alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name of the passkey"
        self.fields["passwordless"].label = "It signs me in alone, without a password"
        self.fields["passwordless"].help_text = "The key then asks for a finger, a face or a PIN of its own."


class NewAccountForm(forms.ModelForm):
    """Name, address and role of an account to be made; it has no password until its owner chooses one."""

    email = forms.EmailField(label="E-mail address", required=False, help_text="May be left out.")
    chosen = forms.ChoiceField(label="Role", choices=ROLES)

    class Meta:
        model = User
        fields = ("username", "email")
        labels = {"username": "Name"}
        help_texts = {"username": "Letters, digits and @ . + - _ only."}

    @property
    def role(self) -> Role:
        return Role(int(self.cleaned_data["chosen"]))

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError("There is an account with this name: choose another.")
        return name

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email and User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("There is an account with this e-mail address: each needs its own.")
        return email

    def make(self) -> User:
        """The account, stored and in its role."""
        user: User = self.save(commit=False)
        user.set_unusable_password()
        user.save()
        give_role(user, self.role)
        return user


class AccountForm(forms.Form):
    """The role of an account, and whether it is open."""

    chosen = forms.ChoiceField(label="Role", choices=ROLES)
    is_active = forms.BooleanField(
        label="The account is open", required=False, help_text="Who has a closed account is signed out at once."
    )

    def __init__(self, data: QueryDict | None, *, user: User) -> None:
        self.user = user
        self.role = given_role(user)
        super().__init__(data, initial={"chosen": int(self.role), "is_active": user.is_active})

    def apply(self) -> Iterator[str]:
        """Makes the changes; yields each in words."""
        chosen = Role(int(self.cleaned_data["chosen"]))
        if chosen is not self.role:
            give_role(self.user, chosen)
            yield f"role: {self.role.group}, now {chosen.group}"
        if self.cleaned_data["is_active"] != self.user.is_active:
            self.user.is_active = self.cleaned_data["is_active"]
            self.user.save(update_fields=["is_active"])
            yield "opened" if self.user.is_active else "closed"
