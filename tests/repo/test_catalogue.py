"""Every sentence of the interface has its Vietnamese, and the check that says so can fail."""

import gettext
import re
from pathlib import Path

import pytest

from tools import messages
from tools.contracts import PACKAGE, ROOT

VIEWS = """
from django.utils.translation import gettext as _, ngettext, pgettext
def page(n):
    return _("Open the unit"), ngettext("%(n)s unit", "%(n)s units", n) % {"n": n}, pgettext("verb", "Return")
"""
TEMPLATE = """{% load i18n %}
  <h1>{% translate "Base unit" %}</h1>
      {% blocktranslate trimmed with name=unit.name %}
        The unit {{ name }} is
        new{% endblocktranslate %}
  {% partialdef row %}<td title="{{ _("Weak") }}">'</td>{% endpartialdef %}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    root = tmp_path / PACKAGE
    (root / "orgs" / "templates" / "orgs").mkdir(parents=True)
    (root / "orgs" / "views.py").write_text(VIEWS)
    (root / "orgs" / "templates" / "orgs" / "unit.html").write_text(TEMPLATE)
    return root


def translate(package: Path, domain: str = "orgs", **instead: str) -> None:
    """Fill in every empty translation with “VI ” before the sentence."""
    path = package / domain / messages.CATALOGUE
    catalogue = messages.read(path)
    for key, message in messages.entries(catalogue).items():
        if not messages.is_translated(message):
            text = instead.get("text") or f"VI {key[1]}"
            message.string = (text,) if key[2] else text
    path.write_text(messages.po_text(domain, set(messages.entries(catalogue)), messages.entries(catalogue)))


def test_the_catalogues_are_complete():
    assert messages.problems(ROOT / "src" / PACKAGE) == [], "run `make messages`, translate, run it again"


def test_sentences_of_python_and_templates_are_found(package):
    assert messages.collect(package).used["orgs"] == {
        ("", "Open the unit", ""),
        ("", "%(n)s unit", "%(n)s units"),
        ("verb", "Return", ""),
        ("", "Base unit", ""),
        ("", "The unit %(name)s is new", ""),
        ("", "Weak", ""),
    }


def test_a_complete_catalogue_passes_compiles_and_does_not_change_again(package):
    assert messages.merge(package) == []
    translate(package)
    path = package / "orgs" / messages.CATALOGUE
    before = path.read_text()
    assert messages.problems(package) == []
    messages.merge(package)
    assert path.read_text() == before
    assert not re.search(r"\d{4}-\d\d-\d\d|#: ", before), "dates and places would make branches collide"

    assert messages.compile_all(package) == 1
    assert messages.compile_all(package) == 0
    with path.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Base unit") == "VI Base unit"
    assert compiled.ngettext("%(n)s unit", "%(n)s units", 5) == "VI %(n)s unit"
    assert compiled.pgettext("verb", "Return") == "VI Return"


def test_a_sentence_moves_with_its_translation_to_the_lowest_domain_that_uses_it(package):
    messages.merge(package)
    translate(package)
    (package / "core").mkdir()
    (package / "core" / "pages.py").write_text('_("Base unit")')
    assert any("core: no entry for “Base unit”" in said for said in messages.problems(package))
    messages.merge(package)
    assert messages.problems(package) == []
    assert "Base unit" in (package / "core" / messages.CATALOGUE).read_text()
    assert "Base unit" not in (package / "orgs" / messages.CATALOGUE).read_text()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda text: text.replace('msgstr "VI Base unit"', 'msgstr ""'), "“Base unit” is not translated"),
        (lambda text: text.replace('msgid "Base unit"', '#, fuzzy\nmsgid "Base unit"'), "“Base unit” is fuzzy"),
        (lambda text: text.replace("VI The unit %(name)s", "VI The unit %(nom)s"), r"placeholders \['nom'\]"),
        (lambda text: text.replace('msgid "Base unit"', 'msgid "Bare unit"'), "no entry for “Base unit”"),
        (lambda text: text.replace('msgid "Base unit"', 'msgid "Bare unit"'), "“Bare unit” is used nowhere"),
        (lambda text: text + '\n#~ msgid "Gone"\n#~ msgstr "Mất"\n', "“Gone” is obsolete"),
    ],
)
def test_each_fault_of_a_catalogue_is_named(package, change, complaint):
    messages.merge(package)
    translate(package)
    path = package / "orgs" / messages.CATALOGUE
    text = path.read_text()
    assert change(text) != text
    path.write_text(change(text))
    assert re.search(complaint, "\n".join(messages.problems(package)))


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("forms.py", '_("%s of %s")', "needs named placeholders"),
        ("forms.py", '_("{} units")', "needs named placeholders"),
        (
            "templates/a.html",
            "{% load i18n %}{% blocktranslate %}one\n two{% endblocktranslate %}",
            "blocktranslate trimmed",
        ),
    ],
)
def test_each_fault_of_a_sentence_is_named(package, file, text, complaint):
    (package / "orgs" / file).write_text(text)
    assert any(complaint in said for said in messages.problems(package))


def test_a_variable_is_no_sentence(package):
    (package / "orgs" / "forms.py").write_text(
        '_(SENTENCES["named"]); ngettext(one, "many", 2); pgettext("verb", text)'
    )
    assert not {key[1] for key in messages.collect(package).used["orgs"]} & {"named", "many", "verb"}


def test_a_percent_sign_is_no_placeholder(package):
    (package / "orgs" / "forms.py").write_text('_("more than 50 % of units")')
    assert not any("placeholders" in said for said in messages.problems(package))
