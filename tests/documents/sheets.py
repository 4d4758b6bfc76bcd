"""A sheet as an e-office exports its register of incoming documents."""

SHEET = (
    "Số đến,Ngày đến,Số ký hiệu,Ngày văn bản,Tác giả,Trích yếu,Người ký,Độ mật,Độ khẩn\n"
    "12,06/07/2017,15-NQ/TU,04/07/2017,Thành ủy,Về củng cố cơ sở,Nguyễn Văn Ẩn,,Khẩn\n"
    "13,07/07/2017,30/2020/NĐ-CP,05/07/2017,Chính phủ,Công tác văn thư,,,\n"
    "14,08/07/2017,05/BNV-VP,06/07/2017,Bộ Nội vụ,V/v báo cáo,,thường,thường\n"
    "15,09/07/2017,16-NQ/TU,07/07/2017,Thành ủy,,,Mật,\n"
)
