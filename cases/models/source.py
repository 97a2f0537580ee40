"""A file as it came: its bytes are kept, named by their SHA-256, and never changed."""

from django.conf import settings
from django.db import models


class Source(models.Model):
    """One received file. Where nothing could be read from it, `refusal` says why."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    file = models.CharField(max_length=200, help_text="name in the storage of original files")
    refusal = models.TextField(blank=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
