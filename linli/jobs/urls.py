from django.urls import path

from linli.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<uuid:public_id>/", views.job_page, name="job"),
    path("<uuid:public_id>/cancel/", views.cancel, name="cancel"),
]
