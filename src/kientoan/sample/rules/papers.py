"""The documents of the sample city's register: invented, but for the central texts that really exist and are only named."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Paper:
    """A line of the register; ``text`` is what its file says."""

    direction: str
    kind: str
    written: str
    dated: date
    issuer: str
    abstract: str
    received: tuple[date, str] | None = None
    signer: str = ""
    urgency: str = "normal"
    secrecy: str = ""
    carries_out: str = ""
    answers: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a resolution asks, and what its review says of it."""

    text: str
    clause: str
    responsible: str
    due: date | None
    outcome: str
    said: str


@dataclass(frozen=True, slots=True)
class FollowedPaper:
    """A followed resolution: its aims and the review that speaks of them."""

    written: str
    held_on: date
    by: str
    said: str
    asked: tuple[Asked, ...] = field(default_factory=tuple)


CITY, BOARD, OFFICE, DEPARTMENT = "Thành ủy", "Ban Thường vụ Thành ủy", "Văn phòng Thành ủy", "Ban Tổ chức Thành ủy"
TERM = ("2015–2020", date(2015, 11, 4))


def _in(
    number: int,
    day: date,
    written: str,
    dated: date,
    issuer: str,
    kind: str,
    abstract: str,
    *,
    urgency: str = "normal",
    secrecy: str = "",
) -> Paper:
    received = (day, str(number))
    return Paper("in", kind, written, dated, issuer, abstract, received, urgency=urgency, secrecy=secrecy)


def _out(
    kind: str,
    written: str,
    dated: date,
    abstract: str,
    issuer: str = BOARD,
    **more: Any,
) -> Paper:
    return Paper("out", kind, written, dated, issuer, abstract, **more)


PAPERS = (
    _in(
        41,
        date(2015, 4, 24),
        "39-NQ/TW",
        date(2015, 4, 17),
        "Bộ Chính trị",
        "resolution",
        "Về tinh giản biên chế và cơ cấu lại đội ngũ cán bộ, công chức, viên chức",
    ),
    _in(
        112,
        date(2014, 10, 3),
        "27-HD/BTCTW",
        date(2014, 9, 25),
        "Ban Tổ chức Trung ương",
        "guidance",
        "Kiểm điểm tập thể, cá nhân và đánh giá, xếp loại chất lượng tổ chức đảng, đảng viên hằng năm",
    ),
    _out(
        "working_rules",
        "01-QC/TU",
        date(2015, 12, 10),
        "Quy chế làm việc của Ban Chấp hành Đảng bộ thành phố khóa mới",
        CITY,
    ),
    _out(
        "programme",
        "01-CTr/TU",
        date(2016, 3, 15),
        "Nâng cao năng lực lãnh đạo, sức chiến đấu của tổ chức cơ sở đảng",
        CITY,
    ),
    _out(
        "programme", "02-CTr/TU", date(2016, 3, 15), "Đẩy mạnh cải cách hành chính, siết chặt kỷ luật, kỷ cương", CITY
    ),
    _out(
        "plan",
        "01-KH/TU",
        date(2016, 1, 20),
        "Thực hiện Nghị quyết 39-NQ/TW về tinh giản biên chế giai đoạn 2016–2021",
        carries_out="39-NQ/TW",
        signer="Trần Minh Khải",
        text="Kế hoạch thực hiện tinh giản biên chế.\nMỗi cơ quan, đơn vị lập đề án vị trí việc làm trong quý II.\nHằng năm sơ kết, báo cáo Ban Thường vụ trước ngày 15 tháng 12.",
    ),
    _out("plan", "02-KH/TU", date(2016, 4, 5), "Rà soát tổ chức cơ sở đảng xã, phường, thị trấn năm 2016"),
    _out("plan", "03-KH/TU", date(2016, 9, 12), "Luân chuyển cán bộ diện Ban Thường vụ Thành ủy quản lý"),
    _out(
        "plan", "05-KH/TU", date(2017, 2, 6), "Đi cơ sở, giải đáp vướng mắc về công tác tổ chức xây dựng Đảng năm 2017"
    ),
    _out(
        "resolution",
        "01-NQ/TU",
        date(2016, 5, 18),
        "Về củng cố tổ chức cơ sở đảng yếu kém, giải quyết phức tạp về an ninh, trật tự ở cơ sở",
        CITY,
        signer="Trần Minh Khải",
        text="Nghị quyết về củng cố tổ chức cơ sở đảng.\nMục tiêu: đến hết năm 2017 không còn chi bộ dưới ba đảng viên; mỗi đảng bộ xã, phường, thị trấn yếu kém có một đồng chí ủy viên ban thường vụ phụ trách.\nBan Tổ chức Thành ủy chủ trì hướng dẫn, kiểm tra, định kỳ sáu tháng báo cáo.",
    ),
    _out("resolution", "02-NQ/TU", date(2016, 11, 22), "Về xây dựng đội ngũ cán bộ lãnh đạo, quản lý trẻ", CITY),
    _out(
        "conclusion",
        "01-KL/TU",
        date(2016, 8, 30),
        "Kết luận về kết quả rà soát tổ chức cơ sở đảng sáu tháng đầu năm 2016",
    ),
    _out("conclusion", "02-KL/TU", date(2017, 1, 12), "Kết luận về đánh giá, xếp loại tổ chức cơ sở đảng năm 2016"),
    _out(
        "notice",
        "12-TB/TU",
        date(2017, 3, 9),
        "Thông báo kết luận giao ban khối các quận, huyện ủy quý I năm 2017",
        OFFICE,
        urgency="urgent",
    ),
    _out(
        "notice",
        "13-TB/TU",
        date(2017, 5, 4),
        "Thông báo phân công ủy viên ban thường vụ phụ trách tổ chức cơ sở đảng",
        OFFICE,
    ),
    _out("notice", "14-TB/TU", date(2017, 4, 20), "Thông báo lịch làm việc với các ban tổ chức quận, huyện ủy", OFFICE),
    _out(
        "decision",
        "101-QĐ/TU",
        date(2017, 3, 28),
        "Thành lập các đoàn kiểm tra việc củng cố tổ chức cơ sở đảng năm 2017",
        carries_out="01-NQ/TU",
    ),
    _out(
        "decision", "102-QĐ/TU", date(2017, 5, 16), "Điều động, luân chuyển cán bộ diện Ban Thường vụ Thành ủy quản lý"
    ),
    _out("report", "01-BC/BTCTU", date(2016, 6, 24), "Sơ kết công tác sáu tháng đầu năm 2016", DEPARTMENT),
    _out(
        "report",
        "02-BC/BTCTU",
        date(2016, 12, 16),
        "Tổng kết công tác năm 2016, nhiệm vụ trọng tâm năm 2017",
        DEPARTMENT,
    ),
    _out(
        "report",
        "03-BC/BTCTU",
        date(2017, 5, 26),
        "Sơ kết một năm thực hiện Nghị quyết 01-NQ/TU về củng cố tổ chức cơ sở đảng yếu kém",
        DEPARTMENT,
        carries_out="01-NQ/TU",
    ),
    _out("submission", "01-TTr/BTCTU", date(2017, 4, 11), "Tờ trình về chủ trương giao biên chế năm 2018", DEPARTMENT),
    _out(
        "guidance",
        "01-HD/BTCTU",
        date(2016, 10, 7),
        "Kiểm điểm, đánh giá, xếp loại tổ chức đảng, đảng viên năm 2016",
        DEPARTMENT,
    ),
    _out(
        "official_letter",
        "210-CV/BTCTU",
        date(2017, 5, 30),
        "Đôn đốc gửi biểu tổng hợp sáu tháng đầu năm 2017",
        DEPARTMENT,
        urgency="very_urgent",
    ),
    _out(
        "official_letter",
        "211-CV/BTCTU",
        date(2017, 6, 8),
        "Trả lời về số lượng cấp ủy viên khi chia tách chi bộ",
        DEPARTMENT,
        answers="45-CV/HU",
    ),
    _in(
        201,
        date(2017, 6, 2),
        "45-CV/HU",
        date(2017, 5, 31),
        "Ban Thường vụ Huyện ủy",
        "official_letter",
        "Xin ý kiến về số lượng cấp ủy viên khi chia tách chi bộ thôn",
    ),
    _in(
        202,
        date(2017, 6, 6),
        "58-BC/QU",
        date(2017, 6, 5),
        "Ban Thường vụ Quận ủy",
        "report",
        "Kết quả củng cố tổ chức cơ sở đảng sáu tháng đầu năm 2017",
    ),
    _in(
        203,
        date(2017, 6, 7),
        "33-TTr/HU",
        date(2017, 6, 6),
        "Ban Thường vụ Huyện ủy",
        "submission",
        "Đề nghị bổ sung cấp ủy viên, kiện toàn chức danh bí thư đảng ủy xã",
    ),
    _in(
        204,
        date(2017, 6, 12),
        "19-BC/QU",
        date(2017, 6, 9),
        "Ban Tổ chức Quận ủy",
        "report",
        "Kết quả giải đáp vướng mắc ở cơ sở quý II năm 2017",
    ),
    _in(
        205,
        date(2017, 6, 14),
        "112/UBND-NV",
        date(2017, 6, 13),
        "Ủy ban nhân dân thành phố",
        "official_letter",
        "Phối hợp rà soát biên chế sự nghiệp công lập",
        urgency="urgent",
    ),
    _in(
        206,
        date(2017, 6, 15),
        "27-BC/UBKTTU",
        date(2017, 6, 14),
        "Ủy ban Kiểm tra Thành ủy",
        "report",
        "Kết quả kiểm tra, giám sát sáu tháng đầu năm 2017",
    ),
    _in(
        207,
        date(2017, 6, 16),
        "08-CV/UBKTTU",
        date(2017, 6, 15),
        "Ủy ban Kiểm tra Thành ủy",
        "official_letter",
        "",
        secrecy="secret",
    ),
    _in(
        208,
        date(2017, 6, 20),
        "61-BC/QU",
        date(2017, 6, 19),
        "Ban Thường vụ Quận ủy",
        "report",
        "Tiến độ giải quyết phức tạp về đất đai tại phường",
    ),
    _out("report", "04-BC/BTCTU", date(2017, 6, 22), "Sơ kết công tác sáu tháng đầu năm 2017", DEPARTMENT),
    _out("plan", "06-KH/TU", date(2017, 6, 5), "", secrecy="secret"),
    _out(
        "plan",
        "07-KH/TU",
        date(2017, 6, 19),
        "Tổ chức hội nghị sơ kết sáu tháng đầu năm 2017 ngành tổ chức xây dựng Đảng",
    ),
    Paper(
        "internal", "minutes", "", date(2017, 6, 21), DEPARTMENT, "Biên bản họp lãnh đạo Ban chuẩn bị hội nghị sơ kết"
    ),
)
"""Number 04-KH/TU is missing and 14-TB/TU is dated before 13-TB/TU: planted for the check of numbers."""

FOLLOWED = (
    FollowedPaper(
        "01-NQ/TU",
        date(2017, 5, 26),
        "03-BC/BTCTU",
        "Các quận, huyện, thị ủy đã phân công người phụ trách từng tổ chức; việc chia, ghép chi bộ còn chậm.",
        (
            Asked(
                "Không còn chi bộ dưới ba đảng viên chính thức",
                "Mục II.1",
                "Ban Thường vụ các quận, huyện, thị ủy",
                date(2017, 12, 31),
                "partly",
                "Còn một số chi bộ chưa ghép xong, tập trung ở khối doanh nghiệp.",
            ),
            Asked(
                "Mỗi đảng bộ yếu kém có một ủy viên ban thường vụ phụ trách",
                "Mục II.2",
                DEPARTMENT,
                date(2016, 9, 30),
                "reached",
                "Đã phân công bằng Thông báo 13-TB/TU.",
            ),
            Asked(
                "Các huyện, quận có phương án củng cố cho từng đảng bộ yếu kém",
                "Mục II.3",
                "Ban Tổ chức quận, huyện, thị ủy",
                date(2017, 3, 31),
                "not_reached",
                "Một số nơi chưa gửi phương án; đã đôn đốc hai lần.",
            ),
        ),
    ),
    FollowedPaper(
        "39-NQ/TW",
        date(2016, 12, 16),
        "02-BC/BTCTU",
        "Năm đầu thực hiện: các cơ quan đã lập đề án vị trí việc làm.",
        (
            Asked(
                "Đến năm 2021 tinh giản tối thiểu 10 % biên chế so với năm 2015",
                "Mục II.3",
                CITY,
                date(2021, 12, 31),
                "partly",
                "Đạt theo lộ trình năm.",
            ),
            Asked(
                "Tuyển dụng không quá 50 % số người đã ra khỏi biên chế",
                "Mục II.3",
                CITY,
                None,
                "reached",
                "Thực hiện đúng tỷ lệ.",
            ),
        ),
    ),
)
