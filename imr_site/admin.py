"""Django's admin behind the site's own door: for administrators, who sign in where everybody does."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.models import Case, Source
from cases.web.access import Role, visitor_role


class Admin(AdminSite):
    """Sends everybody to the pages of the site for what concerns their own account."""

    site_header = site_title = "IMR Search: administration"
    index_title = "What is stored"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return visitor_role(request) is Role.ADMINISTRATOR

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("admin:index") if self.has_permission(request) else redirect("account_login")

    def password_change(  # type: ignore[override]  # to a page instead of being one
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")


class ReadOnly(ModelAdmin):
    """Rows to look at: they are changed by the pages that know how."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Users(UserAdmin):
    """Accounts; closing one keeps what it did, so none is deleted."""

    list_display = ("username", "email", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Who it is", {"fields": ("first_name", "last_name", "email")}),
        ("May sign in", {"fields": ("is_active",)}),
        ("When", {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Authenticators(ReadOnly):
    """Second steps, without their secrets."""

    list_display = fields = ("user", "type", "created_at", "last_used_at")


class Log(ReadOnly):
    """What was changed here and on the page of accounts, by whom."""

    list_display = fields = ("action_time", "user", "content_type", "object_repr", "change_message")


class Sources(ReadOnly):
    """The files as they came."""

    list_display = fields = ("name", "media_type", "size", "sha256", "refusal")
    search_fields = ("name", "sha256")


class Cases(ReadOnly):
    """The stored letters, without their text."""

    list_display = fields = ("slug", "case_number", "status", "format", "decision_date", "withdrawn_reason", "source")
    list_filter = ("status", "format")
    search_fields = ("slug", "case_number")
    list_select_related = ("source",)


REGISTERED: tuple[tuple[type[Model], type[ModelAdmin]], ...] = (
    (User, Users),
    (Authenticator, Authenticators),
    (LogEntry, Log),
    (Source, Sources),
    (Case, Cases),
)

site = Admin()
for model, how in REGISTERED:
    site.register(model, how)
