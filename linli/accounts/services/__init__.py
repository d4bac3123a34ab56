"""Writing accounts: logins and posts, proofs of who one is, sessions, changes by two persons."""

from linli.accounts.services.changes import (
    approve,
    refuse,
    request_appointment,
    request_enabling,
    request_end,
)
from linli.accounts.services.following import move_posts
from linli.accounts.services.links import invite_first_administrator
from linli.accounts.services.owners import close_owner, invite_owner, open_owner
from linli.accounts.services.submissions import once
from linli.accounts.services.users import appoint, create_user, disable, open_login

__all__ = [
    "appoint",
    "approve",
    "close_owner",
    "create_user",
    "disable",
    "invite_first_administrator",
    "invite_owner",
    "move_posts",
    "once",
    "open_login",
    "open_owner",
    "refuse",
    "request_appointment",
    "request_enabling",
    "request_end",
]
