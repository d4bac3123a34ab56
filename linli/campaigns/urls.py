from django.urls import path

from linli.campaigns.views import campaigns, copies, imports, publishing, reports, tasks

app_name = "campaigns"
urlpatterns = [
    path("", campaigns.campaign_list, name="list"),
    path("import/", imports.import_upload, name="import"),
    path("import/preview/", imports.import_preview, name="import_preview"),
    path("<uuid:public_id>/", campaigns.campaign, name="campaign"),
    path("<uuid:public_id>/annex/<slug:kind>/", campaigns.annex, name="annex"),
    path("<uuid:public_id>/publish/", publishing.publish, name="publish"),
    path("<uuid:public_id>/reports/", reports.report_list, name="reports"),
    path("<uuid:public_id>/reports/start/", reports.report_start, name="report_start"),
    path("tasks/<uuid:public_id>/", tasks.task, name="task"),
    path("tasks/<uuid:public_id>/plan/", tasks.plan, name="task_plan"),
    path("tasks/<uuid:public_id>/entry/", tasks.entry, name="task_entry"),
    path("tasks/<uuid:public_id>/steps/<slug:code>/", tasks.step, name="task_step"),
    path(
        "tasks/<uuid:public_id>/steps/<slug:code>/withdraw/",
        tasks.withdraw_step,
        name="task_withdraw",
    ),
    path("reports/<uuid:public_id>/", reports.report, name="report"),
    path("reports/<uuid:public_id>/remarks/", reports.report_remarks, name="report_remarks"),
    path("reports/<uuid:public_id>/check/", reports.report_check, name="report_check"),
    path("reports/<uuid:public_id>/submit/", reports.report_submit, name="report_submit"),
    path("reports/<uuid:public_id>/return/", reports.report_return, name="report_return"),
    path("reports/<uuid:public_id>/compare/", copies.report_compare, name="report_compare"),
    path(
        "reports/<uuid:public_id>/files/<slug:suffix>/",
        copies.report_export,
        name="report_export",
    ),
]
