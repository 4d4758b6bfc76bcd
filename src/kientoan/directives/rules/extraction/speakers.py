"""Whose words a quotation is, where the speaker is named only after it ('“… phải báo cáo”, ông An nói'), and who has no authority to order."""

import re
from typing import Final

from .assignees import opens_known_office
from .sentences import CLOSING
from .words import SPEECH_VERBS

_NO_AUTHORITY: Final = r"(?:người dân|cử tri|chuyên gia|luật sư|ý kiến|độc giả|bạn đọc|hiệp hội|doanh nghiệp|phụ huynh|hộ dân|tiểu thương|nhà nghiên cứu|bác sĩ)"
LAY: Final = re.compile(
    rf"(?:^|[,;:“]\s*)(?:(?:nhiều|một số|các|theo|đa số|không ít|một)\s+)*{_NO_AUTHORITY}"
    r"[^,;:.]{0,60}?(?<!\w)(?:cho biết|cho rằng|chia sẻ|bày tỏ|kiến nghị|đề nghị|đề cập|mong muốn|mong|phản ánh|đề xuất|bức xúc|lo ngại|cho hay|nói|khuyến cáo)(?!\w)"
    rf"|,\s*theo\s+(?:\w+\s+){{0,3}}?{_NO_AUTHORITY}",
    re.IGNORECASE,
)
"""One who speaks without authority: what he or she asks for is no order."""

_AFTER: Final = re.compile(
    rf"[{re.escape(CLOSING)}][ ]*,?[ ]*(?P<who>[^,.;:“”\"]{{2,90}}?)\s+(?:cũng\s+|đã\s+)?(?:{SPEECH_VERBS})(?!\w)",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(r"(?:ông|bà|đồng chí|tân)\s+(?P<name>.+)", re.IGNORECASE)
_TITLE: Final = r"(?:chủ tịch|bí thư|thủ tướng|bộ trưởng|thứ trưởng|giám đốc|trưởng ban|cục trưởng|tổng cục trưởng|chánh|viện trưởng|vụ trưởng|hiệu trưởng|chủ nhiệm|tư lệnh)"


def said_after(text: str, end: int) -> str | None:
    """The words that name who said the quotation in which `end` lies, where they follow it in its line; None where they do not."""
    stop = text.find("\n", end)
    close = min(
        (at for mark in CLOSING if (at := text.find(mark, end, len(text) if stop < 0 else stop)) >= 0), default=-1
    )
    match = _AFTER.match(text, close) if close >= 0 else None
    return match["who"].strip() if match else None


def has_authority(text: str, who: str) -> bool:
    """Whether the words name an office or a post, or a person who bears a post elsewhere in the text."""
    person = _PERSON.match(who)
    if person is None:
        return opens_known_office(who, 0, len(who))
    name = person["name"].split()[-1]
    return re.search(rf"(?i:{_TITLE})[^.;\n]{{0,80}}?\b{re.escape(name)}(?!\w)", text) is not None
