"""The invented directives of the sample city: what its standing board asks of the districts, and how each task fares."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """One directive: its sentence, product and proof; given so many days ago, due after so many days (None: standing work)."""

    title: str
    quote: str
    product_kind: str
    product: str
    proof: str
    given: int
    due: int | None
    is_key: bool = False
    recurrence: str = ""
    below: bool = False
    """Whether each district gives it on to its communes."""


NUMBER = "318-TB/TU"

ORDERS: tuple[Order, ...] = (
    Order(
        "Rà soát các tổ chức đảng có dấu hiệu yếu kém, báo cáo danh sách và nguyên nhân",
        "Các quận ủy, huyện ủy rà soát các tổ chức đảng có dấu hiệu yếu kém, báo cáo Ban Thường vụ danh sách và nguyên nhân.",
        "report",
        "Báo cáo rà soát",
        "Báo cáo có danh sách và nguyên nhân từng tổ chức",
        given=95,
        due=40,
        is_key=True,
    ),
    Order(
        "Phân công cấp ủy viên dự sinh hoạt với chi bộ thôn, tổ dân phố",
        "Phân công cấp ủy viên dự sinh hoạt với chi bộ thôn, tổ dân phố, hằng tháng báo cáo kết quả.",
        "decision",
        "Quyết định phân công",
        "Quyết định và lịch dự sinh hoạt",
        given=90,
        due=None,
        recurrence="hằng tháng",
    ),
    Order(
        "Xây dựng kế hoạch phát triển đảng viên trong doanh nghiệp ngoài nhà nước",
        "Xây dựng kế hoạch phát triển đảng viên, thành lập tổ chức đảng trong doanh nghiệp ngoài nhà nước.",
        "plan",
        "Kế hoạch",
        "Kế hoạch do thường trực cấp ủy ký",
        given=80,
        due=60,
        is_key=True,
        below=True,
    ),
    Order(
        "Sắp xếp, bố trí người đứng đầu ở các tổ chức đảng phải củng cố",
        "Khẩn trương sắp xếp, bố trí người đứng đầu ở các tổ chức đảng phải củng cố.",
        "decision",
        "Quyết định về cán bộ",
        "Số và ngày quyết định",
        given=70,
        due=65,
        is_key=True,
    ),
    Order(
        "Tổng hợp kết quả giải đáp vướng mắc của cơ sở",
        "Tổng hợp kết quả giải đáp vướng mắc của cơ sở, gửi Ban Tổ chức Thành ủy.",
        "report",
        "Báo cáo tổng hợp",
        "Báo cáo kèm bảng câu hỏi và trả lời",
        given=45,
        due=30,
    ),
    Order(
        "Chuẩn bị kiểm điểm, xếp loại tổ chức đảng cuối năm, không chạy theo thành tích",
        "Chuẩn bị kiểm điểm, xếp loại tổ chức đảng cuối năm bảo đảm thực chất, không chạy theo thành tích.",
        "plan",
        "Kế hoạch kiểm điểm",
        "Kế hoạch và lịch làm việc",
        given=20,
        due=45,
    ),
)

FATES = ("on_time", "on_time", "late", "untouched", "on_time", "awaiting", "under_way", "extended", "returned", "back")
"""How tasks fare, in turn; `back` is handed back and stays counted."""


def fate_of(order: int, unit: int) -> str:
    """Give the fate of a unit's task of a directive, spread so that no unit fares alike in all.

    >>> [fate_of(0, unit) for unit in range(3)]
    ['on_time', 'on_time', 'late']
    """
    return FATES[(order * 3 + unit) % len(FATES)]
