"""Fields that the forms of figures share: a period, something named among what is offered."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.periods import NotAPeriod, Period, PeriodKind
from kientoan.core.vietnamese import fold

PERIODS = {
    PeriodKind.MONTH.value: gettext_lazy("month"),
    PeriodKind.QUARTER.value: gettext_lazy("quarter"),
    PeriodKind.HALF.value: gettext_lazy("half-year"),
    PeriodKind.YEAR.value: gettext_lazy("year"),
}


class PeriodField(forms.CharField):
    """A reporting period as text; cleans to a `Period`."""

    def clean(self, value: Any) -> Any:
        """Give the period, or None for an empty text."""
        text = super().clean(value)
        try:
            return Period.parse(text) if text else None
        except NotAPeriod as error:
            raise forms.ValidationError(
                _("“%(value)s” is not a period. Write 2017, 2017-H1, 2017-Q2 or 2017-06.") % {"value": text}
            ) from error


class Offer(forms.TextInput):
    """A text field that offers what it may hold while one types; one may also choose with the arrow keys."""

    offered: Sequence[str] = ()

    def render(self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The field with its list beside it."""
        key = f"{name}-offered"
        control = super().render(name, value, {**(attrs or {}), "list": key, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((one,) for one in self.offered))
        return format_html('{}<datalist id="{}">{}</datalist>', control, key, options)


class NamedField(forms.CharField):
    """One of the things offered, searched for by its name or code; cleans to its code.

    What is taken: the line offered, the code, the name, or a part of the name that fits one thing only; accents and
    capitals do not matter.
    """

    widget = Offer

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 300, **kwargs})
        self.named: Mapping[str, str] = {}

    def offer(self, named: Mapping[str, str]) -> None:
        """Set what may be chosen: names by code, in the order in which they are offered."""
        self.named = named
        if isinstance(self.widget, Offer):
            self.widget.offered = [self._line(code) for code in named]

    def _line(self, code: str) -> str:
        return f"{self.named[code]} ({code})"

    def prepare_value(self, value: Any) -> Any:
        """Show a code by its line."""
        return self._line(value) if value in self.named else value

    def clean(self, value: Any) -> Any:
        """The code of what was meant, or the sentence why it is not known."""
        text = str(super().clean(value)).strip()
        if text in self.named or not text:
            return text
        lines = {fold(self._line(code)): code for code in self.named}
        wanted = fold(text)
        if wanted in lines:
            return lines[wanted]
        exact = [code for code, name in self.named.items() if fold(name) == wanted or code.lower() == text.lower()]
        fits = exact or [code for code, name in self.named.items() if wanted and wanted in fold(name)]
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise forms.ValidationError(
                _("“%(value)s” may mean %(lines)s. Choose one of the list.")
                % {"value": text, "lines": "; ".join(self._line(code) for code in fits[:5])}
            )
        raise forms.ValidationError(
            _("“%(value)s” is not in the list. Write a part of the name or the code.") % {"value": text}
        )
