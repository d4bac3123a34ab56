from django.urls import path

from linli.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notice_list, name="list"),
    path("read/", views.mark_all_read, name="read_all"),
    path("<uuid:public_id>/", views.notice_page, name="notice"),
    path("<uuid:public_id>/read/", views.mark_read, name="read"),
]
