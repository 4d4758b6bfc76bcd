"""The words by which Vietnamese officials order, name offices and qualify: general words of the administrative language, not of one text."""

import re
from typing import Final

UPPER: Final = "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬBCDĐEÈÉẺẼẸÊỀẾỂỄỆFGHIÌÍỈĨỊJKLMNOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢPQRSTUÙÚỦŨỤƯỪỨỬỮỰVWXYỲÝỶỸỴZ"
"""The capital letters of Vietnamese, for a character class: the range À-Ỹ holds small letters too."""


def _alternatives(words: str) -> str:
    """The words of a list (one to a line or parted by '|') as an alternation, the longest first."""
    parts = [part.strip() for part in words.replace("\n", "|").split("|")]
    return "|".join(sorted({re.escape(p) for p in parts if p}, key=len, reverse=True))


ISSUE_VERBS: Final = _alternatives(
    "yêu cầu|đề nghị|giao nhiệm vụ cho|giao nhiệm vụ|giao trách nhiệm cho|giao trách nhiệm|giao cho|giao|chỉ đạo|chỉ thị|ra lệnh|lệnh cho"
    "|lưu ý|nhắc nhở|nhắc|phân công|đôn đốc|thúc|nghiêm cấm|cấm|ủy quyền cho|uỷ quyền cho|quán triệt|hướng dẫn|mong muốn|kiến nghị|quyết định giao"
)
"""Verbs with which one who has authority turns to another. What follows is who must do it, or the deed itself."""

STRONG_ISSUE_VERBS: Final = _alternatives(
    "yêu cầu|đề nghị|giao nhiệm vụ cho|giao nhiệm vụ|giao trách nhiệm cho|giao trách nhiệm|giao cho|giao|chỉ đạo|chỉ thị|ra lệnh|lưu ý|phân công|thúc|nghiêm cấm|nhắc nhở|nhắc|đôn đốc|ủy quyền cho|uỷ quyền cho|ủy nhiệm cho|không cho phép"
)

MODALS: Final = _alternatives(
    "phải|cần phải|cần|có nhiệm vụ|có trách nhiệm|chịu trách nhiệm|không được|tuyệt đối không|kiên quyết không|được giao nhiệm vụ|được giao|được yêu cầu|được phân công|nghiêm cấm"
)
"""Words that put a duty on the subject before them."""

SPEECH_VERBS: Final = _alternatives(
    "phân công|giao nhiệm vụ|có ý kiến|quyết nghị|chốt lại|giải thích|nhắc lại|thống nhất|nêu rõ|nhấn mạnh|khẳng định|cho biết|nói|phát biểu|cho rằng|kết luận|chỉ rõ|chỉ ra|phân tích|đánh giá|bày tỏ|lưu ý|yêu cầu|đề nghị|chỉ đạo|quán triệt|thông báo|nhắc nhở|kêu gọi"
)

ADVERBS: Final = _alternatives(
    "khẩn trương|sớm|ngay|chủ động|tích cực|nghiêm túc|kịp thời|thường xuyên|tiếp tục|tập trung|chủ trì|phối hợp|trực tiếp|nhanh chóng|kiên quyết"
    "|quyết liệt|đồng thời|chú trọng|tăng cường|đẩy mạnh|thống nhất|rà soát|tham mưu|khẩn cấp|gấp rút|phối hợp chặt chẽ|căn cứ|nâng cao|làm tốt|thực hiện tốt|bảo đảm|đảm bảo"
)
"""With these a bare clause ('Sở X khẩn trương …') inside reported instructions is an order."""

VERBS: Final = frozenset(
    """báo cáo|ban hành|bám sát|bàn giao|bảo đảm|đảm bảo|bảo vệ|biểu dương|bố trí|bổ sung|bồi dưỡng|cải cách|cải tạo|cải thiện|cam kết|cân đối|cấp|căn cứ|chấm dứt
    chấn chỉnh|chấp hành|chỉ đạo|chi trả|chịu trách nhiệm|chia sẻ|cho|chọn|chủ động|chủ trì|chú trọng|chú ý|chuẩn bị|chuyển|chứng minh|có biện pháp|có giải pháp|có kế hoạch
    có phương án|có ý kiến|có văn bản|công bố|công khai|củng cố|cung cấp|cử|cương quyết|cứu trợ|dành|di dời|dừng|duy trì|đánh giá|đàm phán|đào tạo|đặt|đấu tranh|đầu tư|đẩy mạnh|đẩy nhanh
    đề ra|đề xuất|điều chỉnh|điều hành|điều tra|điều tiết|định hướng|định kỳ|đình chỉ|đóng|đôn đốc|đối thoại|đổi mới|động viên|đưa|giải quyết|giải trình|giải phóng|giảm|giám sát|giao|giới thiệu
    giúp|giữ|giữ vững|gắn|góp phần|gỡ|gửi|hạn chế|hoàn tất|hoàn thành|hoàn thiện|hoàn trả|học tập|hỗ trợ|họp|huy động|huỷ|hủy|hướng dẫn|kê khai|kết hợp|kết luận|khai thác|khảo sát
    khắc phục|khẩn trương|khẩn cấp|khen thưởng|kiện toàn|kiểm điểm|kiểm soát|kiểm tra|kiên quyết|kiến nghị|kịp thời|kỷ luật|làm|làm rõ|làm tốt|làm việc|lãnh đạo|lắng nghe|lắp đặt|lập|lấy|lên án
    liên hệ|luân chuyển|lựa chọn|lưu ý|mở|mở rộng|nắm|nắm bắt|nắm chắc|nâng cao|nạo vét|nêu|nêu cao|ngăn chặn|nghiêm cấm|nghiêm túc|nghiên cứu|nghiệm thu|nhân rộng|nhanh chóng|nộp|ổn định|phải|phát động|phát huy
    phát hiện|phát triển|phân bổ|phân công|phân cấp|phân loại|phân tích|phê duyệt|phòng chống|phòng, chống|phòng ngừa|phổ biến|phối hợp|phục vụ|quan tâm|quản lý|quán triệt|quy định|quy hoạch|quyết định|quyết liệt|quyết toán
    ra quân|rà soát|rút kinh nghiệm|rút ngắn|sắp xếp|sớm|soạn thảo|sơ kết|sử dụng|sửa chữa|sửa đổi|tái cơ cấu|tạm dừng|tận dụng|tạo|tạo điều kiện|tăng|tăng cường|tập hợp|tập huấn|tập trung
    thay|thay đổi|thay thế|tham gia|tham mưu|thanh tra|thanh toán|thành lập|tháo dỡ|tháo gỡ|theo dõi|thẩm định|thẩm tra|thông báo|thông tin|thống kê|thống nhất|thu|thu hồi|thu hút|thu thập|thuê|thực hành|thực hiện|thường xuyên
    tích cực|tiếp nhận|tiếp thu|tiếp tục|tiếp xúc|tiết kiệm|tiến hành|tính toán|tìm|tổ chức|tôn trọng|tổng hợp|tổng kết|tổng rà soát|trả lời|tránh|triển khai|trình|trích|trực tiếp|trực|truy quét|truy tìm|tuần tra|tuyên truyền
    tuyển chọn|tuyệt đối|tự kiểm tra|ưu tiên|ứng dụng|vận động|vận hành|xác định|xác minh|xác nhận|xây dựng|xem xét|xin|xóa|xoá|xóa bỏ|xoá bỏ|xử lý|xử phạt|yêu cầu|không để|không được|không|chưa|đi sâu|đấu nối|đấu thầu|đối chiếu|đồng bộ|đề nghị
    chi|mua|mua sắm|bán|nhập|xuất|vớt|khơi thông|sơ tán|cứu hộ|bắt giữ|khởi tố|truy tố|xét xử|đón tiếp|tiếp dân|niêm yết|cập nhật|số hóa|số hoá|kết nối|tích hợp|nhắc nhở|phê bình|bổ nhiệm|miễn nhiệm|điều động|tuyển dụng|tinh giản|sáp nhập|giải thể
    khoanh vùng|dập dịch|tiêm|tiêu hủy|tiêu huỷ|giãn cách|cách ly|hậu kiểm|truyền thông|tính đến|rút gọn|đơn giản hóa|cắt giảm|bãi bỏ|niêm phong|kích hoạt|trồng|phát quang|làm sạch|thu gom|vệ sinh|gia cố|đắp|khôi phục|trùng tu|tôn tạo|tu bổ|chỉnh trang|xếp hạng|gắn với|phấn đấu|kêu gọi|bằng mọi biện pháp|lập lại|phân luồng|kiểm kê|kiểm định|quan trắc|thí điểm|trao đổi|nhận diện|định giá|đấu giá|trả|trao|đăng|đăng ký|đăng tải|kiến thiết|chống|bám|chăm lo|bảo quản|lưu trữ|nêu gương|tự phê bình|sàng lọc|kết nạp|phân định|khoán|rút|chốt|cắm|tập kết|tổng kiểm tra|tổng hợp|soát xét|đối soát|dự báo|cảnh báo|ứng phó|ứng trực|túc trực|hoãn|lùi|dời|gia hạn|nối|khánh thành|khởi công|thi công|giải ngân|quyết tâm|vào cuộc|nhập cuộc|kỷ luật|luân phiên|thẩm tra|chọn|đón|chào|đưa vào|đưa ra|cho ý kiến|thông qua|phản ánh|phản hồi|trả lời|giải đáp|tham vấn|lấy ý kiến|xin ý kiến|ký|ký kết|chuyển đổi|chuyển giao|tiếp cận|khôi phục|tái lập|kiểm dịch|phun|khử khuẩn|phong tỏa|hướng về|học|giảng dạy|dạy|ôn tập|tuyển sinh|kết thúc|bắt đầu|khởi động|hạ|nâng|cắt|gỡ bỏ|loại bỏ|loại|lồng ghép|dẹp|tịch thu|tước|treo|dán|lắp|cấp phát|vận chuyển|trả lại|nghỉ|phát hành|dò|bảo tồn|gìn giữ
    phê phán|bồi thường|đền bù|thử nghiệm|gương mẫu|tham khảo|đảm nhiệm|nhận|bắt|cưỡng chế|thông xe|giải tỏa|giải toả|hoàn chỉnh|ghi|xin lỗi|theo sát|giúp đỡ|hưởng ứng|thúc đẩy|đồng hành|tạm|phối kết hợp|làm đầu mối|phản biện|nhân|đúc kết|tích lũy|bầu|thi đua|phát triển|hội ý|tiên phong|tự giác|khai báo|sẵn sàng|cứu chữa|điều trị|thu dung|xét nghiệm|giải cứu|bình ổn|dự trữ|cung ứng""".replace(
        "\n", "|"
    )
    .replace("    ", "")
    .split("|")
)
"""Verbs of one or two words that begin an action in the language of orders; a clause after ';' begins a new directive only with one of them."""

OFFICE_HEADS: Final = _alternatives(
    "sở|ngành|ban|bộ|ủy ban|uỷ ban|ubnd|ubkt|ubmttq|ubtv|hđnd|hội đồng|chủ tịch|phó chủ tịch|giám đốc|phó giám đốc|tổng giám đốc|trưởng|phó|trưởng ban|phó trưởng ban|trưởng phòng|tổng cục|cục|chi cục|vụ|học viện"
    "|văn phòng|công an|cảnh sát|quân đội|quân khu|bộ đội|bộ chỉ huy|bộ tư lệnh|bộ trưởng|thứ trưởng|thủ trưởng|thủ tướng|phó thủ tướng|lãnh đạo|cấp ủy|cấp uỷ|đảng ủy|đảng uỷ|đảng bộ|chi bộ|chi ủy"
    "|thành ủy|thành uỷ|tỉnh ủy|tỉnh uỷ|huyện ủy|huyện uỷ|quận ủy|quận uỷ|thị ủy|thị uỷ|ban cán sự|đảng đoàn|ban thường vụ|bí thư|phó bí thư|đồng chí|ông|bà|đơn vị|cơ quan|địa phương|quận|huyện|xã|phường|thị xã|thị trấn|tỉnh|thành phố|tp|t.p"
    "|doanh nghiệp|công ty|tổng công ty|tập đoàn|ngân hàng|chủ đầu tư|nhà thầu|nhà đầu tư|ban quản lý|bql|tòa án|toà án|viện kiểm sát|vks|mặt trận|đoàn|hội|liên đoàn|lực lượng|trường|nhà trường|trung tâm|hiệp hội|bệnh viện|kho bạc"
    "|tổ công tác|tổ trưởng|tổ phó|trưởng đoàn|cục trưởng|vụ trưởng|viện trưởng|đội trưởng|chi cục trưởng|tổng cục trưởng|đoàn công tác|đoàn kiểm tra|đại diện|chủ tọa|tổng thanh tra|tổng kiểm toán|chánh án|tư lệnh|chính ủy|thường vụ|thường trực|ban chỉ đạo|tiểu ban|cán bộ|công chức|viên chức|đảng viên|các cấp|mỗi|từng|toàn|tất cả|các bên|đại biểu|người đứng đầu|thủ đô|chính quyền|chính phủ|quốc hội|bch|đcs|cơ sở|hiệu trưởng|bv|phòng khám|nhà máy|chánh|chủ nhiệm|tổng|khối|đội|trạm|cụm|vietnam|vpcp|nhnn|evn|hợp tác xã|ủy viên|uỷ viên|tổ dân phố|thôn|cấp"
)
"""The words with which the name of an office, a post or a group of them begins (compared without regard to case)."""

NAMED_HEADS: Final = _alternatives(
    "Phòng|Thanh tra|Kiểm toán|Kiểm toán Nhà nước|Viện|Báo|Đài|Thuế|Hải quan|Kiểm lâm|Bảo hiểm|Quản lý thị trường|Điện lực|Y tế"
)
"""Heads that name an office only where they are written with a capital or after a quantifier ('các phòng'); small they are verbs or things."""

NOUN_PAIRS: Final = frozenset(
    """khoa học|quốc phòng|đào tạo|giáo dục|công nghệ|công thương|công nghiệp|công an|công chính|thi đua|dạy nghề|nội vụ|nội chính|y tế|y học|kiểm tra|kiểm toán|kiểm sát|kiểm lâm|thanh tra|thanh niên
    tổ chức|xây dựng|quy hoạch|kiến trúc|thông tin|truyền thông|truyền hình|giao thông|vận tải|nông nghiệp|nông thôn|nông dân|thủy lợi|thủy sản|phát triển|đầu tư|kế hoạch|tài chính|tài nguyên|môi trường
    lao động|thương binh|thương mại|xã hội|văn hóa|văn phòng|thể thao|thể dục|du lịch|ngoại vụ|ngoại giao|tư pháp|tư tưởng|dân tộc|dân vận|dân số|tôn giáo|tuyên giáo|tuyên truyền|thống kê|hải quan|quản lý
    phòng chống|cứu hộ|cứu nạn|an ninh|an toàn|bảo hiểm|bảo vệ|bảo trợ|bảo tồn|chính trị|chính sách|hành chính|điều tra|thi hành|ứng phó|biến đổi|khí hậu|khí tượng|thủy văn|phụ nữ|cựu chiến|nhân dân|nhà nước
    trật tự|đô thị|thường trực|thường vụ|chỉ đạo|chấp hành|tiếp dân|nhà đất|đất đai|địa chính|kinh tế|hạ tầng|dự án|công trình|điện lực|viễn thông|bưu điện|xuất bản|báo chí|sự kiện|di sản|di tích|việc làm|nghề nghiệp
    chăn nuôi|trồng trọt|thú y|lâm nghiệp|bảo dưỡng|cấp nước|thoát nước|cây xanh|chiếu sáng|vệ sinh|phòng bệnh|khám chữa|giám định|giám sát|tổng hợp|hợp tác|quốc tế|quốc hội|đối ngoại""".replace(
        "\n", "|"
    )
    .replace("    ", "")
    .split("|")
)
"""Two syllables that are one noun in the names of offices ('Bộ Quốc phòng'), though the second alone may be a verb."""
