from django.urls import path

from linli.duties.views import compliance, feeds, pages, workdays

app_name = "duties"
urlpatterns = [
    path("", pages.duty_list, name="list"),
    path("calendar/", pages.calendar, name="calendar"),
    path("compliance/", compliance.compliance, name="compliance"),
    path("workdays/", workdays.workdays, name="workdays"),
    path("workdays/load/", workdays.load, name="workdays_load"),
    path("subscribe/", feeds.feeds, name="feeds"),
    path("subscribe/<uuid:public_id>/revoke/", feeds.revoke, name="feed_revoke"),
    path("feed/<str:secret>.ics", feeds.feed, name="feed"),
    path("<uuid:public_id>/", pages.duty, name="duty"),
    path("<uuid:public_id>/record/", pages.record, name="record"),
]
