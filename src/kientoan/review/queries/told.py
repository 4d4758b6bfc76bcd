"""The record of the review told as sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "review.run": _("Reviewed %(units)s units of %(code)s for %(period)s as of %(as_of)s (run %(run)s)"),
    "review.ask_run": _("Asked for a review of %(code)s for %(period)s as of %(as_of)s"),
    "review.record_conclusion": _("Recorded a conclusion %(number)s (%(rule)s) of %(day)s"),
    "review.withdraw_conclusion": _("Withdrew a conclusion"),
    "review.run_classes": _("Proposed the classes of %(year)s for %(units)s units of %(code)s (run %(run)s)"),
    "review.decide_class": _("Recorded the class decided for %(code)s for %(year)s: %(decision)s"),
    "review.record_classes": _("Recorded decided classes: %(added)s new, %(replaced)s replaced"),
    "review.date_rule": _("Dated the rule %(key)s from %(since)s by %(instrument)s"),
    "review.make_sign": _("Added the sign %(key)s from %(since)s by %(instrument)s"),
    "review.export": _("Exported a list of the review"),
}
