"""The headers under which lists of units and of operations come, in Vietnamese and English."""

from kientoan.core.sheets import Column


def _column(name: str, *headers: str, kind: str = "text", **more: object) -> Column:
    return Column(name, headers, kind, required=False, **more)  # type: ignore[arg-type]


UNITS = (
    _column("code", "Mã", "Mã tổ chức", "Mã đơn vị", max_length=40),
    _column("name", "Tên", "Tên tổ chức", "Tên đơn vị", max_length=200),
    _column("kind", "Loại tổ chức", "Loại tổ chức đảng"),
    _column("sector", "Loại hình", "Khối"),
    _column("parent_code", "Mã cấp trên", "Mã tổ chức cấp trên", "Trực thuộc (mã)", "parent"),
    _column("valid_from", "Từ ngày", "Ngày thành lập", "Hiệu lực từ", kind="date"),
    _column("valid_to", "Đến ngày", "Ngày kết thúc", "Hiệu lực đến", kind="date"),
)
OPERATIONS = (
    _column("date", "Ngày", "Ngày hiệu lực", kind="date"),
    _column(
        "op",
        "Thay đổi",
        "Việc",
        "operation",
        kind="choice",
        choices={
            "open": ("thành lập", "mở"),
            "rename": ("đổi tên",),
            "change_kind": ("đổi loại", "chuyển loại", "change kind"),
            "move": ("chuyển", "chuyển về", "điều chuyển"),
            "merge": ("sáp nhập", "hợp nhất", "nhập"),
            "split": ("chia", "tách", "chia tách"),
            "close": ("giải thể", "kết thúc hoạt động", "đóng"),
        },
    ),
    _column("from_code", "Mã cũ", "Từ mã", max_length=40),
    _column("to_code", "Mã mới", "Sang mã", max_length=40),
    _column("share", "Tỷ lệ", "Phần", kind="decimal", least=0, most=1),
    _column("decision", "Quyết định", "Số quyết định", max_length=80),
)
TIERS = ("province", "district", "commune")
"""The tiers that flat lists have a column for, from the top."""
FLAT = (
    _column("province_code", "Mã tỉnh", "Mã tỉnh, thành phố", "Mã TP"),
    _column("province", "Tỉnh", "Tỉnh, thành phố", "Tỉnh / Thành phố", "Thành phố"),
    _column("district_code", "Mã huyện", "Mã quận huyện", "Mã quận, huyện", "Mã QH"),
    _column("district", "Huyện", "Quận huyện", "Quận, huyện", "Quận, huyện, thị xã"),
    _column("commune_code", "Mã xã", "Mã phường xã", "Mã phường, xã", "Mã PX", "ward_code"),
    _column("commune", "Xã", "Phường xã", "Phường, xã", "Xã, phường, thị trấn", "ward"),
    _column("type", "Cấp", "Loại đơn vị hành chính"),
    _column("snapshot_date", "Tính đến ngày", "Ngày của danh sách", "as_of", kind="date"),
)
ALL = (*UNITS, *OPERATIONS, *FLAT)
EXPORT = UNITS
