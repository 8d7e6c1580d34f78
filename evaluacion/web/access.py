"""Guards: every route carries exactly one, which says who may come in and stops everybody else.

What a person may not see does not exist (404); who has not signed in is asked to. The services check again with the
same rules, in the statement that reads or writes: a guard is the declaration, not the only lock.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, g, request
from flask_security import current_user

from evaluacion.domain.errors import NotFound
from evaluacion.domain.organisations import PersonId, PublicId, Viewer
from evaluacion.domain.permissions import Action
from evaluacion.services import assessments, log_reading, submitting
from evaluacion.web import trial_cookie
from evaluacion.web.extensions import reading
from evaluacion.web.origins import current_origin

View = TypeVar("View", bound=Callable[..., Any])


class SignInNeeded(Exception):
    """Nobody has signed in, and this page is for people who have."""


def current_viewer() -> Viewer:
    """Who is looking: the signed-in person, and the trial that their browser has."""
    person = PersonId(current_user.person) if current_user.is_authenticated else None
    return Viewer(person=person, trial_key=trial_cookie.read(), origin=current_origin())


def public(view: View) -> View:
    """For anybody."""
    return _guarded(view, "public", lambda arguments: None)


def signed_in(view: View) -> View:
    """For people who have signed in, whatever they belong to."""
    return _guarded(view, "signed_in", lambda arguments: _need_person())


def sees_assessment(view: View) -> View:
    """For who may read the assessment named by `public_id`; it is then in `g.assessment`."""
    return _guarded(view, "sees_assessment", lambda arguments: _need_assessment(arguments, Action.SEE))


def answers_assessment(view: View) -> View:
    """For who may answer the assessment named by `public_id`; it is then in `g.assessment`."""
    return _guarded(view, "answers_assessment", lambda arguments: _need_assessment(arguments, Action.ANSWER))


def submits_assessment(view: View) -> View:
    """For who may submit, reopen or delete the assessment named by `public_id`; it is then in `g.assessment`."""
    return _guarded(view, "submits_assessment", lambda arguments: _need_assessment(arguments, Action.SUBMIT))


def saves_answers(view: View) -> View:
    """For a known viewer; `services.answering.save_answer` authorises in the very statement that writes."""
    return _guarded(view, "saves_answers", lambda arguments: _need_viewer())


def restores_assessment(view: View) -> View:
    """For a known viewer; `services.deleting.restore_draft` looks among the deleted drafts of its organisations."""
    return _guarded(view, "restores_assessment", lambda arguments: _need_person())


def sees_submission(view: View) -> View:
    """For who may read the submission named by `public_id`."""
    return _guarded(view, "sees_submission", _need_submission)


def sees_log(view: View) -> View:
    """For who may read the log of the organisation asked for (or of their only one); it is then in `g.log_of`."""
    return _guarded(view, "sees_log", lambda arguments: _need_log())


GUARDS = frozenset(
    guard.__name__
    for guard in (
        public,
        signed_in,
        sees_assessment,
        answers_assessment,
        submits_assessment,
        saves_answers,
        restores_assessment,
        sees_submission,
        sees_log,
    )
)


def declare(view: Callable[..., Any], guard: str) -> None:
    """Names the guard of a library's view, which checks by itself."""
    view.guard = guard  # type: ignore[attr-defined]


def refuse_unguarded(app: Flask) -> None:
    """Raises RuntimeError unless every view carries a known guard: a forgotten one stops the start."""
    missing = [name for name, view in app.view_functions.items() if getattr(view, "guard", None) not in GUARDS]
    if missing:
        raise RuntimeError(f"views without a guard: {', '.join(sorted(missing))}")


def _guarded(view: View, name: str, check: Callable[[dict[str, Any]], None]) -> View:
    if hasattr(view, "guard"):
        raise RuntimeError(f"{view.__name__} already carries the guard {view.guard}")

    @wraps(view)
    def guarded(**arguments: Any) -> Any:
        try:
            check(arguments)
            return view(**arguments)
        except NotFound as error:
            if name != "public" and current_viewer().person is None:
                raise SignInNeeded from error
            raise

    guarded.guard = name  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def _need_person() -> None:
    if current_viewer().person is None:
        raise SignInNeeded


def _need_viewer() -> None:
    viewer = current_viewer()
    if viewer.person is None and viewer.trial_key is None:
        raise SignInNeeded


def _need_assessment(arguments: dict[str, Any], action: Action) -> None:
    _need_viewer()
    with reading() as database:
        g.assessment = assessments.get_access(database, current_viewer(), PublicId(arguments["public_id"]), action)


def _need_submission(arguments: dict[str, Any]) -> None:
    _need_viewer()
    with reading() as database:
        submitting.check_access(database, current_viewer(), PublicId(arguments["public_id"]))


def _need_log() -> None:
    _need_person()
    with reading() as database:
        g.log_of = log_reading.get_access(database, current_viewer(), PublicId(request.args.get("organizacion", "")))


def wants_json() -> bool:
    """Whether the request comes from a script that reads JSON, not from a person's form."""
    return request.is_json or request.accept_mimetypes.best == "application/json"
