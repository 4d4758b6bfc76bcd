"""Regenerate the hashed block-list of real names in `sample/rules/real_names.py`.

    uv run python tools/real_names.py [SNAPSHOT.csv …]

Names of the three tiers come from the package `vietnamadminunits` (an extra); snapshot files with columns `commune` and `district` add the
names that have since been abolished. Only hashes are written: facts whether a name exists, no text of any source. Without snapshot files the
committed hashes of the snapshots are kept.
"""

import csv
import sqlite3
import sys
from base64 import b85encode
from importlib.resources import files
from pathlib import Path

from kientoan.sample.rules import real_names
from kientoan.sample.rules.names import pack

TARGET = Path(__file__).parents[1] / "src/kientoan/sample/rules/real_names.py"
PREFIXES = ("Thành phố", "Thị trấn", "Thị xã", "Phường", "Quận", "Huyện", "Tỉnh", "Xã", "Đặc khu")


def _names(text: str) -> list[str]:
    return text.split(", ")


HISTORY = _names(
    "Hà Tây, Hà Bắc, Nam Hà, Hà Nam Ninh, Vĩnh Phú, Hải Hưng, Cao Lạng, Hà Tuyên, Hoàng Liên Sơn, Bắc Thái, Nghệ Tĩnh, Bình Trị Thiên, "
    "Nghĩa Bình, Phú Khánh, Thuận Hải, Sông Bé, Minh Hải, Cửu Long, Thăng Long, Đông Đô, Đông Kinh, Tràng An, Kẻ Chợ, Sài Gòn, Gia Định, "
    "Chợ Lớn, Phú Xuân, Thuận Hóa, Phú Yên, Hội An, Hoàng Sa, Trường Sa, Côn Đảo, Đại La, Vạn Xuân, Cổ Loa, Hoa Lư, Lam Sơn, Chí Linh"
)
LEADERS = _names(
    "Nguyễn Phú Trọng, Trần Đại Quang, Nguyễn Xuân Phúc, Nguyễn Thị Kim Ngân, Tô Lâm, Phạm Minh Chính, Vương Đình Huệ, Võ Văn Thưởng, "
    "Lương Cường, Trần Thanh Mẫn, Trần Quốc Vượng, Hoàng Trung Hải, Đinh Thế Huynh, Nguyễn Thiện Nhân, Tòng Thị Phóng, Trương Hòa Bình, "
    "Ngô Xuân Lịch, Phạm Bình Minh, Nguyễn Văn Bình, Trương Thị Mai, Đinh La Thăng, Hoàng Bình Quân, Nguyễn Đức Chung, Ngô Thị Thanh Hằng, "
    "Nguyễn Thị Bích Ngọc, Nguyễn Thị Tuyến, Đinh Tiến Dũng, Chu Ngọc Anh, Trần Sỹ Thanh, Bùi Thị Minh Hoài, Nguyễn Văn Phong, "
    "Nguyễn Tấn Dũng, Trương Tấn Sang, Nông Đức Mạnh, Lê Khả Phiêu, Đỗ Mười, Phan Văn Khải, Nguyễn Minh Triết, Nguyễn Sinh Hùng, "
    "Nguyễn Văn An, Trần Đức Lương, Lê Đức Anh, Võ Chí Công, Võ Nguyên Giáp, Hồ Chí Minh, Phạm Văn Đồng, Trường Chinh, Lê Duẩn, "
    "Tôn Đức Thắng, Phạm Quang Nghị, Nguyễn Thế Thảo, Phan Đình Trạc, Nguyễn Văn Nên, Trần Cẩm Tú, Nguyễn Hòa Bình, Phạm Minh Tuấn, "
    "Lê Minh Hưng, Nguyễn Trọng Nghĩa, Đỗ Văn Chiến, Bùi Thị Quỳnh Vân, Nguyễn Duy Ngọc, Phan Văn Giang, Lương Tam Quang"
)


def bare(name: str) -> str:
    """Take the word for the tier off a place's name."""
    for prefix in PREFIXES:
        if name.casefold().startswith(prefix.casefold() + " "):
            return name[len(prefix) + 1 :]
    return name


def package_names() -> set[str]:
    """Read every province, district and commune name, of both eras, from the package."""
    path = files("vietnamadminunits") / "data" / "dataset.db"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
        old = base.execute("select province, district, ward from admin_units_legacy")
        new = base.execute("select province, ward from admin_units")
        names = {bare(name) for row in (*old, *new) for name in row if name}
    base.close()
    return names


def snapshot_names(paths: list[Path]) -> set[str]:
    """Read commune and district names from snapshot files."""
    names: set[str] = set()
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                names |= {bare(row["commune"]), bare(row["district"])}
    return names


def literal(name: str, doc: str, packed: str, width: int = 4000) -> str:
    """Write one packed list as a Python constant over a few long lines."""
    parts = [packed[i : i + width] for i in range(0, len(packed), width)]
    if len(parts) == 1:
        return f'{name} = "{packed}"\n"""{doc}"""\n'
    body = "\n".join(f'    "{part}"' for part in parts)
    return f'{name} = (\n{body}\n)\n"""{doc}"""\n'


def render(package: str, snapshots: str) -> str:
    """Render the module of the block-list."""
    return "\n".join(
        [
            '"""Hashes of real names, so that the sample city bears none of them; written by `tools/real_names.py`, never by hand."""\n',
            literal(
                "PACKAGE",
                "Provinces, districts and communes before and since 1 July 2025, of the package `vietnamadminunits`.",
                package,
            ),
            literal(
                "SNAPSHOTS",
                "Communes and districts of Hanoi as of 27 June 2017 and 1 March 2020, some since abolished.",
                snapshots,
            ),
            literal("HISTORY", "Provinces and capitals of the past.", b85encode(pack(HISTORY)).decode()),
            literal(
                "LEADERS",
                "Full names of national and city leaders, which an invented person must not bear.",
                b85encode(pack(LEADERS)).decode(),
            ),
        ]
    )


def main(arguments: list[str]) -> None:
    """Write the block-list again."""
    snapshots = (
        b85encode(pack(snapshot_names([Path(a) for a in arguments]))).decode() if arguments else real_names.SNAPSHOTS
    )
    TARGET.write_text(render(b85encode(pack(package_names())).decode(), snapshots), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
