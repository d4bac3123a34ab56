from django.urls import path

from linli.operations import views

app_name = "operations"
urlpatterns = [
    path("", views.state, name="state"),
    path("work/<uuid:public_id>/retry/", views.retry, name="retry"),
]
