"""Writing accounts."""

from linli.accounts.services.users import appoint, create_user

__all__ = ["appoint", "create_user"]
