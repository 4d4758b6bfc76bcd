"""The invented meetings of the sample city: what was reported, said and concluded, and what units below proposed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spoken:
    """A statement: the place of the district that speaks, what it raises, whether the city must answer, the answer."""

    district: int
    issue: str
    to_city: bool = True
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Concluded:
    """A task of the conclusion: who leads and by when as said; the place of the order that carries it out, if one does."""

    text: str
    lead: str
    by_when: str
    order: int | None


HELD, NOTICED, NEXT = -97, -96, 14
"""Days from today on which the conference was held, its notice is dated, and the next one is planned."""

TITLE = "Hội nghị sơ kết công tác tổ chức xây dựng Đảng sáu tháng"
NEXT_TITLE = "Hội nghị triển khai công tác tổ chức xây dựng Đảng quý tới"
CHAIR_POST = "Phó Bí thư Thường trực Thành ủy"
REPORT = ("112-BC/BTCTU", "Báo cáo sơ kết công tác tổ chức xây dựng Đảng sáu tháng, nhiệm vụ sáu tháng tới")
PAPERS = (
    ("113-BC/BTCTU", "Báo cáo kết quả rà soát tổ chức cơ sở đảng, danh sách đề nghị củng cố"),
    ("27-HD/BTCTU", "Hướng dẫn giao ban công tác tổ chức theo khối"),
)
AGENDA = (
    ("Khai mạc, nêu yêu cầu của hội nghị", "Trưởng ban Tổ chức Thành ủy", 10),
    ("Báo cáo sơ kết công tác sáu tháng", "Phó Trưởng ban Tổ chức Thành ủy", 25),
    ("Tham luận, thảo luận", "", 90),
    ("Phát biểu chỉ đạo, kết luận hội nghị", CHAIR_POST, 30),
    ("Tiếp thu, bế mạc", "Trưởng ban Tổ chức Thành ủy", 10),
)
STATEMENTS = (
    Spoken(
        0,
        "Chi bộ tổ dân phố đông đảng viên nơi cư trú, khó bố trí nơi sinh hoạt; đề nghị hướng dẫn chia tách, sáp nhập.",
        answer="Ban Tổ chức Thành ủy ban hành hướng dẫn trong quý, căn cứ quy mô và địa bàn.",
    ),
    Spoken(
        1,
        "Nguồn kế cận cấp ủy cơ sở mỏng ở bốn đảng bộ phường, phải kéo dài nhiệm vụ quy hoạch bổ sung.",
        answer="Cho rà soát bổ sung quy hoạch theo từng năm, không chờ đủ nhiệm kỳ.",
    ),
    Spoken(
        2,
        "Doanh nghiệp ngoài nhà nước ngại lập tổ chức đảng vì phải dành giờ sinh hoạt; cần quy chế phối hợp với chủ sở hữu.",
    ),
    Spoken(
        3,
        "Hai chi bộ thôn không họp đủ kỳ do bí thư đi làm xa; huyện ủy đã thay bí thư, kết quả chuyển biến sau ba tháng.",
        to_city=False,
    ),
    Spoken(
        4,
        "Biểu báo cáo trùng giữa ban tổ chức và văn phòng cấp ủy, xã phải lập hai lần cùng một số liệu.",
        answer="Giao thống nhất một biểu, bỏ biểu trùng từ kỳ báo cáo sau.",
    ),
    Spoken(
        5,
        "Kinh nghiệm phân công cấp ủy viên dự sinh hoạt chi bộ hằng tháng, ghi nhận xét vào sổ, gửi về ban tổ chức.",
        to_city=False,
    ),
    Spoken(
        6,
        "Cán bộ làm công tác tổ chức ở xã kiêm nhiệm nhiều việc, hồ sơ đảng viên chậm cập nhật; đề nghị tập huấn.",
        answer="Mở hai lớp tập huấn theo cụm trong quý.",
    ),
    Spoken(
        7,
        "Đánh giá, xếp loại cuối năm còn nể nang: đảng bộ tự nhận tốt nhưng đơn thư kéo dài; đề nghị lấy ý kiến nhân dân.",
        answer="Đưa kết quả giải quyết đơn thư vào căn cứ xếp loại của năm nay.",
    ),
    Spoken(
        8,
        "Chuyển giao hồ sơ khi sắp xếp tổ chức cơ sở còn thiếu biên bản; đề nghị mẫu thống nhất.",
    ),
)
OVERALL = (
    "Sáu tháng qua ngành tổ chức xây dựng Đảng thành phố hoàn thành khối lượng việc lớn, bám sát chương trình; "
    "tuy vậy chuyển biến ở cơ sở chưa đều."
)
RESULTS = (
    "Tham mưu ban hành, triển khai nghị quyết của cấp ủy đúng tiến độ, phân công rõ người, rõ việc.",
    "Rà soát toàn bộ đảng bộ xã, phường, thị trấn, xác định đúng các tổ chức đảng phải củng cố.",
    "Quy hoạch, luân chuyển cán bộ gắn với yêu cầu nhiệm vụ, giảm số chức danh thiếu nguồn.",
    "Phát triển đảng viên đạt tiến độ, tăng ở doanh nghiệp ngoài nhà nước.",
    "Giải đáp vướng mắc của cơ sở kịp thời hơn, giao ban theo khối đi vào nền nếp.",
)
LIMITS = (
    "Một số tổ chức đảng ở thôn, tổ dân phố còn yếu, chậm được củng cố.",
    "Mô hình tổ chức đảng, đoàn thể trong doanh nghiệp, tổng công ty còn lúng túng.",
    "Đánh giá, xếp loại ở một số nơi còn hình thức; có nơi hụt hẫng cán bộ kế cận.",
)
TASKS = (
    Concluded(
        "Rà soát các tổ chức đảng có dấu hiệu yếu kém, báo cáo danh sách và nguyên nhân.",
        "Các quận ủy, huyện ủy",
        "trong 40 ngày",
        0,
    ),
    Concluded(
        "Phân công cấp ủy viên dự sinh hoạt với chi bộ thôn, tổ dân phố.",
        "Các quận ủy, huyện ủy",
        "hằng tháng",
        1,
    ),
    Concluded(
        "Phát triển đảng viên, thành lập tổ chức đảng trong doanh nghiệp ngoài nhà nước.",
        "Các quận ủy, huyện ủy",
        "trong 60 ngày",
        2,
    ),
    Concluded(
        "Khẩn trương sắp xếp, bố trí người đứng đầu ở các tổ chức đảng phải củng cố.",
        "Các quận ủy, huyện ủy",
        "khẩn trương",
        3,
    ),
    Concluded(
        "Tiếp tục giao ban theo khối, giải đáp vướng mắc của cơ sở.",
        "Các quận ủy, huyện ủy",
        "hằng quý",
        4,
    ),
    Concluded(
        "Kiểm điểm, xếp loại tổ chức đảng cuối năm thực chất, không chạy theo thành tích.",
        "Các quận ủy, huyện ủy",
        "cuối năm",
        5,
    ),
    Concluded(
        "Sớm tham mưu Thành ủy ban hành nghị quyết chuyên đề về củng cố tổ chức cơ sở đảng yếu kém.",
        "Ban Tổ chức Thành ủy",
        "sớm",
        None,
    ),
)
DUE_OF_OWN = 110
"""Days within which the department is to draft the resolution that the conclusion asks of it."""
RESPONSE = "Tiếp thu toàn bộ ý kiến chỉ đạo; Ban Tổ chức Thành ủy cụ thể hóa thành chương trình, phân công từng việc trong tuần này."

BLOCK = "Khối các quận nội thành"
BLOCK_SIZE = 6
BRIEFING = ("Giao ban công tác tổ chức xây dựng Đảng khối các quận nội thành", -21)
BRIEFING_AGENDA = (("Tình hình, kết quả của các quận", "Trưởng cụm", 40), ("Vướng mắc, kiến nghị", "", 30))
BRIEFING_RESULT = "Các quận gửi báo cáo đúng hạn, hồ sơ đảng viên cập nhật đủ."
BRIEFING_TASKS = (
    (
        "Thống nhất mẫu biên bản bàn giao khi sắp xếp chi bộ tổ dân phố.",
        "Ban Tổ chức các quận ủy",
        "kỳ giao ban sau",
        "",
    ),
    ("Luân phiên đăng cai giao ban khối.", "Các quận ủy", "hằng quý", "Việc nội bộ của khối, theo lịch đã gửi"),
)

LEADERS = ("Giao ban Thường trực Thành ủy", 4)
URGED = 4
"""Urgings after which a task that is still late comes before the leaders."""

SESSION = ("Phiên họp Ban Thường vụ Thành ủy", -40)
NEXT_SESSION = ("Phiên họp Ban Thường vụ Thành ủy", 7)
ADVICE = (
    ("Đề án củng cố tổ chức cơ sở đảng yếu kém, giai đoạn một", "41-TTr/BTCTU"),
    ("Đề án bố trí cán bộ chủ chốt nơi thiếu nguồn kế cận", "46-TTr/BTCTU"),
)
ADVICE_CONCLUDED = (
    "Đồng ý chủ trương; chọn sáu đảng bộ xã, phường làm điểm, sơ kết sau sáu tháng, chưa bổ sung biên chế.",
    "137-KL/TU",
)
SESSION_RESULT = "Đề án củng cố tổ chức cơ sở đảng yếu kém được thông qua về chủ trương."
GUIDANCE = ("Hướng dẫn hồ sơ củng cố tổ chức cơ sở đảng", "28-HD/BTCTU")

PROPOSALS = (
    (
        "Cho phép ghép sinh hoạt hai chi bộ thôn dưới bảy đảng viên đến hết nhiệm kỳ.",
        -60,
        "Đồng ý ghép sinh hoạt, giữ nguyên hai chi bộ; xã báo cáo lại khi đủ nguồn kết nạp.",
    ),
    ("Hỗ trợ nơi sinh hoạt cho chi bộ tổ dân phố chưa có nhà văn hóa.", -25, ""),
)
PROPOSAL_UP = (
    "Cho bổ sung quy hoạch cấp ủy hằng năm ở đảng bộ phường thiếu nguồn.",
    -110,
    "Tiếp thu tại hội nghị sơ kết; quy hoạch được rà soát bổ sung từng năm.",
)
