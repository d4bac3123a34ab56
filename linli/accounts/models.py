from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import F, Q

from linli.accounts.data import ChangeKind, LinkKind, Outcome, Role, Sphere, TokenReach
from linli.accounts.querysets import ChangeQuerySet, PostQuerySet, UserQuerySet
from linli.kernel.db import DistrictRecord, Record


class User(AbstractBaseUser, Record):
    """Someone who can log in. What they may do comes from their posts, never from here.

    ``sphere`` is fixed by the first post and never changes; the database holds both sides of
    that (migration 0003). ``division`` says whose administrators look after the login.
    No writes at each request: the last login is not kept on this row.
    """

    login = models.CharField(max_length=40, unique=True)
    is_active = models.BooleanField(default=True)
    sphere = models.CharField(max_length=20, blank=True, default=Sphere.NONE)
    division = models.CharField(max_length=20, blank=True, default="")
    password_set_at = models.DateTimeField(null=True)
    last_login = None

    objects = UserQuerySet.as_manager()

    USERNAME_FIELD = "login"

    class Meta:
        indexes = [models.Index(fields=["division", "login"], name="user_division")]
        constraints = [
            models.CheckConstraint(condition=Q(sphere__in=list(Sphere)), name="user_sphere_known"),
        ]

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

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=list(Role)), name="post_role_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="post_ends_after_start",
            ),
            models.UniqueConstraint(fields=["user", "body", "role", "starts_on"], name="post_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Session(Record):
    """A browser that is logged in, or on its way there. The cookie's key is stored as a digest.

    Deleting the row ends the session at the next request; nothing brings it back.
    """

    key_digest = models.CharField(max_length=64, unique=True)
    data = models.TextField()
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    proved_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["seen_at"], name="session_seen"),
            models.Index(fields=["started_at"], name="session_started"),
        ]

    def __str__(self) -> str:
        return f"{self.device} {self.started_at:%Y-%m-%d %H:%M}"


class Throttle(models.Model):
    """Failures counted for one key: a keyed hash of what is being guessed, and from where."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveSmallIntegerField()
    last_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.failures} until {self.last_at:%Y-%m-%d %H:%M}"


class Factor(models.Model):
    """A user's authenticator app. Secrets are sealed; ``last_step`` is the last code's step.

    ``offered`` is a secret shown but not yet confirmed: setting up anew leaves the old one in
    force until a code from the new one has been entered.
    """

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE)
    secret = models.TextField(blank=True)
    offered = models.TextField(blank=True)
    last_step = models.BigIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "in force" if self.secret else "offered"


class RecoveryCode(models.Model):
    """A code for the day the authenticator is lost: a keyed hash, deleted when used."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_once")]

    def __str__(self) -> str:
        return "recovery code"


class PasswordUse(models.Model):
    """A password somebody had before, as its hash: kept to refuse it, and pruned."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passwords")
    encoded = models.CharField(max_length=128)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"password of {self.at:%Y-%m-%d}"


class Link(models.Model):
    """A one-time link to set a password. Only a digest of it is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, choices=[(item, item) for item in LinkKind])
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} until {self.expires_at:%Y-%m-%d %H:%M}"


class Change(DistrictRecord):
    """A change to a login's rights that one administrator asks for and another decides."""

    kind = models.CharField(max_length=10, choices=[(item, item) for item in ChangeKind])
    division = models.CharField(max_length=20)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="changes")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="changes")
    role = models.CharField(max_length=30, blank=True)
    title = models.CharField(max_length=60, blank=True)
    body = models.ForeignKey(
        "territory.Body", null=True, on_delete=models.PROTECT, related_name="changes"
    )
    scope = models.CharField(max_length=20, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="asked_changes")
    requested_post = models.CharField(max_length=40)
    outcome = models.CharField(
        max_length=10, choices=[(item, item) for item in Outcome], default=Outcome.PENDING
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="decided_changes"
    )
    note = models.CharField(max_length=200, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "outcome", "requested_at"], name="change_district")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=list(ChangeKind)), name="change_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="change_by_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(user=F("requested_by"))
                & (Q(decided_by__isnull=True) | ~Q(decided_by=F("user"))),
                name="change_not_of_oneself",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.PENDING, decided_by__isnull=True)
                | Q(outcome__in=[Outcome.APPROVED, Outcome.REFUSED], decided_by__isnull=False),
                name="change_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class AccessToken(Record):
    """A key with which a program acts as one post of a user. Only a keyed hash of it is kept.

    It never reaches further than the post does on the day it is used; ``reach`` narrows it more.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    reach = models.CharField(max_length=10, choices=[(item, item) for item in TokenReach])
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "made_at"], name="accesstoken_of_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reach__in=list(TokenReach)), name="accesstoken_reach_known"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="accesstoken_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    """A request that changes something, under the key its sender gave it: it counts once.

    ``digest`` is the hash of what was sent. The answer is sealed, for it may hold what was asked
    for with a reason; after some time it is emptied, the key stays for good.
    """

    user_id = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.BinaryField(default=b"")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "key"], name="submission_once"),
        ]

    def __str__(self) -> str:
        return self.key
