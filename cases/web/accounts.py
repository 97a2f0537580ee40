"""The administrators' pages of accounts: who has one, in which role, and how they get in."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cases.models.roles import given_role
from cases.web.access import SECOND_STEPS, Role, open_to
from cases.web.account_forms import AccountForm, NewAccountForm

SHOWN_CHANGES = 50


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts, and the form for another; a new one is answered with the link to choose its password."""
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            user = form.make()
            _log(request, user, ADDITION, f"made, {form.role.group}")
        return _show_link(request, user)
    listed = [(user, given_role(user)) for user in _with_second_step(User.objects.prefetch_related("groups"))]
    return render(request, "accounts/list.html", {"form": form, "accounts": listed})


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its role, whether it is open, what was changed. Nobody changes their own."""
    user = get_object_or_404(_with_second_step(User.objects.all()), pk=pk)
    is_own = user.pk == request.user.pk
    form = AccountForm(request.POST or None, user=user)
    if request.method == "POST" and is_own:
        messages.error(request, "Your own role can only be changed by another administrator.")
        return redirect("account", pk)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            for change in form.apply():
                _log(request, user, CHANGE, change)
        messages.success(request, "The account is changed.")
        return redirect("account", pk)
    context = {"account": user, "role": given_role(user), "form": form, "is_own": is_own, "changes": _changes_of(user)}
    return render(request, "accounts/account.html", context)


@open_to(Role.ADMINISTRATOR)
@require_POST
def password_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A link with which somebody chooses a new password, once; the old one holds until then."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    _log(request, user, CHANGE, "link for a password made")
    return _show_link(request, user)


@open_to(Role.ADMINISTRATOR)
@require_POST
def remove_second_step(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody who lost phone, key and recovery codes: the password alone signs in until another is set up."""
    user = get_object_or_404(User, pk=pk)
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        _log(request, user, CHANGE, "second step removed")
    messages.success(request, f"{user.get_username()} signs in without a second step until another is set up.")
    return redirect("account", pk)


def _with_second_step(users: QuerySet[User]) -> QuerySet[User]:
    own = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_STEPS)
    return users.annotate(has_second_step=Exists(own)).order_by("username")


def _show_link(request: HttpRequest, user: User) -> HttpResponse:
    named = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    link = request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=named))
    return render(request, "accounts/link.html", {"account": user, "link": link})


def _log(request: HttpRequest, user: User, action: int, change: str) -> None:
    """Who changed what of whose account and when, beside what is changed in Django's admin."""
    assert request.user.pk is not None
    LogEntry.objects.log_actions(request.user.pk, [user], action, change_message=change, single_object=True)


def _changes_of(user: User) -> QuerySet[LogEntry]:
    of_users = ContentType.objects.get_for_model(User)
    changes = LogEntry.objects.filter(content_type=of_users, object_id=str(user.pk)).select_related("user")
    return changes.order_by("-action_time", "-pk")[:SHOWN_CHANGES]
