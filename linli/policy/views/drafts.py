"""The editor: start from the text in force, change a file, check it, load it as a release."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.kernel import clock
from linli.kernel.errors import BadInput, Conflict, Finding
from linli.kernel.web import route
from linli.kernel.web.forms import sent, submit
from linli.kernel.web.route import ActorRequest
from linli.policy import selectors, services
from linli.policy.forms import DraftForm
from linli.policy.models import Draft


@route(right="policy.activate", methods=("POST",))
def draft_start(request: ActorRequest, layer: str) -> HttpResponse:
    """Open the draft of a layer: the one being worked on, or a new one."""
    draft = services.start_draft(actor=request.actor, at=clock.now(), layer=layer)
    return redirect("policy:draft", draft.public_id)


@route(right="policy.activate", methods=("GET", "POST"))
def draft(request: ActorRequest, public_id: str) -> HttpResponse:
    """One file of a draft at a time: save, check, or load the whole as a release."""
    found = selectors.draft_visible(request.actor, public_id)
    name = request.GET.get("file", "layer.yaml")
    name = name if name in found.files else "layer.yaml"
    findings: tuple[Finding, ...] | None = None
    status = 200
    form = DraftForm(
        sent(request),
        initial={"text": found.files[name], "on": clock.today(), "version": found.version},
    )
    saved = submit(
        request,
        form,
        lambda: services.save_draft(
            actor=request.actor,
            at=clock.now(),
            draft=found,
            name=name,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
        ),
    )
    # What was refused keeps the version it was typed on: sending it again overwrites nobody.
    version = form["version"].value() if form.errors else found.version
    if request.method == "POST" and saved is None:
        status = 422
    elif saved is not None:
        found, version = saved, saved.version
        findings = services.check_draft(draft=found)
        status = 422 if findings else 200
        if not findings and request.POST.get("do") == "load":
            loaded = _loaded(request, found)
            if loaded:
                return redirect("policy:activate", loaded)
            status = 409
    context = {**_context(found, name, form, findings), "version": version}
    if findings == () and request.POST.get("do") == "try":
        context["run"] = selectors.dry_run(
            services.try_draft(
                draft=found, district=request.actor.district, on=form.cleaned_data["on"]
            )
        )
    return render(request, "policy/draft.html", context, status=status)


@route(right="policy.view")
def release_files(request: ActorRequest, public_id: str) -> HttpResponse:
    """A release as a folder in a .zip, to be loaded elsewhere with the same hash."""
    release = selectors.release_visible(request.actor, public_id)
    file = f"{release.layer.code}-{release.short_digest}.zip"
    return _zipped(release.layer.code, selectors.folder_of(release), file)


@route(right="policy.activate")
def draft_files(request: ActorRequest, public_id: str) -> HttpResponse:
    """A draft as a folder in a .zip, to be worked on elsewhere."""
    found = selectors.draft_visible(request.actor, public_id)
    return _zipped(found.layer.code, found.files, f"{found.layer.code}-draft.zip")


def _zipped(code: str, files: Mapping[str, str], name: str) -> HttpResponse:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as packed:
        for file, text in files.items():
            packed.writestr(f"{code}/{file}", text)
    answer = HttpResponse(stored.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name.replace("/", "-")}"'
    return answer


def _loaded(request: ActorRequest, found: Draft) -> object:
    """Public id of the release made of a draft; empty where it cannot be, which is said."""
    try:
        return services.load_draft(actor=request.actor, at=clock.now(), draft=found).public_id
    except (BadInput, Conflict) as error:
        messages.error(request, f"{error} {error.remedy}".strip())
        return ""


def _context(
    found: Draft, name: str, form: DraftForm, findings: tuple[Finding, ...] | None
) -> dict[str, object]:
    address = reverse("policy:draft", args=[found.public_id])
    tabs = [
        {"label": file, "url": f"{address}?file={file}", "current": file == name}
        for file in found.files
    ]
    trail = [
        (_("Policy"), reverse("policy:index")),
        (_("Releases"), reverse("policy:releases")),
        (pgettext("policy editor", "Draft"), ""),
    ]
    checked = findings is not None
    return {
        "draft": found,
        "file": name,
        "form": form,
        "findings": findings or (),
        "checked": checked,
        "tabs": tabs,
        "trail": trail,
    }
