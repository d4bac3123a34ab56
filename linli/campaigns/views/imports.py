"""Uploading task lists: upload, look at the preview, confirm."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.campaigns import services
from linli.campaigns.data import Upload
from linli.campaigns.forms import ImportForm
from linli.campaigns.labels import TASK_KINDS
from linli.campaigns.views.parts import Trail
from linli.files import selectors as files
from linli.files import services as file_services
from linli.kernel import clock
from linli.kernel.errors import BadInput, Conflict, Finding, NotFound
from linli.kernel.web import route
from linli.kernel.web.forms import findings_beside, form_page, refusal, sent
from linli.kernel.web.route import ActorRequest

MOST_FILES = 10


@route(right="campaigns.import", methods=("GET", "POST"))
def import_upload(request: ActorRequest) -> HttpResponse:
    """Take in the office's files. Nothing is kept of a file that cannot be imported."""
    form = ImportForm(sent(request), request.FILES or None)
    if form.is_valid():
        try:
            uploads = [
                Upload(str(file.name), file_services.read_upload(upload=file))
                for file in form.cleaned_data["lists"]
            ]
            preview = services.check_task_lists(
                actor=request.actor,
                at=clock.now(),
                uploads=uploads,
                division=request.actor.district,
            )
        except BadInput as refused:
            return _refused(request, form, refused)
        except Conflict as refused:
            form.add_error(None, refusal(refused))
        else:
            if preview.errors or preview.already:
                return _preview_page(request, preview, (), 422 if preview.errors else 409)
            return redirect(_keep(request, preview))
    return _upload_page(request, form)


@route(right="campaigns.import", methods=("GET", "POST"))
def import_preview(request: ActorRequest) -> HttpResponse:
    """Show what the kept originals would write; on confirmation write it, once.

    What is confirmed is read again from the stored originals, never from the page.
    """
    asked = request.POST if request.method == "POST" else request.GET
    stored = [files.file(request.actor, _id(value)) for value in asked.getlist("file")[:MOST_FILES]]
    if not stored:
        return redirect("campaigns:import")
    uploads = [Upload(file.name, files.read(file)) for file in stored]
    actor, now, division = request.actor, clock.now(), request.actor.district
    if request.method == "POST":
        written = services.import_task_lists(
            actor=actor, at=now, uploads=uploads, division=division
        )
        count = sum(source.counts["compounds"] for source in written)
        messages.success(
            request,
            ngettext("%(n)d task was written.", "%(n)d tasks were written.", count) % {"n": count},
        )
        return redirect("campaigns:campaign", public_id=written[0].campaign.public_id)
    preview = services.check_task_lists(actor=actor, at=now, uploads=uploads, division=division)
    return _preview_page(request, preview, [str(file.public_id) for file in stored])


def _preview_page(
    request: HttpRequest, preview: services.Preview, stored: object, status: int = 200
) -> HttpResponse:
    context = {
        "preview": preview,
        "stored": stored,
        "lists": [
            (
                checked,
                TASK_KINDS[checked.kind],
                [(row, checked.is_new(row)) for row in checked.rows],
            )
            for checked in preview.lists
        ],
        "trail": _trail(_("Preview")),
    }
    return render(request, "campaigns/import_preview.html", context, status=status)


def _keep(request: ActorRequest, preview: services.Preview) -> str:
    """Store the originals and give the preview's address."""
    kept = services.keep_originals(actor=request.actor, at=clock.now(), preview=preview)
    query = urlencode([("file", str(public_id)) for public_id in kept])
    return f"{reverse('campaigns:import_preview')}?{query}"


def _refused(request: ActorRequest, form: ImportForm, refused: BadInput) -> HttpResponse:
    form.add_error(None, refusal(refused))
    return _upload_page(request, form, findings_beside(refused))


def _upload_page(
    request: ActorRequest, form: ImportForm, findings: tuple[Finding, ...] = ()
) -> HttpResponse:
    context = {
        "findings": findings,
        "submit_label": _("Upload and check"),
        "cancel_url": reverse("campaigns:list"),
        "trail": _trail(),
    }
    return form_page(request, "campaigns/import_upload.html", form, context)


def _trail(*ends: str) -> Trail:
    own = reverse("campaigns:import") if ends else ""
    return [
        (_("Campaigns"), reverse("campaigns:list")),
        (_("Import task lists"), own),
        *((end, "") for end in ends),
    ]


def _id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise NotFound(_("There is no such file.")) from None
