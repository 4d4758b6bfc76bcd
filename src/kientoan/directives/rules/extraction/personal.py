"""Signs that a text is marked or holds personal particulars, so that it is kept from where it may not go; signs, not a proof that there are none."""

import re
from typing import Final

_MARK = re.compile(r"^\s*(?:TUYỆT MẬT|TỐI MẬT|MẬT)\s*$", re.MULTILINE)
_HEAD: Final = 2_000
_SIGNS: Final = (
    (
        "số định danh, căn cước",
        re.compile(r"(?:căn cước|CCCD|CMND|định danh|hộ chiếu)\D{0,40}\d{8,12}|(?<!\d)0\d{11}(?!\d)", re.IGNORECASE),
    ),
    ("số điện thoại", re.compile(r"(?<!\d)(?:\+84|0)[35789]\d(?:[ .]?\d){7}(?!\d)")),
    ("thư điện tử", re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}")),
    ("ngày sinh", re.compile(r"(?:sinh ngày|sinh năm|ngày sinh|năm sinh)\D{0,10}\d{1,4}", re.IGNORECASE)),
    ("nơi ở", re.compile(r"(?:hộ khẩu|địa chỉ|thường trú|tạm trú|nơi ở)\s*(?:tại|:)\s*\S+", re.IGNORECASE)),
    (
        "lý lịch, sức khỏe",
        re.compile(r"(?:trích ngang|sơ yếu lý lịch|số thẻ đảng|bệnh án|số tài khoản)", re.IGNORECASE),
    ),
)


def marked_line(text: str) -> bool:
    """Whether a secrecy mark stands on a line of its own at the head of the text."""
    return _MARK.search(text[:_HEAD]) is not None


def signs_of_persons(text: str) -> list[str]:
    """What kinds of personal particulars the text shows, in Vietnamese."""
    return [name for name, sign in _SIGNS if sign.search(text)]
