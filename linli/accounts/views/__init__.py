"""Pages of accounts."""

from linli.accounts.views.acts import act_list
from linli.accounts.views.changes import (
    appoint,
    change_approve,
    change_list,
    change_page,
    change_refuse,
    enable,
    end_post,
)
from linli.accounts.views.joining import join
from linli.accounts.views.login import (
    change_post,
    login_code,
    login_enrol,
    login_page,
    login_password,
    logout_page,
)
from linli.accounts.views.own import (
    end_other_sessions,
    end_session,
    own_codes,
    own_factor,
    own_factor_begin,
    own_factor_remove,
    own_page,
    own_password,
    proof,
)
from linli.accounts.views.tokens import own_token, revoke_token
from linli.accounts.views.users import (
    user_disable,
    user_end_sessions,
    user_invite,
    user_list,
    user_new,
    user_page,
    user_reset_factor,
)

__all__ = [
    "act_list",
    "appoint",
    "change_approve",
    "change_list",
    "change_page",
    "change_post",
    "change_refuse",
    "enable",
    "end_other_sessions",
    "end_post",
    "end_session",
    "join",
    "login_code",
    "login_enrol",
    "login_page",
    "login_password",
    "logout_page",
    "own_codes",
    "own_factor",
    "own_factor_begin",
    "own_factor_remove",
    "own_page",
    "own_password",
    "own_token",
    "proof",
    "revoke_token",
    "user_disable",
    "user_end_sessions",
    "user_invite",
    "user_list",
    "user_new",
    "user_page",
    "user_reset_factor",
]
