"""The invented directives of the sample city: what its standing board asks of the districts, and how each task fares."""

from dataclasses import dataclass

from kientoan.directives.rules.rhythm import Every, Rhythm


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
    rhythm: Rhythm | None = None
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
        "report",
        "Báo cáo kết quả dự sinh hoạt",
        "Báo cáo tháng kèm danh sách chi bộ đã dự",
        given=90,
        due=None,
        recurrence="hằng tháng",
        rhythm=Rhythm(Every.MONTH, 25),
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

OWN_WORK = (
    "Tổng kết việc thực hiện nghị quyết về tinh gọn tổ chức bộ máy",
    "Rà soát, bổ sung quy hoạch cấp ủy nhiệm kỳ tới",
    "Mở lớp bồi dưỡng cấp ủy viên cơ sở",
    "Kiểm tra công tác quản lý hồ sơ đảng viên",
    "Đối chiếu sổ danh sách đảng viên giữa các cấp",
    "Xét tặng Huy hiệu Đảng đợt cuối năm",
    "Sơ kết việc luân chuyển cán bộ",
    "Biên soạn tài liệu hướng dẫn sinh hoạt chi bộ",
)
"""Items of the department's own programme that no directive carries out yet."""
URGED = "Nhiệm vụ Phó Bí thư Thường trực nhấn mạnh tại hội nghị sơ kết"
URGED_MORE = (
    "Đi cơ sở, giải đáp vướng mắc trực tiếp tại thôn, tổ dân phố",
    "Giao ban chuyên đề theo khối",
    "Tham mưu nghị quyết chuyên đề về củng cố tổ chức cơ sở đảng",
)
"""What the leader urged and the programme does not have."""
URGED_ALSO = "Bí thư Thành ủy, khi dự hội nghị"
LETTER_DAYS = (5, 8, 15)
"""Days late on which the sample's urging letters went out."""

FATES = ("on_time", "on_time", "late", "untouched", "on_time", "awaiting", "under_way", "extended", "returned", "back")
"""How tasks fare, in turn; `back` is handed back and stays counted."""


def fate_of(order: int, unit: int) -> str:
    """Give the fate of a unit's task of a directive, spread so that no unit fares alike in all.

    >>> [fate_of(0, unit) for unit in range(3)]
    ['on_time', 'on_time', 'late']
    """
    return FATES[(order * 3 + unit) % len(FATES)]
