"""The components: what they draw, and what they refuse."""

import inspect
import json
import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from kientoan.core import gallery, navigation, tables
from kientoan.core.charts import Chart, Node, Series
from kientoan.core.display import Action, Badge, Figure, Link, Progress, Share, TreeNode, plain
from kientoan.core.templatetags import ui

pytestmark = pytest.mark.django_db  # the frame asks whether the register holds sample data


def draw(source, address="/x/", **values):
    request = RequestFactory().get(address)
    with translation.override("vi"):
        html = Template("{% load ui formats %}" + source).render(RequestContext(request, values))
    return re.sub(r"\s+", " ", html).strip()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


class MemberForm(forms.Form):
    members = forms.IntegerField(label="Số đảng viên", help_text="Cuối kỳ.")
    note = forms.CharField(label="Ghi chú", required=False)
    sheet = forms.FileField(label="Biểu")


def test_a_share_opens_its_rows_and_prints_its_denominator():
    html = draw("{% share 162 220 '/rows/' %}")
    assert words(html) == "73,6 % (162/220)"
    assert 'href="/rows/"' in html
    assert words(draw("{% share 0 0 %}")) == "– (0/0)"


def test_a_badge_never_speaks_by_colour_alone():
    html = draw("{% badge 'Hoàn thành tốt' 'rank-2' 'B' %}")
    assert words(html) == "B Hoàn thành tốt"
    assert "#shape-half" in html
    shapes = {Badge("x", tone).shape for tone in ("rank-1", "rank-2", "rank-3", "rank-4", "rank-5")}
    assert len(shapes) == 5


def test_text_from_people_is_escaped_everywhere():
    evil = "<script>alert(1)</script>"
    for value in (evil, Link(evil, "/x"), Badge(evil), Action(evil, "/x"), [evil]):
        assert "<script>" not in draw("{% cell v %}", v=value)
    assert "<script>" not in draw("{% page_header title=v %}{{ v }}{% endpage_header %}", v=evil)
    assert "<script>" not in draw("{% banner title=v %}{{ v }}{% endbanner %}", v=evil)
    chart = Chart("k", "bar", evil, categories=[evil], series=[Series(evil, [1])])
    assert "<script>alert" not in draw("{% chart c %}", c=chart)


def test_a_refused_action_is_shown_disabled_with_its_reason():
    html = draw("{% action_button a %}", a=Action("Đưa ra khỏi diện", "/x/", refused="Còn 2/5 tiêu chí chưa đạt."))
    assert re.search(r"<button[^>]*disabled", html)
    assert "Còn 2/5 tiêu chí chưa đạt." in html
    assert "/x/" not in html


def test_an_allowed_action_posts_with_the_token():
    html = draw("{% action_button a main=True %}", a=Action("Chốt", "/lock/", method="post"))
    assert 'action="/lock/"' in html
    assert "csrfmiddlewaretoken" in html
    assert "disabled" not in html


def test_the_header_says_state_since_answer_due():
    html = draw(
        "{% page_header title='Chi bộ 3' state=s since=d due='Báo cáo, còn 5 ngày' %}<p>Đạt {% share 3 5 %}.</p>{% endpage_header %}",
        s=Badge("Đang củng cố", "info"),
        d=date(2017, 6, 20),
    )
    assert "<p>Đạt <span" in html
    assert words(html) == "Chi bộ 3 Đang củng cố từ 20/06/2017 Đạt 60,0 % (3/5) . Báo cáo, còn 5 ngày"


def table(rows, **changed):
    columns = [
        tables.Column("Tên", lambda r: Link(r, f"/{r}/"), sort="name", head=True),
        tables.Column("Dài", lambda r: Figure(len(r)), sort="size", number=True),
    ]
    empty = tables.Empty("Chưa có ai", "Thêm người ở đây.", "/new/", "Thêm")
    return tables.Table(key="t", caption="Danh sách", columns=columns, rows=rows, empty=empty, **changed)


def test_a_table_sorts_by_links_that_keep_the_filter():
    html = draw("{% data_table t %}", "/x/?q=an&page=3", t=table(["An"], order="name"))
    assert 'aria-sort="ascending"' in html
    hrefs = re.findall(r'href="(\?[^"]+)"', html)
    assert "?q=an&amp;sort=-name" in hrefs
    assert "?q=an&amp;sort=size" in hrefs
    assert html.count("<th scope") == 3


def test_an_empty_table_says_what_will_come_and_how_to_begin():
    html = draw("{% data_table t %}", t=table([]))
    assert "<table" not in html
    assert "Chưa có ai" in html
    assert 'href="/new/"' in html


def test_order_is_only_by_a_column_that_sorts():
    columns = table([]).columns
    assert tables.order_from("-size", columns, "name") == "-size"
    assert tables.order_from("password", columns, "name") == "name"
    assert tables.order_from(None, columns, "name") == "name"


def test_a_chart_always_has_its_table_and_the_same_numbers():
    chart = Chart("k", "line", "Kết nạp", "người", categories=["2015", "2016"], series=[Series("Xã A", [3, None])])
    html = draw("{% chart c %}", c=chart)
    spec = json.loads(re.search(r'<script id="k-spec" type="application/json">(.*?)</script>', html)[1])
    assert spec["series"][0]["values"] == [3, None]
    assert [words(cell) for cell in re.findall(r"<td.*?</td>", html)] == ["3", "–"]


def test_a_series_that_does_not_fit_its_categories_is_refused():
    with pytest.raises(ValueError, match="Xã A must have 2 entries"):
        Chart("k", "bar", "x", categories=["2015", "2016"], series=[Series("Xã A", [1])])


def test_a_treemap_adds_up_its_children():
    node = Node("Huyện", children=[Node("Xã A", 2), Node("Xã B", 3)])
    chart = Chart("k", "treemap", "Đảng viên", nodes=[node])
    assert chart.spec()["nodes"][0]["value"] == 5
    assert [plain(row[0]) for row in chart.rows()] == ["Huyện", "— Xã A", "— Xã B"]


def test_a_tree_says_what_is_open_and_asks_for_the_rest():
    nodes = [
        TreeNode("a", "Huyện", "/a/", children=[TreeNode("b", "Xã", "/b/", selected=True)], open=True),
        TreeNode("c", "Quận", "/c/", lazy_url="/c/branch/"),
        TreeNode("d", "Khối", "/d/"),
    ]
    html = draw("{% tree nodes 'Cây tổ chức' %}", nodes=nodes)
    assert html.count('tabindex="0"') == 1
    assert html.count('aria-expanded="true"') == 1
    assert html.count('aria-expanded="false"') == 1
    assert 'hx-get="/c/branch/"' in html
    assert html.count('aria-selected="true"') == 1


def test_progress_stops_asking_when_done_or_failed():
    assert "every 2s" in draw("{% progress w %}", w=Progress("Gộp", 1, 3, "/p/"))
    assert "every 2s" not in draw("{% progress w %}", w=Progress("Gộp", 3, 3, "/p/"))
    failed = draw("{% progress w %}", w=Progress("Gộp", 1, 3, "/p/", failed="Tệp hỏng."))
    assert "every 2s" not in failed
    assert "Tệp hỏng." in failed


def test_a_field_ties_help_and_error_to_its_control():
    form = MemberForm({"members": "mười"})
    html = draw("{% field f note='Kỳ trước: 5' %}", f=form["members"])
    described = re.search(r'<input[^>]*aria-describedby="([^"]+)"', html)[1].split()
    assert described == ["id_members_helptext", "id_members_note", "id_members_error"]
    for name in described:
        assert f'id="{name}"' in html
    assert "is-invalid" in html
    assert "không bắt buộc" in draw("{% field f %}", f=form["note"])


def test_file_drop_refuses_another_kind_of_field():
    assert 'type="file"' in draw("{% file_drop f %}", f=MemberForm()["sheet"])
    with pytest.raises(TypeError, match="note is a TextInput"):
        draw("{% file_drop f %}", f=MemberForm()["note"])


def test_every_component_is_documented_and_stands_in_the_gallery():
    template = Path(gallery.__file__).parent / "templates" / "gallery.html"
    shown = set(re.findall(r'id="(\w+)"', template.read_text(encoding="utf-8")))
    assert {function.__name__ for function in ui.COMPONENTS} == shown
    for function in ui.COMPONENTS:
        said = function.__doc__ or ""
        names = inspect.signature(function).parameters
        undocumented = [
            n for n in names if n not in {"context", "content"} and not re.search(rf"\b{n}\b[^.\n]*:", said)
        ]
        assert undocumented == [], function.__name__


def test_what_an_export_holds_keeps_numbers_and_dates():
    assert plain(Figure(12)) == 12
    assert plain(date(2017, 6, 27)) == date(2017, 6, 27)
    assert plain(Share(1, 3)) == "33,3 % (1/3)"
    assert plain([Link("a", "/"), Badge("Tốt", "rank-2", "B")]) == "a; B Tốt"


def test_navigation_takes_only_steps_of_the_loop():
    with pytest.raises(ValueError, match="no place 'shop'"):
        navigation.register(navigation.NavItem("shop", "Shop", "home", "gallery"))
