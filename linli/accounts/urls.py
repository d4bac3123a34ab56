from django.urls import path

from linli.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.login_page, name="login"),
    path("login/code/", views.login_code, name="login_code"),
    path("login/password/", views.login_password, name="login_password"),
    path("login/enrol/", views.login_enrol, name="login_enrol"),
    path("logout/", views.logout_page, name="logout"),
    path("join/<str:token>/", views.join, name="join"),
    path("post/", views.change_post, name="change_post"),
    path("proof/", views.proof, name="proof"),
    path("account/", views.own_page, name="own"),
    path("account/password/", views.own_password, name="own_password"),
    path("account/factor/", views.own_factor, name="own_factor"),
    path("account/factor/begin/", views.own_factor_begin, name="own_factor_begin"),
    path("account/factor/remove/", views.own_factor_remove, name="own_factor_remove"),
    path("account/codes/", views.own_codes, name="own_codes"),
    path("account/sessions/end/", views.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<uuid:public_id>/end/", views.end_session, name="end_session"),
    path("account/tokens/new/", views.own_token, name="own_token"),
    path("account/tokens/<uuid:public_id>/revoke/", views.revoke_token, name="revoke_token"),
    path("accounts/users/", views.user_list, name="users"),
    path("accounts/users/new/", views.user_new, name="user_new"),
    path("accounts/users/<uuid:public_id>/", views.user_page, name="user"),
    path("accounts/users/<uuid:public_id>/link/", views.user_invite, name="user_invite"),
    path("accounts/users/<uuid:public_id>/disable/", views.user_disable, name="user_disable"),
    path("accounts/users/<uuid:public_id>/enable/", views.enable, name="enable"),
    path("accounts/users/<uuid:public_id>/appoint/", views.appoint, name="appoint"),
    path(
        "accounts/users/<uuid:public_id>/sessions/end/",
        views.user_end_sessions,
        name="user_end_sessions",
    ),
    path(
        "accounts/users/<uuid:public_id>/factor/reset/",
        views.user_reset_factor,
        name="user_reset_factor",
    ),
    path("accounts/posts/<uuid:public_id>/end/", views.end_post, name="end_post"),
    path("accounts/changes/", views.change_list, name="changes"),
    path("accounts/changes/<uuid:public_id>/", views.change_page, name="change"),
    path("accounts/changes/<uuid:public_id>/approve/", views.change_approve, name="change_approve"),
    path("accounts/changes/<uuid:public_id>/refuse/", views.change_refuse, name="change_refuse"),
    path("accounts/acts/", views.act_list, name="acts"),
]
