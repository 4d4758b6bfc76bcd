"""Who may do what through the API: the table that tests/repo/test_api.py holds every operation to.

A new operation is a new line here, decided on purpose. The sample thing is the commune X1 (or its cell C1) in the
district H2 of `make.city`; addresses and bodies name the parts of `Things` in braces.
"""

from dataclasses import dataclass, field
from typing import Any

from kientoan.core import clock


@dataclass(frozen=True)
class Operation:
    """What the walk sends, and how it is answered.

    `right` is the right it takes beyond reach, by its value in orgs/rules/roles.py; `elsewhere` the status for a head of
    the district Q1 who has every right, but there: 404 where the address names a thing, 422 where the body
    does, 403 where a file does, else 200.
    """

    method: str
    address: str
    right: str = ""
    elsewhere: int = 404
    body: dict[str, Any] = field(default_factory=dict)
    list_of_units: str = ""
    word_file: bool = False
    workbooks: bool = False
    done: int = 200


def get(address: str, **more: Any) -> Operation:
    """A read."""
    return Operation("get", address, **more)


def post(address: str, right: str = "", **more: Any) -> Operation:
    """A write."""
    return Operation("post", address, right, **more)


DAY = {"day": "2017-07-01"}
DECIDED = DAY | {"decision": "15-QĐ/HU"}
TODAY = {"day": clock.today().isoformat()}
NEW_CELL = {"name": "Chi bộ thôn 3", "kind": "cell", "sector": "commune", "parent": "X1"}
OWN = 200  # one's own: everyone sees his or hers
CHANGE, GRANT, PEOPLE = "orgs.change", "orgs.grant", "people.change"
EXPORT, RECORD = "core.export", "core.read_record"

ACCOUNTS = {
    "accounts_me": get("me", elsewhere=OWN),
    "accounts_list_tokens": get("me/tokens", elsewhere=OWN),
    "accounts_make_token": post("me/tokens", elsewhere=201, done=201, body={"name": "Kho dữ liệu", "days": 5}),
    "accounts_revoke_token": post("me/tokens/{spare}/revoke"),
}
ORGS = {
    "orgs_list_units": get("units?under=X1"),
    "orgs_search_units": get("search/units?text=dong+thanh", elsewhere=OWN),
    "orgs_count_units": get("counts/units?under=X1&by=kind&by=sector"),
    "orgs_list_roots": get("roots", elsewhere=OWN),
    "orgs_get_unit": get("units/X1?as_of=2017-06-27"),
    "orgs_list_children": get("units/X1/children"),
    "orgs_get_path": get("units/X1/path"),
    "orgs_get_lineage": get("units/X1/lineage"),
    "orgs_list_bodies": get("units/X1/bodies"),
    "orgs_list_grants": get("units/X1/grants", right=GRANT),
    "orgs_list_my_grants": get("me/grants", elsewhere=OWN),
    "orgs_open_unit": post("units", CHANGE, elsewhere=422, done=201, body=DECIDED | NEW_CELL | {"code": "C9"}),
    "orgs_rename_unit": post("units/X1/rename", CHANGE, body=DECIDED | {"name": "Đảng bộ xã Đông Thành"}),
    "orgs_change_kind": post(
        "units/X1/change-kind", CHANGE, body=DECIDED | {"kind": "base_committee", "sector": "town"}
    ),
    "orgs_move_unit": post("units/C1/move", CHANGE, body=DECIDED | {"parent": "X2"}),
    "orgs_close_unit": post("units/C1/close", CHANGE, body=DECIDED),
    "orgs_split_unit": post(
        "units/C1/split",
        CHANGE,
        body=DECIDED
        | {
            "parts": [
                {"new": NEW_CELL | {"code": "C8"}, "share": "0.5"},
                {"new": NEW_CELL | {"code": "C9"}, "share": "0.5"},
            ]
        },
    ),
    "orgs_merge_units": post("mergers", CHANGE, elsewhere=422, body=DECIDED | {"olds": ["C1", "C2"], "into": "C2"}),
    "orgs_open_body": post(
        "units/X1/bodies", CHANGE, done=201, body=DAY | {"kind": "front", "name": "Ủy ban Mặt trận"}
    ),
    "orgs_end_body": post("bodies/{body}/end", CHANGE, body=DAY),
    "orgs_give_grant": post("units/X1/grants", GRANT, done=201, body=TODAY | {"username": "can.bo", "role": "reader"}),
    "orgs_end_grant": post("grants/{grant}/end", GRANT, body=DAY),
    "orgs_make_portfolio": post("portfolios", GRANT, elsewhere=422, done=201, body={"name": "Cụm 2", "units": ["X1"]}),
    "orgs_admit": post(
        "accounts",
        "accounts.make",
        elsewhere=422,
        done=201,
        body={"entrants": [{"username": "moi", "full_name": "Mới", "role": "clerk", "unit": "X1"}]},
    ),
    "orgs_export_units": get("exports/units?under=X1", right=EXPORT),
    "orgs_list_record": get("record?unit=X1", right=RECORD),
    "orgs_import_units": post(
        "imports/units",
        CHANGE,
        elsewhere=403,
        list_of_units="code,name,kind,sector,parent_code,valid_from\nC1,Chi bộ thôn Hai,cell,commune,X1,2017-07-01\n",
    ),
}
PERSONS = {
    "people_list_persons": get("persons?unit=X1"),
    "people_add_person": post("persons", PEOPLE, done=201, body={"unit": "X1", "full_name": "Trần Văn Nhỏ"}),
    "people_get_person": get("persons/{person}"),
    "people_read_sensitive": post(
        "persons/{person}/sensitive", PEOPLE, body={"reason": "Đối chiếu hồ sơ khi bổ nhiệm"}
    ),
    "people_correct_person": post("persons/{person}/correct", PEOPLE, body={"full_name": "Lê Thị Tám"}),
    "people_forget_person": post("persons/{stranger}/forget", PEOPLE, body={"reason": "Đã hết thời hạn lưu"}),
    "people_list_posts": get("units/X1/posts"),
    "people_open_post": post("bodies/{body}/posts", PEOPLE, done=201, body=DAY | {"code": "P2", "title": "Phó bí thư"}),
    "people_seat": post("posts/{free}/seat", PEOPLE, done=201, body=DAY | {"person": "{stranger}"}),
    "people_hand_over": post("posts/{held}/hand-over", PEOPLE, done=201, body=DAY | {"person": "{stranger}"}),
    "people_unseat": post("holdings/{holding}/end", PEOPLE, body=DAY),
}

MERGE = "figures.merge"
FORM = {
    "name_vi": "Biểu thử",
    "period": "half",
    "asked_of": ["cell"],
    "indicators": ["members", "meetings_held"],
    "instrument": "HD 12-HD/BTCTW",
}
INDICATOR = {
    "name_vi": "Số thử",
    "definition_vi": "Đếm thử",
    "measure_vi": "số",
    "kind": "count",
    "direction": "up",
    "period": "half",
    "over_time": "last",
    "up_the_tree": "sum",
    "reporter": "self",
    "asked_of": ["cell"],
    "instrument": "HD 12-HD/BTCTW",
}
FIGURES = {
    "figures_list_indicators": get("indicators", elsewhere=200),  # the same for everyone
    "figures_list_figures": get("figures?under=X1&period=2017-H1"),
    "figures_get_series": get("units/X1/series/members"),
    "figures_import_figures": post(
        "imports/figures?apply=true",
        MERGE,
        elsewhere=422,  # a code beyond reach is one that is not known
        list_of_units="unit,indicator,period,value\nX1,members,2017-H1,120\n",
    ),
    "figures_correct_figure": post(
        "figures/correct",
        MERGE,
        body={"unit": "X1", "indicator": "members", "period": "2017-H1", "value": "120", "reason": "Đếm lại"},
    ),
    "figures_list_issues": get("forms/issues", elsewhere=OWN),
    "figures_get_completeness": get("forms/issues/{issue}/completeness"),
    "figures_list_submissions": get("forms/issues/{issue}/submissions?state=missing"),
    "figures_list_targets": get("units/X1/targets/2017"),
    "figures_issue_form": post(
        "forms/half_year_commune/issues",
        "figures.issue",
        elsewhere=422,
        done=201,
        body={"period": "2016-H2", "due": "2017-01-10", "decision": "CV 3-CV/BTCTU", "units": ["X1"]},
    ),
    "figures_enter_figures": post("forms/submissions/{submission}/enter", "figures.enter", body={"values": "{values}"}),
    "figures_bring_sheet": post(
        "imports/sheets",
        MERGE,
        elsewhere=202,  # put down; what lies beyond reach is a fault of the sheet
        done=202,
        list_of_units="unit,indicator,period,value\nX1,members,2017-H1,120\n",
    ),
    "figures_get_sheet": get("imports/sheets/{sheet}"),  # one's own only
    "figures_take_in_sheet": post("imports/sheets/{sheet}/take-in", MERGE, elsewhere=404, done=202),  # one's own only
    "figures_list_forms": get("form-designs", elsewhere=200),  # the same for everyone
    "figures_get_form": get("form-designs/half_year_cell", right="figures.issue", elsewhere=200),
    "figures_make_form": post(
        "form-designs", "figures.issue", elsewhere=201, done=422, body=FORM | {"code": "bieu_thu"}
    ),  # forms are everybody's; the head of another district has just made it
    "figures_change_form": post("form-designs/half_year_cell/change", "figures.issue", elsewhere=200, body=FORM),
    "figures_make_indicator": post(
        "indicators", "figures.define", elsewhere=201, done=422, body=INDICATOR | {"code": "so_thu"}
    ),  # indicators are everybody's too
    "figures_change_indicator": post(
        "indicators/members/change", "figures.define", elsewhere=422, done=422, body=INDICATOR
    ),  # the starting list's are changed in the parameters
    "figures_retire_indicator": post(
        "indicators/members/retire", "figures.define", elsewhere=422, done=422, body={"reason": "Không hỏi nữa"}
    ),  # forms in use ask for it
    "figures_retire_form": post(
        "form-designs/half_year_cell/retire", "figures.issue", elsewhere=200, done=422, body={"reason": "Đã thay"}
    ),  # has just been retired
    "figures_add_questions": post(
        "form-designs/half_year_cell/questions",
        "figures.issue",
        elsewhere=200,
        done=422,
        body={"indicators": ["party_fees"]},
    ),  # has just been added
    "figures_get_draft": get("forms/submissions/{submission}/draft"),
    "figures_keep_draft": post(
        "forms/submissions/{submission}/draft", "figures.enter", body={"values": {"members": "12"}}
    ),
    "figures_start_merge": post("forms/issues/{issue}/merges", MERGE, done=202, workbooks=True),
    "figures_get_merge": get("merges/{merge}"),  # one's own only
    "figures_get_returned": get("merges/{merge}/returned", done=404),  # one's own only; nothing was given back
    "figures_set_target": post(
        "units/X1/targets",
        "figures.set_targets",
        body={
            "indicator": "members",
            "year": 2017,
            "value": "130",
            "decision": "5-NQ/TU",
            "decided_on": "2017-01-05",
        },
    ),
}

SEE, RUN, BUILD = "review.see", "review.run", "reports.build"
CLASS = {"unit": "X1", "year": 2016, "grade": "good", "decision": "12-QĐ/TU"}
RULES = "review.edit_rules"
DATED = {"since": "2017-07-01", "instrument": "15-QĐ/TU", "reason": "Theo quyết định của cấp ủy"}
SIGN = {
    "code": "few_meetings",
    "title": {"vi": "Ít họp", "en": "Few meetings"},
    "measure": "meetings_held",
    "fires": "<",
    "threshold": 3,
    "severity": 1,
    "sentence": {"vi": "Mới họp {value} kỳ.", "en": "Met {value} times."},
}
REVIEW = {
    "review_list_runs": get("review/runs?period=2017-H1", right=SEE, elsewhere=OWN),
    "review_start_run": post(
        "review/runs",
        RUN,
        elsewhere=422,
        done=202,
        body={"unit": "X1", "period": "2017-H1", "as_of": "2017-06-30"},
    ),
    "review_get_request": get("review/requests/{request}", right=RUN),
    "review_get_run": get("review/runs/{run}?under=X1", right=SEE),
    "review_list_results": get("review/runs/{run}/results?outcome=near&kind=base_committee", right=SEE),
    "review_get_result": get("review/runs/{run}/results/X1", right=SEE),
    "review_compare_run": get("review/runs/{second_run}/comparison", right=SEE),
    "review_list_conclusions": get("review/conclusions", right=SEE, elsewhere=OWN),
    "review_record_conclusion": post(
        "review/conclusions",
        RUN,
        elsewhere=422,
        done=201,
        body={"unit": "X1", "rule": "K1", "day": "2017-05-02", "number": "7-KL/UBKT"},
    ),
    "review_withdraw_conclusion": post("review/conclusions/{conclusion}/withdraw", RUN, body={"reason": "Ghi nhầm"}),
    "review_list_classes": get("review/classes?year=2016", right=SEE, elsewhere=OWN),
    "review_record_classes": post("review/classes", RUN, elsewhere=422, body={"classes": [CLASS]}),
    "review_decide_class": post(
        "review/units/X1/classes",
        RUN,
        body={"year": 2016, "grade": "weak", "decision": "12-QĐ/TU", "decided_on": "2017-01-10"}
        | {"conclusion": {"rule": "K1", "number": "7-KL/UBKT", "day": "2016-11-02"}},
    ),
    "review_list_rules": get("review/rules?family=criteria&as_of=2017-06-30", right=SEE, elsewhere=OWN),
    "review_get_rule": get("review/rules/review.signs.attendance_low?as_of=2017-06-30", right=SEE, elsewhere=OWN),
    "review_date_rule": post(
        "review/rules/review.signs.attendance_low/values", RULES, elsewhere=201, done=201, body=DATED | {"value": 0.6}
    ),
    "review_make_sign": post("review/signs", RULES, elsewhere=201, done=201, body=SIGN | DATED),
    "review_get_regime": get("review/regime?year=2018", right=SEE, elsewhere=OWN),
    "review_list_class_runs": get("review/class-runs?year=2016", right=SEE, elsewhere=OWN),
    "review_start_class_run": post(
        "review/class-runs", RUN, elsewhere=422, done=202, body={"unit": "X1", "year": 2016}
    ),
    "review_get_class_run": get("review/class-runs/{class_run}", right=SEE),
    "review_list_proposals": get("review/class-runs/{class_run}/proposals?proposed=open&under=X1", right=SEE),
    "review_get_proposal": get("review/class-runs/{class_run}/proposals/X1", right=SEE),
    "review_import_classes": post(
        "imports/classes?apply=true",
        RUN,
        elsewhere=422,
        list_of_units="Mã tổ chức,Năm,Xếp loại,Số quyết định\nX1,2016,good,12-QĐ/TU\n",
    ),
}
ADDRESS = {
    "day": "2017-06-27",
    "as_of": "2017-06-20",
    "superior": "Huyện ủy Thượng Vân",
    "issuer": "Ban Tổ chức",
    "org_code": "BTCHU",
    "place": "Thượng Vân",
    "position": "Trưởng Ban",
}
REPORTS = {
    "reports_list_reports": get("reports?period=2017-H1", elsewhere=OWN),  # cut to those one may read
    "reports_open_report": post(
        "reports",
        BUILD,
        elsewhere=422,
        done=202,
        body={"unit": "X1", "period": "2017-H1", "day": "2017-06-27", "as_of": "2017-06-20"},
    ),
    "reports_get_report": get("reports/{report}", right=BUILD),
    "reports_build_report": post("reports/{report}/build", BUILD, done=202),
    "reports_sign_report": post("reports/{whole_report}/sign", "reports.sign", done=202),
    "reports_get_order": get("reports/{report}/orders/{order}", right=BUILD),
    "reports_list_editions": get("reports/{report}/editions", right=BUILD),
    "reports_download_edition": get("reports/{report}/editions/1/docx", right=BUILD),
    "reports_list_sections": get("reports/{report}/sections", right=BUILD),
    "reports_get_section": get("reports/{report}/sections/limits", right=BUILD),
    "reports_list_versions": get("reports/{report}/sections/limits/versions", right=BUILD),
    "reports_write_section": post("reports/{report}/sections/limits", BUILD, body={"text": "Còn ít.", "based_on": 0}),
    "reports_get_address": get("reports/{report}/address", right=BUILD),
    "reports_address_report": post("reports/{report}/address", BUILD, body=ADDRESS),
    "reports_take_back": post("reports/{report}/take-back", BUILD, done=422, word_file=True),  # no edition of it
    "reports_check_file": post("report-checks", elsewhere=201, done=201, word_file=True),  # anybody's file
    "reports_get_check": get("report-checks/{check}", right=BUILD),
}
KEEP = "documents.keep"
LINE = {"direction": "out", "kind": "notice", "dated": "2017-06-27", "written": "12-TB/ĐU", "issuer_name": "Đảng ủy"}
DOCUMENTS = {
    "documents_list_documents": get("documents?keeper=X1"),
    "documents_register_document": post("documents", KEEP, done=201, body=LINE | {"keeper": "X1", "abstract": "Lịch"}),
    "documents_get_document": get("documents/{document}"),
    "documents_correct_document": post("documents/{document}/correct", KEEP, body={"abstract": "Về củng cố"}),
    "documents_strike_out": post("documents/{document}/strike-out", KEEP, body={"reason": "Vào sổ nhầm"}),
    "documents_keep_file": post("documents/{document}/files", KEEP, done=201, word_file=True),
    "documents_get_file": get("document-files/{document_file}"),
    "documents_add_link": post(
        "documents/{document}/links", KEEP, done=201, body={"kind": "carries_out", "written": "39-NQ/TW"}
    ),
    "documents_check_numbers": get("units/X1/document-numbers", right=KEEP),
    "documents_list_aims": get("documents/{document}/aims"),
    "documents_add_aim": post("documents/{document}/aims", KEEP, done=201, body={"text": "Giảm 10 % biên chế"}),
    "documents_list_reviews": get("documents/{document}/reviews"),
    "documents_record_review": post(
        "documents/{document}/reviews",
        KEEP,
        done=201,
        body={
            "kind": "on_the_way",
            "held_on": "2019-06-27",
            "by_written": "40-BC/ĐU",
            "outcomes": [{"aim": "{aim}", "outcome": "partly"}],
        },
    ),
    "documents_import_documents": post(
        "imports/documents?keeper=X1&apply=true",
        KEEP,
        list_of_units="Số ký hiệu,Ngày văn bản,Cơ quan ban hành,Trích yếu\n15-NQ/TU,04/07/2017,Thành ủy,Củng cố\n",
    ),
}
PROPOSE, DECIDE = "findings.propose", "findings.decide"
QUOTED = {"place": "xã Đông Thạnh", "quote": "xã Đông Thạnh", "start": 4, "end": 17, "unit": "X1"}
FINDINGS = {
    "findings_list_findings": get("findings?unit=X1", elsewhere=OWN),
    "findings_get_finding": get("findings/{confirmed_finding}"),
    "findings_propose": post(
        "findings", PROPOSE, elsewhere=422, done=201, body={"unit": "X1", "source": "person", "said": "Họp không đều"}
    ),
    "findings_propose_from_text": post("text-findings", PROPOSE, elsewhere=422, done=201, body=QUOTED),
    "findings_confirm": post("findings/{finding}/confirm", DECIDE, body={}),
    "findings_dismiss": post("findings/{finding}/dismiss", DECIDE, body={"reason": "Đã khắc phục"}),
}

_GIVE, _ANSWER = "directives.give", "directives.answer"
_SAID = {"agreed": False, "words": "Chưa đủ căn cứ"}
DIRECTIVES = {
    "directives_list_tasks": get("tasks?list=all&under=X1"),
    "directives_get_task": get("tasks/{task}"),
    "directives_get_progress": get("progress?unit=X1"),
    "directives_check_totals": get("progress/check?total=3&done=1&open_in_time=1&open_overdue=1", elsewhere=OWN),
    "directives_list_directives": get("directives", elsewhere=OWN),
    "directives_draft_directive": post(
        "directives",
        _GIVE,
        elsewhere=422,
        done=201,
        body={"keeper": "X1", "title": "Rà soát chi bộ", "leads": [{"unit": "C1"}]},
    ),
    "directives_extract_directives": post(
        "directives/extract", elsewhere=OWN, body={"text": "Giao Sở Nội vụ kiểm tra."}
    ),
    "directives_keep_reading": post(
        "readings", _GIVE, elsewhere=422, done=201, body={"keeper": "X1", "text": "Giao Sở Nội vụ kiểm tra."}
    ),
    "directives_get_reading": get("readings/{reading}"),
    "directives_accept_found": post("readings/{reading}/drafts/1/accept", _GIVE),
    "directives_drop_found": post("readings/{reading}/drafts/1/drop", _GIVE),
    "directives_take_back_found": post("readings/{reading}/drafts/1/take-back", _GIVE),
    "directives_drop_reading": post("readings/{reading}/throw-away", _GIVE, done=204),
    "directives_get_directive": get("directives/{directive}"),
    "directives_issue_directive": post("directives/{directive}/issue", _GIVE),
    "directives_withdraw_directive": post("directives/{issued}/withdraw", _GIVE, body={"reason": "Ban hành nhầm"}),
    "directives_end_recurrence": post(
        "directives/{recurring}/end", _GIVE, body={"until": "2017-12-31", "reason": "Hết đợt"}
    ),
    "directives_change_draft": post(
        "directives/{directive}/change", _GIVE, body={"title": "Rà soát lại", "leads": [{"unit": "C1"}]}
    ),
    "directives_drop_draft": post("directives/{directive}/drop", _GIVE, done=204),
    "directives_list_programmes": get("programmes", elsewhere=OWN),
    "directives_make_programme": post(
        "programmes",
        _GIVE,
        elsewhere=422,
        done=201,
        body={"keeper": "X1", "name": "Chương trình 6 tháng", "period": "2017-H1"},
    ),
    "directives_get_programme": get("programmes/{programme}"),
    "directives_add_item": post(
        "programmes/{programme}/items", _GIVE, done=201, body={"title": "Củng cố", "reasons": [{"origin": "own"}]}
    ),
    "directives_link_item": post("programmes/{programme}/items/1/link", _GIVE, body={"directive": None}),
    "directives_add_reason": post(
        "programmes/{programme}/items/1/reasons", _GIVE, body={"origin": "urged", "words": "Bí thư"}
    ),
    "directives_list_editions": get("progress/editions", elsewhere=OWN),
    "directives_keep_edition": post("progress/editions", _GIVE, elsewhere=422, done=201, body={"unit": "X1"}),
    "directives_get_edition": get("progress/editions/{edition}"),
    "directives_sign_edition": post("progress/editions/{edition}/sign", "reports.sign", body={"number": "12-BC/ĐU"}),
    "directives_acknowledge_task": post("tasks/{task}/acknowledge", _ANSWER),
    "directives_submit_task": post("tasks/{task}/submit", _ANSWER, body={"words": "Đã xong", "product_text": "4-BC"}),
    "directives_accept_task": post("tasks/{sent_task}/accept", _GIVE, body={"late_because": "thiếu người"}),
    "directives_return_task": post("tasks/{sent_task}/return", _GIVE, body={"reason": "Thiếu biên bản"}),
    "directives_ask_extension": post(
        "tasks/{task}/extension", _ANSWER, body={"new_day": "2099-01-01", "reason": "Chờ kinh phí"}
    ),
    "directives_decide_extension": post("tasks/{asking_task}/extension/decide", _GIVE, body=_SAID),
    "directives_ask_hand_back": post(
        "tasks/{task}/hand-back", _ANSWER, body={"kind": "not_ours", "reason": "Thuộc quận"}
    ),
    "directives_decide_hand_back": post("tasks/{asking_task}/hand-back/decide", _GIVE, body=_SAID),
    "directives_suspend_task": post("tasks/{task}/suspend", _GIVE, body={"reason": "Chờ văn bản"}),
    "directives_resume_task": post("tasks/{suspended_task}/resume", _GIVE),
    "directives_list_reminders": get("reminders", elsewhere=OWN),
    "directives_list_urging_letters": get("urging-letters", elsewhere=OWN),
    "directives_list_briefing_points": get("briefing-points?keeper=X1"),
    "directives_explain_lateness": post(
        "briefing-points/{point}/explain", _ANSWER, body={"reason": "means", "words": "Thiếu người"}
    ),
    "directives_settle_point": post("briefing-points/{point}/settle", _GIVE, body={"where": "Giao ban 2/10"}),
    "directives_list_burden": get("burden?under=X1"),
    "directives_list_outbox": get("outbox?state=doubtful", right=_GIVE, elsewhere=OWN),
    "directives_decide_message": post("outbox/{letter}/decide", _GIVE, body={"sent": True}),
    "directives_urge_task": post("tasks/{task}/urge", _GIVE, body={"channel": "notice"}),
}

_MEET = "meetings.keep"
_RUN = "meetings/{meeting_running}"
_HELD = "meetings/{meeting_held}/conclusion"
MEETINGS = {
    "meetings_list_meetings": get("meetings?kind=conference", elsewhere=OWN),
    "meetings_get_meeting": get("meetings/{meeting}"),
    "meetings_get_carried_out": get("meetings/{meeting}/carried-out"),
    "meetings_get_paper": get("meetings/{meeting}/paper/minutes"),
    "meetings_get_paper_file": get("meetings/{meeting}/paper-file/notice/docx"),
    "meetings_plan_meeting": post(
        "meetings",
        _MEET,
        elsewhere=422,
        done=201,
        body={"organiser": "X1", "kind": "conference", "title": "Sơ kết", "held_on": "2017-06-27"},
    ),
    "meetings_change_meeting": post("meetings/{meeting_planned}/change", _MEET, body={"place": "Hội trường xã"}),
    "meetings_open_meeting": post("meetings/{meeting_planned}/open", _MEET),
    "meetings_close_meeting": post(f"{_RUN}/close", _MEET),
    "meetings_conclude_meeting": post("meetings/{meeting_held}/conclude", _MEET, body={}),
    "meetings_cancel_meeting": post("meetings/{meeting_planned}/cancel", _MEET, body={"reason": "Bão"}),
    "meetings_add_item": post(f"{_RUN}/agenda", _MEET, done=201, body={"title": "Kết luận", "minutes": 15}),
    "meetings_move_item": post(f"{_RUN}/agenda/{{item}}/move", _MEET, body={"up": True}),
    "meetings_drop_item": post(f"{_RUN}/agenda/{{item}}/drop", _MEET),
    "meetings_note_item": post(f"{_RUN}/agenda/{{item}}/note", _MEET, body={"text": "Đã báo cáo", "version": 0}),
    "meetings_begin_item": post(f"{_RUN}/agenda/{{item}}/begin", _MEET),
    "meetings_end_item": post(f"{_RUN}/agenda/{{begun_item}}/end", _MEET),
    "meetings_add_paper": post(f"{_RUN}/papers", _MEET, body={"document": "{new_paper}"}),
    "meetings_remove_paper": post(f"{_RUN}/papers/{{paper}}/remove", _MEET),
    "meetings_ask_people": post(f"{_RUN}/attendance", _MEET, done=201, body={"people": [{"unit": "C1"}]}),
    "meetings_mark_presence": post(f"{_RUN}/attendance/{{asked}}/presence", _MEET, body={"presence": "present"}),
    "meetings_add_statement": post(f"{_RUN}/statements", _MEET, done=201, body={"speaker": "Vũ Bá Hòe"}),
    "meetings_change_statement": post(f"{_RUN}/statements/{{statement}}/change", _MEET, body={"asked_of": "X1"}),
    "meetings_answer_statement": post(f"{_RUN}/statements/{{statement}}/answer", _MEET, body={"answer": "Sẽ xem xét"}),
    "meetings_give_floor": post(f"{_RUN}/statements/{{statement}}/begin", _MEET),
    "meetings_end_floor": post(f"{_RUN}/statements/{{statement}}/end", _MEET),
    "meetings_note_statement": post(
        f"{_RUN}/statements/{{statement}}/note", _MEET, body={"text": "Thiếu cán bộ", "version": 0}
    ),
    "meetings_add_conclusion": post(
        f"{_RUN}/conclusion", _MEET, done=201, body={"kind": "task", "text": "Củng cố chi bộ"}
    ),
    "meetings_change_conclusion": post(f"{_RUN}/conclusion/{{result}}/change", _MEET, body={"text": "Đã rà soát"}),
    "meetings_drop_conclusion": post(f"{_RUN}/conclusion/{{result}}/drop", _MEET, done=204),
    "meetings_say_no_directive": post(
        f"{_HELD}/{{free_item}}/no-directive", _GIVE, body={"because": "Việc thường xuyên"}
    ),
    "meetings_draft_from_conclusion": post(f"{_HELD}/{{free_item}}/draft", _GIVE, done=201, body={"units": ["C1"]}),
    "meetings_link_directive": post(
        f"{_HELD}/{{given_item}}/link", _GIVE, done=201, body={"directive": "{other_order}"}
    ),
    "meetings_unlink_directive": post(f"{_HELD}/{{given_item}}/unlink", _GIVE, done=204, body={"directive": "{order}"}),
    "meetings_keep_face": post("meetings/{meeting_planned}/face", _MEET, body={"archive": "Văn phòng"}),
    "meetings_keep_paper": post("meetings/{meeting_held}/paper/minutes/keep", _MEET, done=201, body={}),
    "meetings_list_proposals": get("proposals?state=sent", elsewhere=OWN),
    "meetings_send_proposal": post(
        "proposals", _MEET, elsewhere=422, done=201, body={"unit": "X1", "sent_to": "H2", "text": "Bổ sung biên chế"}
    ),
    "meetings_get_proposal": get("proposals/{proposal}"),
    "meetings_take_proposal_up": post("proposals/{proposal}/take-up", _MEET, body={}),
    "meetings_pass_proposal_up": post("proposals/{proposal}/pass-up", _MEET, body={"said": "Đã trình huyện"}),
    "meetings_answer_proposal": post("proposals/{proposal}/answer", _MEET, body={"said": "Đồng ý"}),
    "meetings_decline_proposal": post("proposals/{proposal}/decline", _MEET, body={"said": "Chưa có nguồn"}),
    "meetings_list_advice": get("advice?kind=submission", elsewhere=OWN),
    "meetings_prepare_advice": post(
        "advice",
        _MEET,
        elsewhere=422,
        done=201,
        body={"kind": "submission", "author": "{office}", "addressee": "{body}", "title": "Đề án"},
    ),
    "meetings_get_advice": get("advice/{advice}"),
    "meetings_submit_advice": post("advice/{advice}/submit", _MEET, body={"document": "{paper}"}),
    "meetings_send_guidance": post("advice/{guidance}/send", _MEET, body={"document": "{guide}"}),
    "meetings_table_advice": post("advice/{advice_submitted}/table", _MEET, body={"meeting": "{session}"}),
    "meetings_conclude_advice": post("advice/{advice_submitted}/conclude", _MEET, body={"said": "Đồng ý chủ trương"}),
    "meetings_return_advice": post("advice/{advice_submitted}/return", _MEET, body={"said": "Làm rõ lộ trình"}),
}

API: dict[str, Operation] = {
    **ACCOUNTS,
    **ORGS,
    **PERSONS,
    **FIGURES,
    **REVIEW,
    **REPORTS,
    **DOCUMENTS,
    **FINDINGS,
    **DIRECTIVES,
    **MEETINGS,
}
