"""Templates are indented, faultless and fit for a strict Content-Security-Policy."""

import subprocess
import sys

import pytest

from tools import templates


def test_every_template_passes():
    done = subprocess.run(
        [sys.executable, "tools/templates.py"], cwd=templates.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ('<p style="color:red">', "use a class"),
        ("<p {% if a %}style='x'{% endif %}>", "use a class"),
        ("<style>p{}</style>", "frontend/css"),
        ("<script>go()</script>", "without src"),
        ('<script type="module">go()</script>', "without src"),
        ('<button onclick="go()">', "onclick"),
        ('<body onLoad="go()">', "onload"),
        ('<div hx-on:click="go()">', "hx-on"),
        ('<div hx-on--after-swap="go()">', "hx-on"),
        ('<a href="javascript:go()">', "evaluated"),
        ("<div hx-vals='js:{a: 1}'>", "evaluated"),
        ('<div hx-trigger="click[ctrlKey]">', "brackets"),
        ('<script src="https://cdn.example/x.js"></script>', "another site"),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', "another site"),
    ],
)
def test_what_the_policy_would_stop_is_named_with_its_line(bad, complaint):
    ((line, sentence),) = templates.policy_faults("{% extends 'base.html' %}\n{# two\nlines #}\n" + bad)
    assert complaint in sentence
    assert line == 4


@pytest.mark.parametrize(
    "good",
    [
        '<p class="style {{ style }}" data-on="x">',
        "{# <p style='x'> #}{% comment %}<script>go()</script>{% endcomment %}",
        '<script type="application/json" id="d">{"a": 1}</script>',
        '<script src="{% asset "app.js" %}" defer></script>',
        '<a href="https://thuvienphapluat.vn/">source</a>',
        '<a href="{% url "unit" code=unit.code %}" hx-get="{{ url }}" hx-trigger="click, keyup changed delay:300ms">',
        '<progress value="{{ done }}" max="{{ all }}">73,6 %</progress>',
    ],
)
def test_what_is_allowed_passes(good):
    assert templates.policy_faults(good) == []
