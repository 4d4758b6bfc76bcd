"""The record of meetings as sentences."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

SENTENCES: Mapping[str, Promise] = {
    "meetings.plan": gettext_lazy("Planned the meeting “%(title)s” of %(held_on)s"),
    "meetings.change": gettext_lazy("Changed what is said of the meeting “%(title)s”"),
    "meetings.open": gettext_lazy("Opened the meeting “%(title)s”"),
    "meetings.close": gettext_lazy("Closed the meeting “%(title)s”"),
    "meetings.conclude": gettext_lazy(
        "Concluded the meeting “%(title)s”: results %(result)s, limits %(limit)s, tasks %(task)s"
    ),
    "meetings.cancel": gettext_lazy("Cancelled the meeting “%(title)s” of %(held_on)s"),
    "meetings.add_item": gettext_lazy("Put “%(item)s” on the agenda of “%(title)s”"),
    "meetings.move_item": gettext_lazy("Moved “%(item)s” within the agenda of “%(title)s”"),
    "meetings.drop_item": gettext_lazy("Took “%(item)s” off the agenda of “%(title)s”"),
    "meetings.add_paper": gettext_lazy("Laid %(written)s before the meeting “%(title)s”"),
    "meetings.remove_paper": gettext_lazy("Took %(written)s from the papers of “%(title)s”"),
    "meetings.ask": gettext_lazy("Asked %(count)s people or units to the meeting “%(title)s”"),
    "meetings.mark_presence": gettext_lazy("Wrote down who came to the meeting “%(title)s”"),
    "meetings.take_note": gettext_lazy("Took notes of the meeting “%(title)s”"),
    "meetings.begin_item": gettext_lazy("Started the clock at the meeting “%(title)s”"),
    "meetings.end_item": gettext_lazy("Stopped the clock at the meeting “%(title)s”"),
    "meetings.add_statement": gettext_lazy("Wrote down statement %(place)s of the meeting “%(title)s”"),
    "meetings.change_statement": gettext_lazy("Corrected statement %(place)s of the meeting “%(title)s”"),
    "meetings.answer_statement": gettext_lazy("Answered statement %(place)s of the meeting “%(title)s”"),
    "meetings.add_conclusion": gettext_lazy("Wrote down what the meeting “%(title)s” concludes"),
    "meetings.change_conclusion": gettext_lazy("Changed what the meeting “%(title)s” concludes"),
    "meetings.drop_conclusion": gettext_lazy("Took out something that the meeting “%(title)s” was to conclude"),
    "meetings.say_no_directive": gettext_lazy("Said whether task %(place)s of “%(title)s” needs a directive"),
    "meetings.draft_from_item": gettext_lazy("Drafted a directive from task %(place)s of “%(title)s”"),
    "meetings.link_directive": gettext_lazy("Linked a directive to task %(place)s of “%(title)s”"),
    "meetings.unlink_directive": gettext_lazy("Took back the link of a directive to task %(place)s of “%(title)s”"),
    "meetings.keep_face": gettext_lazy("Said how the papers of “%(title)s” are addressed and signed"),
    "meetings.keep_minutes": gettext_lazy("Kept the minutes of “%(title)s” in the register: %(written)s"),
    "meetings.keep_notice": gettext_lazy("Kept the conclusion notice of “%(title)s” in the register: %(written)s"),
    "meetings.send_proposal": gettext_lazy("Sent a proposal of %(unit)s up to %(to)s"),
    "meetings.take_up": gettext_lazy("Took up a proposal of %(unit)s"),
    "meetings.pass_up": gettext_lazy("Passed a proposal of %(unit)s further up"),
    "meetings.answer_proposal": gettext_lazy("Answered a proposal of %(unit)s"),
    "meetings.decline_proposal": gettext_lazy("Declined a proposal of %(unit)s"),
    "meetings.prepare_advice": gettext_lazy("Prepared the submission or guidance “%(title)s”"),
    "meetings.submit_advice": gettext_lazy("Submitted “%(title)s”"),
    "meetings.send_guidance": gettext_lazy("Sent the guidance “%(title)s”"),
    "meetings.table_advice": gettext_lazy("Put “%(title)s” on the agenda of a session"),
    "meetings.conclude_advice": gettext_lazy("Wrote down the conclusion on “%(title)s”"),
    "meetings.return_advice": gettext_lazy("Returned “%(title)s” to be done again"),
    "meetings.pass_on": gettext_lazy("Meetings and proposals passed to another unit"),
}
