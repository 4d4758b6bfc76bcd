"""Makes small report documents for the tests of this folder."""

import datetime
from typing import Any

from kientoan.core import params
from kientoan.documents.rules.official import form, model
from kientoan.documents.rules.official.figure import SHARE, Figure

DAY = datetime.date(2017, 6, 27)
AS_OF = datetime.date(2017, 6, 20)


def party(day: datetime.date = DAY) -> form.FormProfile:
    """The Party's form on a day."""
    return form.profile(form.PARTY, day, params.current().at)


def state(day: datetime.date = datetime.date(2021, 3, 5)) -> form.FormProfile:
    """The State's form on a day."""
    return form.profile(form.STATE, day, params.current().at)


def count(key: str, value: int | None, title: str = "") -> Figure:
    """A count bound to a key."""
    return Figure(key, title or f"Số {key}", value, AS_OF, absent="chưa đủ số liệu")


REVIEWED = Figure("review.communes", "Xã, phường, thị trấn đã rà soát", 580, AS_OF, SHARE, 584)


def table(total: int | None = 12) -> model.Table:
    """A table of two districts with a total row."""
    columns = (
        model.Column("STT", 1, "center"),
        model.Column("Tên quận, huyện", 5),
        model.Column("Phải gửi", 2, "right", sums=True),
        model.Column("Đã gửi", 2, "right", sums=True),
    )
    rows = (
        model.Row(("1", "Huyện Thanh Lâm", count("a.expected", 7), count("a.received", 6))),
        model.Row(("2", "Quận Đông Kiều", count("b.expected", 5), count("b.received", 5))),
        model.Row(("", "Tổng cộng", count("expected", total), count("received", 11)), is_total=True),
    )
    return model.Table("Tình hình gửi báo cáo", columns, rows)


def paper(profile: form.FormProfile | None = None, **changes: Any) -> model.Document:
    """A short report with two bound figures in its text, a section people write, and an annex."""
    used = profile or party()
    base: dict[str, Any] = {
        "profile": used,
        "header": model.Header("Thành ủy Hà Nội", "Ban Tổ chức"),
        "number": form.Number(127, used.report_code, "BTCTU"),
        "place_date": form.PlaceDate("Hà Nội", DAY, 2017),
        "type_name": "Báo cáo",
        "subject": "Sơ kết công tác 6 tháng đầu năm 2017",
        "blocks": (
            model.Heading(1, "Phần thứ nhất", "Kết quả thực hiện"),
            model.Heading(2, "I.", "KẾT QUẢ ĐẠT ĐƯỢC"),
            model.Paragraph(
                (
                    model.Text("Toàn Đảng bộ có "),
                    count("orgs.base", 2310, "Tổ chức cơ sở đảng"),
                    model.Text(" tổ chức cơ sở đảng; đã rà soát "),
                    REVIEWED,
                    model.Text(" xã, phường, thị trấn trong 6 tháng đầu năm 2017 theo Nghị quyết 39-NQ/TW."),
                )
            ),
            model.HumanText(
                "limits", "hạn chế, nguyên nhân", ("Còn một số hạn chế.", "Nguyên nhân chủ quan là chính.")
            ),
            model.Paragraph((model.Text("Trên đây là báo cáo của Ban."),)),
        ),
        "signature": form.Signature(form.Authority.DEPUTY, "Phó Trưởng Ban", "Nguyễn Thị Bình An", "Trưởng Ban"),
        "recipients": ("Ban Thường vụ Thành ủy", "Các ban tổ chức trực thuộc"),
        "archive": "Văn phòng Ban",
        "annexes": (model.Annex("Phụ lục A", "Tình hình gửi báo cáo", (table(),)),),
    }
    return model.Document(**(base | changes))
