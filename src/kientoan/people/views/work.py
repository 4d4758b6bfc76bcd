"""Work on cadres and posts: enter, correct and erase a cadre; open a post, seat, hand over, end a holding."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.display import Link
from kientoan.core.pages import as_of_day, draft_saved, render_page
from kientoan.orgs.models import Body, Unit
from kientoan.orgs.queries.life import names_on
from kientoan.people import actions
from kientoan.people.access import check_change_people
from kientoan.people.forms import (
    AddForm,
    CorrectForm,
    EndForm,
    ForgetForm,
    HandOverForm,
    OpenPostForm,
    SeatForm,
)
from kientoan.people.models import Holding, Person, Post
from kientoan.people.queries import holding_on, version_of


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work as its page shows it: what it is called, about whom, where it came from."""

    title: str
    about: str
    button: str
    back: Link
    crumbs: Sequence[Link]
    draft: str = ""


def _who(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _found(rows: Any, key: int | str, sentence: str, name: str = "pk") -> Any:
    one = rows.filter(**{name: key}).first()
    if one is None:
        raise Http404(sentence)
    return one


def _unit_crumb(request: HttpRequest, unit: Unit) -> Link:
    name = names_on([unit.pk], as_of_day(request)).get(unit.pk, unit.code)
    return Link(name, reverse("orgs:unit", args=[unit.code]))


def _page(request: HttpRequest, work: Work, form: forms.Form, do: Callable[[dict[str, Any]], str]) -> HttpResponse:
    """Show the form, or do the work when it is right; `do` gives the sentence of its success. A refusal goes back to the form."""
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                said = do(form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = 409 if isinstance(refused, ChangedMeanwhile) else 422
            else:
                if work.draft:
                    draft_saved(request, work.draft)
                messages.success(request, said)
                return redirect(work.back.url)
    return render_page(request, "people/work.html", {"work": work, "form": form}, status=status)


@sensitive_post_parameters("born", "phone")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a cadre whom a decision names, in a unit."""
    sentence = _("There is no unit “%(code)s” among those you may see.") % {"code": code}
    unit: Unit = _found(Unit.objects.visible_to(_who(request)), code, sentence, "code")
    check_change_people(_who(request), unit)
    crumb = _unit_crumb(request, unit)
    about = _("Only a person whom a decision names is entered. Date of birth and telephone stay closed afterwards.")
    work = Work(_("Enter a cadre"), about, _("Enter the cadre"), crumb, [crumb, Link(_("Enter a cadre"))])

    def do(given: dict[str, Any]) -> str:
        made = actions.add_person(unit=unit, by=_who(request), **given)
        return _("%(name)s was entered. Give a post on the page of the post.") % {"name": made.full_name}

    return _page(request, work, AddForm(request.POST or None), do)


def _person(request: HttpRequest, key: int) -> Person:
    rows = Person.objects.visible_to(_who(request)).select_related("unit")
    person: Person = _found(rows, key, _("There is no such person among those you may see."))
    check_change_people(_who(request), person.unit)
    return person


def _person_work(person: Person, title: str, about: str, button: str) -> Work:
    back = Link(person.full_name, reverse("people:person", args=[person.pk]))
    return Work(title, about, button, back, [Link(_("Cadres"), reverse("people:list")), back, Link(title)])


@sensitive_post_parameters("born", "phone")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, key: int) -> HttpResponse:
    """Correct the particulars of a cadre; the sensitive ones are written anew without being shown."""
    person = _person(request, key)
    about = _("Name: %(name)s. The record keeps which fields were corrected, never what they held.") % {
        "name": person.full_name
    }
    work = _person_work(person, _("Correct particulars"), about, _("Correct"))
    form = CorrectForm(request.POST or None, person=person, initial={"version": version_of(person)})

    def do(given: dict[str, Any]) -> str:
        changes = form.changes()
        if not changes:
            raise Refused(_("Nothing is different; nothing was corrected."))
        actions.correct_person(
            person=person, by=_who(request), reason=given["reason"], version=given["version"], **changes
        )
        return _("The particulars were corrected.")

    return _page(request, work, form, do)


@require_http_methods(["GET", "POST"])
def forget(request: HttpRequest, key: int) -> HttpResponse:
    """Erase the personal values of a cadre for good."""
    person = _person(request, key)
    about = _(
        "Name, date of birth, sex and telephone go for good and cannot be brought back. "
        "What was done by decision stays, without the name."
    )
    work = _person_work(person, _("Erase for good"), about, _("Erase for good"))
    form = ForgetForm(request.POST or None, initial={"version": version_of(person)})

    def do(given: dict[str, Any]) -> str:
        actions.forget_person(person=person, by=_who(request), reason=given["reason"], version=given["version"])
        return _("The personal values were erased for good.")

    return _page(request, work, form, do)


@require_http_methods(["GET", "POST"])
def open_post(request: HttpRequest, key: int) -> HttpResponse:
    """Open a post in a body."""
    rows = Body.objects.visible_to(_who(request)).select_related("unit")
    body: Body = _found(rows, key, _("There is no such body among those you may see."))
    check_change_people(_who(request), body.unit)
    crumb = _unit_crumb(request, body.unit)
    title = _("Open a post")
    about = _("In the body: %(name)s. The post stays when its holder leaves.") % {"name": body.name}
    work = Work(title, about, title, crumb, [crumb, Link(title)], draft=f"people-open-{key}")
    begun = {"version": version_of(body), "day": as_of_day(request), "code": _next_code(body)}
    form = OpenPostForm(request.POST or None, initial=begun)

    def do(given: dict[str, Any]) -> str:
        post = actions.open_post(body=body, by=_who(request), **given)
        return _("The post “%(post)s” was opened.") % {"post": post.title}

    return _page(request, work, form, do)


def _next_code(body: Body) -> str:
    count = Post.objects.filter(body__unit=body.unit_id).count()
    return f"{body.unit.code}.{count + 1}"[-40:]


def _post(request: HttpRequest, key: int) -> Post:
    rows = Post.objects.visible_to(_who(request)).select_related("body__unit")
    post: Post = _found(rows, key, _("There is no such post among those you may see."))
    check_change_people(_who(request), post.body.unit)
    return post


def _post_work(request: HttpRequest, post: Post, title: str, about: str, button: str) -> Work:
    back = Link(post.title, reverse("people:post", args=[post.pk]))
    crumbs = [_unit_crumb(request, post.body.unit), back, Link(title)]
    return Work(title, about, button, back, crumbs, draft=f"people-{button}-{post.pk}")


@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, key: int) -> HttpResponse:
    """Give a post to someone, to hold it or to act in it."""
    post, user = _post(request, key), _who(request)
    about = _("Post: %(post)s. A post has one holder at a time, and one who acts in it.") % {"post": post.title}
    work = _post_work(request, post, _("Give this post to someone"), about, _("Give the post"))
    begun = {"version": version_of(post), "day": as_of_day(request)}
    form = SeatForm(request.POST or None, initial=begun, user=user, unit=post.body.unit)

    def do(given: dict[str, Any]) -> str:
        actions.seat(post=post, by=user, **given)
        return _("%(name)s has the post from the day given.") % {"name": given["person"].full_name}

    return _page(request, work, form, do)


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, key: int) -> HttpResponse:
    """Let a post pass from who has it to another."""
    post, user = _post(request, key), _who(request)
    holding = holding_on(post, clock.today())
    leaves = holding.person.full_name if holding else _("nobody")
    about = _("Post: %(post)s. Held today by: %(name)s. Whoever has it leaves on the day on which the next begins.") % {
        "post": post.title,
        "name": leaves,
    }
    work = _post_work(request, post, _("Hand this post over"), about, _("Hand over"))
    begun = {"version": version_of(post), "day": as_of_day(request)}
    form = HandOverForm(request.POST or None, initial=begun, user=user, unit=post.body.unit)

    def do(given: dict[str, Any]) -> str:
        actions.hand_over(post=post, by=user, **given)
        return _("The post was handed over to %(name)s.") % {"name": given["person"].full_name}

    return _page(request, work, form, do)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, key: int) -> HttpResponse:
    """End someone's holding of a post."""
    rows = Holding.objects.filter(post__in=Post.objects.visible_to(_who(request)))
    holding: Holding = _found(
        rows.select_related("person", "post__body__unit"), key, _("There is no such post among those you may see.")
    )
    check_change_people(_who(request), holding.post.body.unit)
    about = _("%(name)s, %(post)s. The post stays; it is vacant until someone has it.") % {
        "name": holding.person.full_name,
        "post": holding.post.title,
    }
    work = _post_work(request, holding.post, _("End the holding of a post"), about, _("End it"))
    form = EndForm(request.POST or None, initial={"version": version_of(holding.post), "day": as_of_day(request)})

    def do(given: dict[str, Any]) -> str:
        actions.unseat(holding=holding, by=_who(request), **given)
        return _("The holding was ended.")

    return _page(request, work, form, do)
