from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "linli.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from linli.campaigns import handlers, selectors, services, tasks
        from linli.campaigns.labels import PERIODIC, RETURNED_NOTICE, VERBS
        from linli.campaigns.views import panels
        from linli.journal.data import register_verbs
        from linli.kernel import events, integrity, jobs
        from linli.kernel.web import panels as pages
        from linli.notices.data import register_kind
        from linli.policy.data import Campaign, Duty, Rule, Target, register_use
        from linli.registry.data import ContractEnded, ContractEntered, Follower, register_follower

        register_verbs(VERBS)
        register_kind(
            RETURNED_NOTICE,
            title=_("The progress report for %(day)s was returned"),
            text=_("%(reason)s Open the report, correct it and file it again."),
        )
        events.subscribe(ContractEntered, handlers.service_changed)
        events.subscribe(ContractEnded, handlers.service_changed)
        register_follower("campaigns", Follower(services.foresee_move, services.move_tasks))
        jobs.register(
            "campaigns.follow_register",
            tasks.follow_register,
            label=PERIODIC["campaigns.follow_register"],
        )
        integrity.register("campaigns.filings", selectors.check_filings)
        integrity.register("campaigns.tasks", selectors.check_tasks)
        pages.register("compound", 20, panels.compound_panel)
        pages.register("duty", 10, panels.duty_panel)
        page = _("Campaigns")
        for kind, key in (
            (Campaign, "coverage"),
            (Target, "coverage"),
            (Duty, "progress_report"),
            (Rule, "one_plan_per_compound"),
            (Rule, "plan_mode_needs_reason"),
            (Rule, "committee_hires_needs_committee"),
        ):
            register_use(kind, key, label=page, url_name="campaigns:list")
