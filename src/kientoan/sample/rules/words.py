"""Kinds of institutions that stand in every Vietnamese city, as words; the proper part of each name is invented elsewhere."""

DISTRICT_INSTITUTIONS = {
    "agency": (
        "Cơ quan {organ}",
        "Văn phòng HĐND và UBND {place}",
        "Mặt trận Tổ quốc và các đoàn thể {place}",
        "Tòa án nhân dân {place}",
        "Viện kiểm sát nhân dân {place}",
        "Chi cục Thuế {place}",
        "Kho bạc Nhà nước {place}",
        "Bảo hiểm xã hội {place}",
        "Chi cục Thi hành án dân sự {place}",
        "Chi cục Thống kê {place}",
        "Phòng Giáo dục và Đào tạo {place}",
        "Phòng Kinh tế {place}",
    ),
    "public_service": (
        "Bệnh viện đa khoa {place}",
        "Trung tâm Y tế {place}",
        "Trung tâm Bồi dưỡng chính trị {place}",
        "Trung tâm Văn hóa {place}",
        "Trường THPT {name}",
        "Trường THPT {name}",
        "Trung tâm Giáo dục thường xuyên {place}",
        "Trường Trung cấp {name}",
    ),
    "armed_forces": ("Công an {place}", "Quân sự {place}"),
}
FIRMS = {
    "state_enterprise": (
        "Công ty TNHH một thành viên Môi trường {name}",
        "Xí nghiệp Thủy lợi {name}",
        "Công ty Điện lực {name}",
        "Công ty TNHH một thành viên Cấp nước {name}",
    ),
    "joint_stock": (
        "Công ty cổ phần Xây dựng {name}",
        "Công ty cổ phần Thương mại {name}",
        "Công ty cổ phần Cơ khí {name}",
        "Công ty cổ phần Dược phẩm {name}",
        "Công ty cổ phần Vận tải {name}",
    ),
    "private_enterprise": (
        "Công ty TNHH May {name}",
        "Công ty TNHH Thực phẩm {name}",
        "Công ty TNHH Nội thất {name}",
        "Công ty TNHH Bao bì {name}",
    ),
    "cooperative": ("Hợp tác xã Nông nghiệp {name}", "Hợp tác xã Dịch vụ {name}", "Hợp tác xã Mây tre {name}"),
    "fdi": ("Công ty TNHH Điện tử {name} (vốn nước ngoài)", "Công ty TNHH Linh kiện {name} (vốn nước ngoài)"),
}
FIRM_WEIGHTS = {"state_enterprise": 4, "joint_stock": 7, "private_enterprise": 6, "cooperative": 3, "fdi": 1}

CITY_BLOCKS = (
    ("Khối các cơ quan thành phố", "agency", 55),
    ("Khối Doanh nghiệp thành phố", "joint_stock", 75),
    ("Khối các trường đại học, cao đẳng thành phố", "public_service", 45),
    ("Khối các bệnh viện thành phố", "public_service", 38),
    ("Công an thành phố", "armed_forces", 60),
    ("Quân sự thành phố", "armed_forces", 34),
    ("Cục Thuế thành phố", "agency", 18),
)
CITY_BLOCK_UNITS = {
    "agency": ("Sở {task}", "Ban quản lý dự án {name}", "Chi cục {task}", "Thanh tra {task}"),
    "joint_stock": FIRMS["joint_stock"],
    "public_service": (
        "Trường Cao đẳng {name}",
        "Bệnh viện chuyên khoa {name}",
        "Viện Nghiên cứu {name}",
        "Trường Đại học {name}",
    ),
    "armed_forces": (
        "Phòng Tham mưu số {n}",
        "Phòng Chính trị số {n}",
        "Phòng Hậu cần số {n}",
        "Tiểu đoàn số {n}",
        "Trung tâm Huấn luyện số {n}",
    ),
    "state_enterprise": ("Công ty thành viên {name}", "Xí nghiệp {name}", "Chi nhánh {name}", "Nhà máy {name}"),
}
TASKS = (
    "Công nghiệp",
    "Nông nghiệp",
    "Giao thông",
    "Xây dựng",
    "Văn hóa",
    "Y tế",
    "Giáo dục",
    "Lao động",
    "Tài chính",
    "Tài nguyên",
    "Tư pháp",
    "Du lịch",
    "Thông tin",
    "Khoa học",
    "Nội vụ",
    "Ngoại vụ",
    "Quy hoạch",
    "Kế hoạch",
)
CORPORATION_TRADES = (
    "Vận tải",
    "Thương mại",
    "Đầu tư nhà",
    "Cấp nước",
    "Điện tử",
    "Dệt may",
    "Cơ khí",
    "Dược",
    "Lương thực",
    "Cây xanh",
    "Chiếu sáng",
    "Chăn nuôi",
    "Vật liệu",
)
CLOSED_BLOCKS = ("Khối Công nghiệp thành phố", "Khối Thương mại thành phố", "Khối Du lịch thành phố")

COMMUNE_INSTITUTION_CELLS = (
    ("Cơ quan {place}", "agency"),
    ("Trường Tiểu học {name}", "public_service"),
    ("Trường Trung học cơ sở {name}", "public_service"),
    ("Trường Mầm non {name}", "public_service"),
    ("Trạm Y tế {place}", "public_service"),
    ("Công an {place}", "armed_forces"),
    ("Quân sự {place}", "armed_forces"),
)
RESIDENTIAL = {"ward": "tổ dân phố số {n}", "commune": "thôn {n}", "town": "tiểu khu {n}"}
OTHER_CELLS = {
    "agency": "Phòng chuyên môn số {n}",
    "public_service": "Khoa, phòng số {n}",
    "armed_forces": "Đội số {n}",
    "cooperative": "Tổ dịch vụ số {n}",
}
PLACE_WORD = {"ward": "phường", "commune": "xã", "town": "thị trấn"}
LARGE = (
    "Bệnh viện",
    "Trường Đại học",
    "Trường Cao đẳng",
    "Công an",
    "Quân sự",
    "Công ty Điện lực",
    "Công ty TNHH một thành viên",
    "Cơ quan",
    "Nhà máy",
    "Tiểu đoàn",
    "Sở",
)
"""How the names of institutions begin that are large enough to be more often a đảng bộ than a chi bộ."""
