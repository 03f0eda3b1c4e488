"""What our scripts say of a draft, as attributes `data-text-...` of every block: `say` in keeper.js shows one of them.

A form may have words of its own under the same names (the reviewer's answer: reviews/web/templates/macros/open.html)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "saving": _("Saving…"),
    "saved": _("Saved"),
    "offline": _("Offline: kept on this computer"),
    "conflict": _("Changed in the meantime: please choose which text to keep"),
    "attention": _("Not saved yet: something needs your attention"),
    "partly": _("Everything is saved except what is marked"),
    "stopped": _("This is not done yet: what is marked could not be saved. Correct it, then try again."),
    "no-day": _("This date does not exist or is incomplete, so it is not saved. Complete it, or clear the field."),
    "unread": _("This cannot be read as it is, so it is not saved. Complete it, or clear the field."),
    "kept": _("Not saved yet, kept on this computer"),
    "uncopied": _("Not saved yet, and this computer cannot keep a copy: stay here until it says “Saved”"),
    "failed": _("That did not work. What you typed is still here; please try again."),
    "expired": _("You have been signed out. Sign in again in another tab, then try once more. What you typed is still here."),
    "refused": _("You typed this here before it could be saved. It is kept on this computer; copy what you need."),
    "discard": _("Discard"),
    "restored": _("Text from an earlier visit on this computer was restored."),
}
