"""A report as files: download the form, upload a filled copy and compare it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from linli.campaigns import forms, rules, selectors, services
from linli.campaigns.data import ReportAct, ReportState
from linli.campaigns.models import ProgressReport
from linli.campaigns.services import Suffix
from linli.campaigns.views.parts import report_trail
from linli.campaigns.views.reports import version_asked
from linli.files import selectors as files
from linli.files import services as file_services
from linli.files.data import FileKind
from linli.kernel import clock
from linli.kernel.errors import BadInput, NotFound
from linli.kernel.web import export, route
from linli.kernel.web.forms import findings_beside, form_page, refusal, sent
from linli.kernel.web.route import ActorRequest

CONTENT_TYPES: Mapping[Suffix, str] = {
    "xlsx": export.XLSX,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@route(right="campaigns.view")
def report_export(request: ActorRequest, public_id: UUID, suffix: str) -> HttpResponse:
    """The report on the printed form: a filed version as filed, a draft as it stands now."""
    found = selectors.report(request.actor, public_id)
    kind = next((known for known in CONTENT_TYPES if known == suffix), None)
    if kind is None:
        raise NotFound(_("The report has no such file."))
    filing = version_asked(selectors.filings_of(found), request.GET.get("version", ""), found)
    at = filing.filed_at if filing else clock.now()
    rows = (
        selectors.filed_rows(filing) if filing else selectors.live_rows(found, clock.local_date(at))
    )
    body = services.print_report(
        found=found,
        rows=selectors.masked(rows, request.actor),
        suffix=kind,
        at=at,
    )
    name = f"{found.body.name}-{found.printed_on.isoformat()}.{kind}"
    return export.download(body, name, CONTENT_TYPES[kind])


@route(right="campaigns.report", methods=("GET", "POST"))
def report_compare(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Compare a filled copy with the register before anything is taken over.

    The first POST keeps the copy and shows the comparison; the second names the kept copy and
    takes over its remarks.
    """
    found = selectors.report(request.actor, public_id)
    if request.method == "POST" and request.POST.get("kept"):
        content = _kept(request, request.POST["kept"])
        services.apply_remarks(
            actor=request.actor,
            at=clock.now(),
            public_id=public_id,
            content=content,
            replaces=request.POST.get("replaces", ""),
        )
        messages.success(request, _("The remarks of the copy are taken over."))
        return redirect("campaigns:report", public_id=public_id)
    if request.method == "GET" and request.GET.get("file"):
        return _comparison(request, found, request.GET["file"])
    form = forms.CopyForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["file"]
        try:
            content = file_services.read_upload(upload=uploaded)
            services.compare_copy(
                actor=request.actor, at=clock.now(), public_id=public_id, content=content
            )
        except BadInput as refused:
            form.add_error(None, refusal(refused))
            return _upload_page(request, found, form, findings_beside(refused))
        return redirect(_keep(request, found, str(uploaded.name), content))
    return _upload_page(request, found, form, ())


def _comparison(request: ActorRequest, found: ProgressReport, kept: str) -> HttpResponse:
    compared = services.compare_copy(
        actor=request.actor,
        at=clock.now(),
        public_id=found.public_id,
        content=_kept(request, kept),
    )
    has_errors = any(finding.level == "error" for finding in compared.findings)
    rows = selectors.live_rows(found, clock.today())
    editable = ReportAct.EDIT in rules.report_acts(ReportState(found.state))
    context = {
        "report": found,
        "compared": compared,
        "kept": kept,
        "version": selectors.remarks_entry(found, rows).version,
        "may_apply": bool(compared.remarks) and editable and not has_errors,
        "cancel_url": reverse("campaigns:report", args=[found.public_id]),
        "trail": report_trail(found, (_("Compare a copy"), "")),
    }
    return render(request, "campaigns/report_compare.html", context)


def _upload_page(
    request: ActorRequest, found: ProgressReport, form: forms.CopyForm, findings: object
) -> HttpResponse:
    context = {
        "report": found,
        "findings": findings,
        "submit_label": _("Compare"),
        "cancel_url": reverse("campaigns:report", args=[found.public_id]),
        "trail": report_trail(found, (_("Compare a copy"), "")),
    }
    return form_page(request, "campaigns/report_copy.html", form, context)


def _keep(request: ActorRequest, found: ProgressReport, name: str, content: bytes) -> str:
    stored = file_services.store(
        actor=request.actor,
        at=clock.now(),
        name=name,
        content=content,
        kind=FileKind.IMPORT,
        division=found.division,
        subject=f"{found.body.name} {found.printed_on.isoformat()}",
    )
    own = reverse("campaigns:report_compare", args=[found.public_id])
    return f"{own}?{urlencode({'file': str(stored.public_id)})}"


def _kept(request: ActorRequest, public_id: str) -> bytes:
    return files.read(files.file(request.actor, public_id))
