"""Invented names: places, firms and persons that no real place or national leader bears."""

import unicodedata
from base64 import b85decode
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from random import Random

from kientoan.sample.rules import real_names

DIGEST_BYTES = 4
"""Four bytes tell 9,500 real names from an invented one with a false alarm once in 450,000; a false alarm costs one unused name."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = _words(
    "An Bảo Bích Cẩm Cao Châu Diên Đại Đan Đình Đoan Đông Đức Gia Giang Hạ Hải Hàm Hạnh Hiền Hòa Hoài Hồng Hương Hữu "
    "Khánh Khê Kiến Kim Kỳ Lạc Lam Lan Lâm Liên Linh Long Lương Mai Mậu Minh Mộc Mỹ Nam Ngân Nghi Ngọc Nguyệt Nhã Nhân "
    "Phong Phú Phúc Phương Quang Quế Quỳnh Sơn Tân Thái Thanh Thạch Thiên Thịnh Thọ Thủy Thụy Tiên Tịnh Trà Trúc Tú Tùng "
    "Uyên Vạn Vân Viên Việt Vĩnh Xuân Yên"
)
SECOND = _words(
    "Ân Bách Bằng Biên Ca Cảnh Chân Chi Chính Cốc Cường Dao Diệp Doanh Du Duyên Đàm Đạo Điền Giao Hiệp Hoan Huy Huyên Khải "
    "Khang Khoa Khúc Kiều Lãm Lễ Lĩnh Lộc Luân Lư Mẫn Miên Nghĩa Nhạc Nhuận Ninh Phẩm Phượng Quân Quyên Sa Sâm Sinh Tạo Tâm "
    "Thảo Thi Thuần Thuận Tích Tín Toàn Tố Trạch Trang Tri Triều Trung Tuyền Tường Uy Văn Vọng Xá Ý"
)

SURNAMES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Phan",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Ngô",
    "Dương",
    "Đào",
    "Đinh",
    "Mai",
    "Tạ",
)
SURNAME_WEIGHTS = (38, 11, 9, 7, 5, 5, 4, 3, 3, 3, 2, 2, 2, 2, 2, 2)
MIDDLE_MEN = ("Văn", "Đức", "Quang", "Hữu", "Công", "Đình", "Thế", "Ngọc", "Duy", "Bá", "Huy", "Viết", "Khắc", "Tiến")
GIVEN_MEN = _words(
    "An Bách Bình Chiến Cường Duy Dũng Đạt Điệp Giang Hà Hải Hiệp Hoàn Hùng Huy Khang Khánh Kiên Lâm Long Mạnh Minh Nam Nghĩa "
    "Phong Phương Quân Quý Sơn Tài Thành Thắng Thịnh Toàn Tuấn Tùng Việt Vinh"
)
MIDDLE_WOMEN = ("Thị", "Thu", "Thanh", "Ngọc", "Thùy", "Kim", "Minh", "Hồng", "Bích", "Phương", "Diệu", "Quỳnh")
GIVEN_WOMEN = _words(
    "An Anh Châu Chi Dung Duyên Giang Hà Hạnh Hằng Hiền Hoa Hòa Hồng Huệ Hương Lan Liên Linh Loan Mai Minh Nga Ngân Nhung Oanh "
    "Phượng Quyên Tâm Thảo Thu Thủy Trang Tuyết Uyên Vân Xuân Yến"
)


def fold(name: str) -> str:
    """Reduce a name to bare lower-case letters and digits, so that spelling variants of one name meet.

    >>> fold("Thịnh Liệt"), fold("Hoà Bình") == fold("Hòa Bình")
    ('thinhliet', True)
    """
    bare = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in bare.lower() if c.isascii() and c.isalnum())


def digest(name: str) -> bytes:
    """Hash a folded name to the few bytes that the block-list holds."""
    return blake2b(fold(name).encode(), digest_size=DIGEST_BYTES).digest()


def pack(names: Iterable[str]) -> bytes:
    """Pack names to a sorted run of digests; equal names once."""
    return b"".join(sorted({digest(name) for name in names if fold(name)}))


def _unpack(text: str) -> frozenset[bytes]:
    packed = b85decode(text)
    return frozenset(packed[i : i + DIGEST_BYTES] for i in range(0, len(packed), DIGEST_BYTES))


_PLACES = _unpack(real_names.PACKAGE) | _unpack(real_names.SNAPSHOTS) | _unpack(real_names.HISTORY)
_LEADERS = _unpack(real_names.LEADERS)


def is_real_place(name: str) -> bool:
    """Say whether a bare place name (without "xã", "quận" …) is, as far as the block-list knows, borne by a real Vietnamese place.

    >>> is_real_place("Thịnh Liệt"), is_real_place("Hà Đông")
    (True, True)
    """
    return digest(name) in _PLACES


def is_real_leader(name: str) -> bool:
    """Say whether a full personal name is that of a known national or city leader."""
    return digest(name) in _LEADERS


def place_names(rng: Random) -> Iterator[str]:
    """Yield invented two-syllable place names in seeded order, each once even when folded; ends after about 5,000."""
    pairs = [f"{first} {second}" for first in FIRST for second in SECOND]
    rng.shuffle(pairs)
    seen: set[str] = set()
    for name in pairs:
        key, turned = fold(name), " ".join(reversed(name.split()))
        if key in seen or is_real_place(name) or is_real_place(turned):
            continue
        seen.add(key)
        yield name


def person_name(rng: Random, *, woman: bool) -> str:
    """Draw a plausible Vietnamese full name that no known leader bears."""
    middles, givens = (MIDDLE_WOMEN, GIVEN_WOMEN) if woman else (MIDDLE_MEN, GIVEN_MEN)
    while True:
        surname = rng.choices(SURNAMES, SURNAME_WEIGHTS)[0]
        name = f"{surname} {rng.choice(middles)} {rng.choice(givens)}"
        if not is_real_leader(name):
            return name
