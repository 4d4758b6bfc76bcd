"""An invented article of a conference, for the page on which a text is checked: districts of the sample city stand in it by their own names."""

from collections.abc import Sequence

TITLE = "Bài tường thuật hội nghị giao ban công tác tổ chức xây dựng Đảng"


def article(city: str, districts: Sequence[str], weak: Sequence[str], due: str) -> str:
    """The text: `city` and `districts` without 'Đảng bộ', at least three of them; `weak` are places named as weak, as 'thôn A (xã B, huyện C)', `due` is a day as '30/7'.

    >>> "Ban Tổ chức Quận ủy Đông" in article("thành phố Sao", ["quận Đông", "huyện Tây", "huyện Nam"], [], "30/7")
    True
    """
    first, second, third = (committee(name) for name in districts[:3])
    lines = [
        f"Giao ban công tác tổ chức xây dựng Đảng {city}",
        f"Sáng nay, Thành ủy tổ chức hội nghị giao ban công tác tổ chức xây dựng Đảng. Dự hội nghị có lãnh đạo các ban đảng và bí thư cấp ủy của {len(districts)} quận, huyện.",
        "Báo cáo tại hội nghị cho biết, sáu tháng qua toàn thành phố kết nạp 1.248 đảng viên, đạt 61,5% kế hoạch năm; 37 chi bộ chưa họp đủ kỳ.",
    ]
    if weak:
        lines.append(f"Qua rà soát, còn một số tổ chức đảng yếu kém cần kiện toàn, trong đó có {' và '.join(weak)}.")
    lines += [
        f"Phó Bí thư Thường trực Thành ủy nêu rõ: “Ban Tổ chức {first}, Ban Tổ chức {second} và Ban Tổ chức {third} khẩn trương tham mưu cấp ủy kiện toàn các tổ chức đảng yếu kém, báo cáo trước ngày {due}. Ban Tổ chức Thành ủy sớm tham mưu để Thành ủy ban hành nghị quyết chuyên đề về củng cố tổ chức cơ sở đảng”.",
        "Cũng theo Phó Bí thư Thường trực Thành ủy, bí thư cấp ủy phải chịu trách nhiệm trước Ban Thường vụ Thành ủy về việc củng cố tổ chức đảng ở địa bàn mình; hằng tháng báo cáo kết quả.",
        "Tiếp thu ý kiến chỉ đạo, Trưởng ban Tổ chức Thành ủy cho biết sẽ phối hợp với các cấp ủy thực hiện ngay sau hội nghị.",
    ]
    return "\n".join(lines) + "\n"


def committee(name: str) -> str:
    """The committee of a district by its name.

    >>> committee("quận Đông"), committee("thị xã Bắc")
    ('Quận ủy Đông', 'Thị ủy Bắc')
    """
    for kind, organ in (("quận ", "Quận ủy "), ("huyện ", "Huyện ủy "), ("thị xã ", "Thị ủy "), ("thành phố ", "Thành ủy ")):  # fmt: skip
        if name.lower().startswith(kind):
            return organ + name[len(kind) :]
    return f"Đảng ủy {name}"
