"""Declaring operations: who may call them, what they take and give, and what holds for all.

An operation reads and writes through the selectors and services of the apps only. What changes
something does so under the key of its request, so that what is sent twice counts once
(docs/adr/0011). What is asked of every request before, is in ``guarding``.
"""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.parser import Parser
from pydantic import BaseModel

from linli.accounts import services as accounts
from linli.accounts.data import Answer, TokenReach
from linli.api import problems, rules
from linli.api.data.shapes import Problem
from linli.api.labels import Tag
from linli.kernel import clock
from linli.kernel.errors import BadInput, DomainError
from linli.kernel.web import PUBLIC
from linli.kernel.web.route import ActorRequest
from linli.kernel.web.standing import standing

JSON = "application/json"
KEY_HEADER = "Idempotency-Key"

CONVERTER = re.compile(r"\{\w+:")

View = Callable[..., BaseModel]
V = TypeVar("V", bound=View)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as it was declared."""

    name: str
    method: str
    path: str
    right: str
    reach: TokenReach
    tag: Tag
    says: object
    gives: type[BaseModel]
    status: int
    queries: frozenset[str]
    body: type[BaseModel] | None
    form: type[BaseModel] | None
    files: Mapping[str, bool]
    once: bool
    says_more: str

    @property
    def upload(self) -> bool:
        """Whether files are sent, as a form: ``files`` says whether each must be there."""
        return bool(self.files)

    @property
    def writes(self) -> bool:
        """Whether it changes something. What is only asked for in a body, does not."""
        return self.method != "GET" and self.reach is not TokenReach.READ

    @property
    def address(self) -> str:
        """The path as people write it: ``compounds/{compound}``."""
        return CONVERTER.sub("{", self.path)

    @property
    def refusals(self) -> tuple[int, ...]:
        """The statuses it can refuse with."""
        if self.right == PUBLIC:
            return (404, 422, 429)
        if self.writes:
            return (401, 403, 404, 409, 413, 415, 422, 429)
        if self.method != "GET":
            return (401, 403, 404, 413, 415, 422, 429)
        return (401, 403, 404, 422, 429)


class StrictParser(Parser):
    """JSON is read by our own rules; the address has been looked at before."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The JSON of the body."""
        found: dict[str, Any] = rules.read_json(request.body)
        return found


api = NinjaAPI(
    title="Linli",
    version="1",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    parser=StrictParser(),
)
OPERATIONS: dict[str, Operation] = {}


def operation(
    method: str,
    address: str,
    *,
    right: str,
    tag: Tag,
    says: object,
    gives: type[BaseModel],
    reach: TokenReach | None = None,
    status: int = 200,
    once: bool = False,
) -> Callable[[V], V]:
    """Declare an operation: the right it needs (or PUBLIC, SIGNED_IN) and what it gives.

    ``reach`` is what a token must be good for besides; reading unless it writes. With ``once``
    the answer is given out a single time and kept nowhere. The function's name is the
    operation's, its annotations say what is taken in.
    """

    def declare(view: V) -> V:
        signature = inspect.signature(view, eval_str=True)
        needed = reach or (TokenReach.READ if method == "GET" else TokenReach.WRITE)
        declared = Operation(
            name=view.__name__,
            method=method,
            path=address,
            right=right,
            reach=needed,
            tag=tag,
            says=says,
            gives=gives,
            status=status,
            queries=frozenset(_query_names(signature)),
            body=_model_of(signature, "Body"),
            form=_model_of(signature, "Form"),
            files=_files_of(signature),
            once=once,
            says_more=inspect.getdoc(view) or "",
        )

        @wraps(view)
        def answering(request: ActorRequest, **values: Any) -> HttpResponse:
            def act() -> Answer:
                return _encoded(declared, view(request, **values))

            answer = _once(request, declared, act) if declared.writes else act()
            return HttpResponse(answer.body, status=answer.status, content_type=JSON)

        vars(answering)["__signature__"] = signature  # what ninja reads
        api.api_operation(
            [method],
            f"/{address}",
            operation_id=declared.name,
            url_name=declared.name,
            summary=str(declared.name),
            tags=[tag.value],
            response={status: gives, **dict.fromkeys(declared.refusals, Problem)},
        )(answering)
        OPERATIONS[declared.name] = declared
        return view

    return declare


# --- doing it ---------------------------------------------------------------------------------


def _once(request: ActorRequest, declared: Operation, act: Callable[[], Answer]) -> Answer:
    match = request.resolver_match
    digest = rules.fingerprint(
        operation=declared.name,
        post=request.actor.post_id,
        path=match.kwargs if match else {},
        query=[(name, str(value)) for name, value in request.GET.items()],
        body=_sent(request, declared),
    )
    key = request.headers[KEY_HEADER]
    return accounts.once(
        actor=request.actor,
        at=clock.now(),
        key=key,
        digest=digest,
        act=act,
        keeps=not declared.once,
    )


def _sent(request: HttpRequest, declared: Operation) -> object:
    """The body as it counts for a repetition: of a file its name and content, else the JSON."""
    if declared.upload:
        files = {name: _known_by(upload) for name, upload in request.FILES.items()}
        return [sorted(request.POST.items()), files]
    return rules.read_json(request.body) if declared.body else None


def _known_by(sent: object) -> list[str | None]:
    upload = cast("UploadedFile[Any]", sent)
    digest = hashlib.sha256(upload.read()).hexdigest()
    upload.seek(0)
    return [upload.name, digest]


def _encoded(declared: Operation, result: BaseModel) -> Answer:
    """The answer in its declared shape; anything else is a fault of ours."""
    if not isinstance(result, declared.gives):
        raise TypeError(f"{declared.name} gave {type(result).__name__}")
    return Answer(declared.status, result.model_dump_json().encode())


@api.exception_handler(DomainError)
def _refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    return problems.answer_to(request, error)


@api.exception_handler(ValidationError)
def _misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    declared = OPERATIONS[standing(request).operation.removeprefix("api:")]
    refused: BadInput = problems.from_validation(error, _fields(declared))
    return problems.answer_to(request, refused)


def _fields(declared: Operation) -> dict[str, list[str]]:
    """The fields of the body and of the objects in it, by dotted place."""
    found: dict[str, list[str]] = {}
    waiting = [("", declared.body or declared.form)]
    while waiting:
        place, model = waiting.pop()
        if model is None:
            continue
        found[place] = list(model.model_fields)
        for name, inner in model.model_fields.items():
            for kind in _models_in(inner.annotation):
                waiting.append((f"{place}.{name}" if place else name, kind))
    return found


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


# --- reading declarations ---------------------------------------------------------------------


def _query_names(signature: inspect.Signature) -> Iterator[str]:
    for argument in signature.parameters.values():
        model = _annotated(argument, "Query")
        if model is not None:
            yield from model.model_fields


def _model_of(signature: inspect.Signature, source: str) -> type[BaseModel] | None:
    for argument in signature.parameters.values():
        model = _annotated(argument, source)
        if model is not None:
            return model
    return None


def _files_of(signature: inspect.Signature) -> dict[str, bool]:
    """Which files are taken in, and whether each must be there."""
    return {
        name: argument.default is inspect.Parameter.empty
        for name, argument in signature.parameters.items()
        if "File" in _marks(argument)
    }


def _annotated(argument: inspect.Parameter, source: str) -> type[BaseModel] | None:
    """The model of an argument ``Query[Model]``, ``Body[Model]`` or ``Form[Model]``."""
    model = getattr(argument.annotation, "__origin__", None)
    if source in _marks(argument) and inspect.isclass(model) and issubclass(model, BaseModel):
        return model
    return None


def _marks(argument: inspect.Parameter) -> set[str]:
    return {type(mark).__name__ for mark in getattr(argument.annotation, "__metadata__", ())}
