"""Persons, posts in bodies, and who held which post when; a post stands apart from its holder."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.orgs.models import Body, Unit, scope

PERSONAL = ("full_name", "sort_key", "search_key", "born", "sex", "phone")


class PersonQuerySet(models.QuerySet["Person"]):
    """Persons, cut to what someone may see."""

    def visible_to(self, user: User) -> Self:
        """Persons of units within reach; nobody opens his or her own file."""
        return scope.cut(self, "unit_id", scope.of_user(user)).exclude(account=user)


@tracked(exclude=PERSONAL)
class Person(models.Model):
    """A cadre whom a decision names; ordinary members are counts and have no row."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="persons", verbose_name=_("belongs to"))
    full_name = models.CharField(_("full name"), max_length=120)
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=160, editable=False)
    born = models.DateField(_("born"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=1, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    account = models.OneToOneField(User, on_delete=models.PROTECT, null=True, blank=True, related_name="person")

    privacy: ClassVar[dict[str, Privacy]] = {
        "*": Privacy.NONE,
        "full_name": Privacy.ORDINARY,
        "sort_key": Privacy.ORDINARY,
        "search_key": Privacy.ORDINARY,
        "sex": Privacy.ORDINARY,
        "born": Privacy.SENSITIVE,
        "phone": Privacy.SENSITIVE,
    }
    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["sort_key"], name="person_sort")]

    def __str__(self) -> str:
        return self.full_name


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, cut to what someone may see."""

    def visible_to(self, user: User) -> Self:
        """Posts in bodies of units within reach."""
        return scope.cut(self, "body__unit_id", scope.of_user(user))

    def as_of(self, day: date) -> Self:
        """Posts that existed on the day."""
        return self.filter(valid__contains=day)


@tracked()
class Post(models.Model):
    """A place in a body that someone holds; it outlives its holders."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="posts")
    code = models.CharField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=160)
    valid = DateRangeField(_("valid"))

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid__isempty=False),
                name="post_not_empty",
                violation_error_message=_("A post must exist for at least one day."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Holding(models.Model):
    """Who holds a post, or acts in it, from day to day, by which decision."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    valid = DateRangeField(_("valid"))
    acting = models.BooleanField(_("acting"), default=False)
    decision = models.CharField(_("decision number"), max_length=80, blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("holder")
        verbose_name_plural = _("holders")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid__isempty=False),
                name="holding_not_empty",
                violation_error_message=_("A post is held for at least one day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.person_id}"
