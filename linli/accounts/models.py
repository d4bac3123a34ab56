from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from linli.accounts.data import Role
from linli.kernel.db import Record


class UserManager(BaseUserManager["User"]):
    """Looks users up by login; creating one is a service."""


class User(AbstractBaseUser, Record):
    """Someone who can log in. What they may do comes from their posts, never from here.

    No writes at each request: the last login is not kept on this row.
    """

    login = models.CharField(max_length=40, unique=True)
    is_active = models.BooleanField(default=True)
    last_login = None

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "login"

    def __str__(self) -> str:
        return self.login


class Post(Record):
    """A user holds a role at a body, from and to a date, within a division."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=[(item, item) for item in Role])
    title = models.CharField(max_length=60)
    body = models.ForeignKey("territory.Body", on_delete=models.PROTECT, related_name="posts")
    scope = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=list(Role)), name="post_role_known"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gt=models.F("starts_on")),
                name="post_ends_after_start",
            ),
            models.UniqueConstraint(fields=["user", "body", "role", "starts_on"], name="post_once"),
        ]

    def __str__(self) -> str:
        return self.title
