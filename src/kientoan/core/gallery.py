"""What the gallery page shows: every component in its states, with invented names and figures."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest

from kientoan.core.charts import Chart, Node, Series
from kientoan.core.display import Action, Badge, Change, Event, Figure, Link, Progress, Share, Term, TreeNode
from kientoan.core.pages import paginate
from kientoan.core.tables import Column, Empty, Table, order_from

DAY = date(2017, 6, 27)
CLASSES = (
    Badge("Hoàn thành xuất sắc", "rank-1", "A"),
    Badge("Hoàn thành tốt", "rank-2", "B"),
    Badge("Hoàn thành", "rank-3", "C"),
    Badge("Không hoàn thành", "rank-4", "D"),
    Badge("Chưa xếp loại", "none"),
)


@dataclass(frozen=True)
class SampleUnit:
    """An invented unit of the gallery's list."""

    code: str
    name: str
    members: int
    paid: int
    grade: int
    due: date


PLACES = [
    "Lạc Thuỷ",
    "Đông Ngạn",
    "Ỷ Phượng",
    "Ứng Hoè",
    "Quảng Ặc",
    "Bình Lộng",
    "Hoà Sơn Thượng",
    "Vĩnh Thái Hạ",
    "Trường Kệ",
    "Mỹ Lễ",
    "Đằng Hữu",
    "An Khuê",
]
UNITS = [
    SampleUnit(f"X{n:03}", f"Đảng bộ xã {PLACES[n % 12]} {n // 12 + 1}", 90 + n * 37 % 410, 60 + n * 31 % 30, n % 5, date(2017, 6, 20 + n % 10))
    for n in range(137)
]  # fmt: skip


class GalleryFilter(forms.Form):
    """The filter of the gallery's list."""

    q = forms.CharField(label="Tên hoặc mã", required=False)
    grade = forms.ChoiceField(
        label="Xếp loại năm",
        required=False,
        choices=[("", "Tất cả"), *((str(n), badge.word) for n, badge in enumerate(CLASSES))],
    )


class GalleryForm(forms.Form):
    """One field of each kind."""

    members = forms.IntegerField(label="Số đảng viên cuối kỳ", help_text="Đếm theo danh sách ngày 30/06/2017.")
    reason = forms.CharField(label="Lý do chênh lệch", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    grade = forms.ChoiceField(label="Tự xếp loại", choices=[(str(n), badge.word) for n, badge in enumerate(CLASSES)])
    held = forms.BooleanField(label="Đã họp chi bộ trong tháng", required=False)
    day = forms.DateField(label="Ngày họp", widget=forms.DateInput(attrs={"type": "date"}), required=False)


class GalleryFileForm(forms.Form):
    """The field for files."""

    sheets = forms.FileField(label="Biểu đã gửi về", help_text="Nhận .xlsx, .xls, .csv; mỗi tệp tối đa 20 MB.")


def _table(request: HttpRequest) -> Table[SampleUnit]:
    columns: list[Column[SampleUnit]] = [
        Column("Tổ chức", lambda u: Link(u.name, "#data_table", u.code), sort="name", head=True),
        Column("Xếp loại năm 2016", lambda u: CLASSES[u.grade]),
        Column("Đảng viên", lambda u: Figure(u.members, "#data_table"), sort="members", number=True),
        Column("Dự sinh hoạt đủ", lambda u: Share(u.members * u.paid // 100, u.members, "#data_table"), number=True),
        Column("Hạn gửi biểu", lambda u: u.due, sort="due"),
        Column("Tình trạng", _sent),
    ]
    order = order_from(request.GET.get("sort"), columns, "name")
    filters = GalleryFilter(request.GET)
    wanted = (request.GET.get("q", "").lower(), request.GET.get("grade", ""))
    rows = [u for u in UNITS if wanted[0] in u.name.lower() and wanted[1] in {"", str(u.grade)}]
    rows.sort(key=lambda u: getattr(u, order.removeprefix("-")), reverse=order.startswith("-"))
    page = paginate(request, rows, per_page=10)
    return Table(
        key="units",
        caption="Đảng bộ xã, phường, thị trấn",
        note="Số liệu bịa để xem thành phần; không có đơn vị nào có thật.",
        columns=columns,
        rows=list(page.object_list),
        page=page,
        order=order,
        filters=filters,
        exports=("xlsx", "csv"),
        empty=Empty("Không có tổ chức nào khớp", "Bỏ bớt điều kiện lọc, hoặc xem ngày khác.", "?", "Bỏ lọc"),
    )


def _sent(unit: SampleUnit) -> Badge:
    if unit.due < date(2017, 6, 23):
        return Badge("Quá hạn 4 ngày", "late")
    if unit.due < date(2017, 6, 26):
        return Badge("Đã gửi", "done")
    return Badge("Còn 2 ngày", "soon")


def _tree() -> list[TreeNode]:
    wards = [
        TreeNode("d1x1", "Đảng bộ xã Ỷ Phượng", "#tree", "12 chi bộ", CLASSES[1]),
        TreeNode("d1x2", "Đảng bộ phường Ứng Hoè", "#tree", "9 chi bộ", CLASSES[3], lazy_url="/gallery/branch/"),
        TreeNode("d1x3", "Đảng bộ thị trấn Quảng Ặc", "#tree", "7 chi bộ", selected=True),
    ]
    return [
        TreeNode("d1", "Đảng bộ huyện Lạc Thuỷ", "#tree", "3 tổ chức cơ sở", children=wards, open=True),
        TreeNode("d2", "Đảng bộ quận Đông Ngạn", "#tree", "21 tổ chức cơ sở", lazy_url="/gallery/branch/"),
        TreeNode("d3", "Đảng bộ Khối doanh nghiệp", "#tree"),
    ]


def branch() -> list[TreeNode]:
    """What a lazy branch of the gallery's tree brings."""
    return [TreeNode(f"lazy{n}", f"Chi bộ thôn {n}", "#tree", f"{20 + n} đảng viên") for n in range(1, 5)]


def _charts() -> dict[str, Chart]:
    years = ["2012", "2013", "2014", "2015", "2016"]
    tiers = [
        Node("Huyện Lạc Thuỷ", children=[Node("Ỷ Phượng", 412, tone="rank-1"), Node("Ứng Hoè", 233, tone="rank-4"), Node("Quảng Ặc", 310, tone="rank-2")]),
        Node("Quận Đông Ngạn", children=[Node("Bình Lộng", 520, tone="rank-2"), Node("Trường Kệ", 180, tone="rank-3")]),
        Node("Khối doanh nghiệp", 260, tone="rank-1"),
    ]  # fmt: skip
    return {
        "bar": Chart(
            "by-class", "bar", "Tổ chức cơ sở đảng theo xếp loại năm", "tổ chức", "Hai năm gần nhất",
            "Xếp loại", [badge.word for badge in CLASSES],
            [Series("Năm 2015", [812, 1203, 240, 31, 12]), Series("Năm 2016", [845, 1188, 226, 41, 10])],
            links=["#chart"] * 5, horizontal=True,
        ),
        "line": Chart(
            "admitted", "line", "Đảng viên kết nạp", "người", "Năm 2014 Quận Đông Ngạn chưa gửi số",
            "Năm", years,
            [Series("Huyện Lạc Thuỷ", [320, 298, 305, 341, 333]), Series("Quận Đông Ngạn", [210, 236, None, 251, 270])],
        ),
        "treemap": Chart("members", "treemap", "Đảng viên theo tổ chức, màu theo xếp loại", "người", category="Tổ chức", nodes=tiers),
    }  # fmt: skip


def _events() -> list[Event]:
    return [
        Event(
            datetime(2017, 6, 27, 7, 5, tzinfo=UTC), "Đổi bí thư chịu trách nhiệm", "Trần Thị Ước (Ban Tổ chức)",
            "Bàn giao theo Quyết định 112-QĐ/HU", "#history",
            [Change("Người chịu trách nhiệm", "Nguyễn Văn Ẩn", "Lê Thị Ỷ"), Change("Hạn", "30/06/2017", "15/07/2017")],
        ),
        Event(date(2017, 6, 20), "Đưa vào diện củng cố", "Ban Thường vụ", "Kết luận 41-KL/HU"),
    ]  # fmt: skip


def content(request: HttpRequest) -> dict[str, Any]:
    """Everything the gallery's template draws."""
    bad = GalleryForm({"members": "mười hai", "grade": "9"})
    bad.full_clean()
    return {
        "crumbs": [Link("Đảng bộ thành phố", "#"), Link("Đảng bộ huyện Lạc Thuỷ", "#"), Link("Đảng bộ phường Ứng Hoè")],
        "state": Badge("Đang củng cố", "info"),
        "since": date(2017, 6, 20),
        "action": Action("Giao nhiệm vụ", "#page_header", icon="plus"),
        "action_post": Action("Chốt số liệu", "/gallery/", method="post", icon="lock"),
        "action_refused": Action("Đưa ra khỏi diện", "#", refused="Chưa đưa ra được: còn 2/5 tiêu chí chưa đạt và chưa có người thẩm định."),
        "figures": [
            Term("Đã rà soát", [Share(584, 584, "#figures"), "đảng bộ xã, phường, thị trấn"]),
            Term("Đề nghị xem xét", [Share(41, 584, "#figures"), "kỳ trước 38"]),
            Term("Sát ngưỡng", [Figure(12, "#figures")]),
            Term("Thiếu số liệu", [Figure(9, "#figures"), Badge("Quá hạn 3 ngày", "late")]),
        ],
        "badges": [*CLASSES, Badge("Quá hạn 3 ngày", "late"), Badge("Còn 2 ngày", "soon"), Badge("Đã xong", "done"), Badge("Mới giao", "info")],
        "table": _table(request),
        "empty_table": Table("none", "Nhiệm vụ", [], [], Empty("Chưa có nhiệm vụ nào", "Nhiệm vụ sẽ hiện ở đây khi một kết luận được ban hành. Bắt đầu từ văn bản.", "#", "Mở sổ văn bản")),
        "terms": [
            Term("Bí thư", [Link("Lê Thị Ỷ", "#definition_list", "từ 01/03/2016")]),
            Term("Đảng viên", [Figure(233, "#definition_list")]),
            Term("Xếp loại năm 2016", [CLASSES[3]]),
            Term("Quyết định", ["112-QĐ/HU", date(2017, 6, 20)]),
            Term("Trụ sở"),
        ],
        "events": _events(),
        "nodes": _tree(),
        "charts": _charts(),
        "progress": Progress("Đang gộp 126 biểu", 84, 126, "/gallery/progress/", "biểu số 84: Đảng bộ xã Mỹ Lễ"),
        "progress_done": Progress("Đã gộp xong", 126, 126, result=Link("Mở bảng tổng hợp", "#progress")),
        "progress_failed": Progress("Gộp biểu", 84, 126, failed="Không gộp được: tệp 85 không phải bảng tính. Gửi lại tệp ấy rồi bấm Gộp."),
        "tab_links": [Link("Kết quả", "", "41"), Link("Sát ngưỡng", "#tabs", "12"), Link("Câu hỏi trung thực", "#tabs", "7")],
        "form": GalleryForm(initial={"members": 233}),
        "bad_form": bad,
        "file_form": GalleryFileForm(),
    }  # fmt: skip
