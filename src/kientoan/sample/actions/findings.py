"""Findings of the sample city: places that its half-year report names, as quotations; one of them confirmed, one dismissed."""

from kientoan.accounts.models import User
from kientoan.core.recording import recorded
from kientoan.documents import actions as documents
from kientoan.documents.models import Document
from kientoan.findings import actions
from kientoan.findings.rules import Source
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.life import names_on
from kientoan.sample.rules.shape import AS_OF

REPORT = "04-BC/BTCTU"
KINDS = ("base_committee", "base_cell")


def write_findings(*, top: Unit, by: User) -> int:
    """Let the half-year report name four base units, and bring each in as a finding; gives how many findings."""
    spans = Unit.objects.under(top, AS_OF).filter(spans__kind__in=KINDS, spans__valid__contains=AS_OF)
    units = list(spans.order_by("code").distinct()[10:34:6])
    if not units:
        return 0
    names = names_on([unit.pk for unit in units], AS_OF)
    document = Document.objects.get(written=REPORT, keeper=top)
    text = "Sơ kết sáu tháng đầu năm 2017.\nMột số tổ chức cơ sở đảng còn yếu, sinh hoạt chưa đều, như "
    places = []
    for number, unit in enumerate(units):
        text += "; " if number else ""
        places.append((unit, len(text), len(text) + len(names[unit.pk])))
        text += names[unit.pk]
    text += ".\nĐề nghị cấp ủy cấp trên trực tiếp xem xét, chỉ đạo củng cố."
    with recorded("sample.write_findings", by=by):
        documents.keep_file(document=document, name="bao-cao-so-ket.txt", content=text.encode(), by=by)
        made = [
            actions.propose_from_text(
                unit=unit, place=text[start:end], quote=text[start:end], start=start, end=end, document=document, by=by
            )
            for unit, start, end in places
        ]
        said = "Hai quý liền không họp chi bộ đủ kỳ; sổ nghị quyết không ghi phân công."
        made.append(actions.propose(unit=units[0], source=Source.INSPECTION, said=said, found_on=AS_OF, by=by))
        actions.confirm(finding=made[0], by=by, reason="Trùng với kết quả rà soát sáu tháng")
        if len(units) > 1:
            actions.dismiss(finding=made[1], by=by, reason="Đã bổ sung cấp ủy viên từ tháng 5, sinh hoạt đều trở lại")
    return len(made)
