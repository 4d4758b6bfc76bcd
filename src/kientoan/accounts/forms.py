"""Forms of accounts: one request, parsed."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext_lazy


class CodeForm(forms.Form):
    """User name and the one-time code from the paper."""

    username = forms.CharField(
        label=_("User name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    code = forms.CharField(
        label=_("One-time code"),
        max_length=20,
        help_text=_("Ten letters and digits from the paper that the commune gave you. It works once."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


class TokenForm(forms.Form):
    """A token for a program of one's own."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    days = forms.IntegerField(
        label=_("For how many days it holds"), min_value=1, max_value=365, initial=90, help_text=_("At most 365.")
    )
    may_write = forms.BooleanField(label=_("It may write; without this it can only look"), required=False)


class AddKeyForm(AddWebAuthnForm):
    """A passkey or security key, with the name by which its owner knows the device."""

    name = forms.CharField(label=_("Name of the device"), max_length=100, required=False)


ALLAUTH_SAYS = (
    gettext_noop("Save them  in a secure location now — they won't be shown again."),
    gettext_noop("A new set of recovery codes has been generated."),
    gettext_noop("Account Inactive"),
    gettext_noop("Activate Authenticator App"),
    gettext_noop("Activate"),
    gettext_noop("Add Security Key"),
    gettext_noop("Add"),
    gettext_noop("Added on %(created_at)s"),
    gettext_noop("Alternative options"),
    gettext_noop("An authenticator app is not active."),
    gettext_noop("An error occurred while attempting to login via your third-party account."),
    gettext_noop("Are you sure you want to remove this security key?"),
    gettext_noop("Are you sure you want to sign out?"),
    gettext_noop("Are you sure?"),
    gettext_noop("Authentication using an authenticator app is active."),
    gettext_noop("Authenticator App"),
    gettext_noop("Authenticator app activated."),
    gettext_noop("Authenticator app deactivated."),
    gettext_noop("Authenticator code"),
    gettext_noop("Authenticator secret"),
    gettext_noop("Backup key"),
    gettext_noop("Be patient, you are sending too many requests."),
    gettext_noop("Cancel"),
    gettext_noop("Change Password"),
    gettext_noop("Code"),
    gettext_noop("Confirm Access"),
    gettext_noop("Confirm"),
    gettext_noop("Current Password"),
    gettext_noop("Deactivate Authenticator App"),
    gettext_noop("Deactivate"),
    gettext_noop("Download codes"),
    gettext_noop("Download"),
    gettext_noop("Edit Security Key"),
    gettext_noop("Edit"),
    gettext_noop(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes additional requirements such as biometrics or PIN protection."
    ),
    gettext_noop("Enter an authenticator code:"),
    gettext_noop("Enter your password:"),
    gettext_noop("Generate new codes"),
    gettext_noop("Generate"),
    gettext_noop("I have saved my recovery codes"),
    gettext_noop("Incorrect code."),
    gettext_noop("Incorrect password."),
    gettext_noop("Invalid login."),
    gettext_noop("Invalid or expired key."),
    gettext_noop("Key nr. {number}"),
    gettext_noop("Key"),
    gettext_noop("Last used %(last_used)s"),
    gettext_noop("Manage"),
    gettext_noop("Master key"),
    gettext_noop("New Password (again)"),
    gettext_noop("New Password"),
    gettext_noop("No recovery codes set up."),
    gettext_noop("No security keys have been added."),
    gettext_noop("Or use a third-party"),
    gettext_noop("Passkey"),
    gettext_noop("Password successfully changed."),
    gettext_noop("Passwordless"),
    gettext_noop("Please reauthenticate to safeguard your account."),
    gettext_noop("Please type your current password."),
    gettext_noop("Recovery Codes"),
    gettext_noop("Recovery codes"),
    gettext_noop("Remember Me"),
    gettext_noop("Remove Security Key"),
    gettext_noop("Remove"),
    gettext_noop("Save"),
    gettext_noop("Security Keys"),
    gettext_noop("Security key added."),
    gettext_noop("Security key removed."),
    gettext_noop("Security key"),
    gettext_noop("Sign In"),
    gettext_noop("Sign Out"),
    gettext_noop("Sign in with a passkey"),
    gettext_noop("Successfully signed in as %(name)s."),
    gettext_noop("TOTP Authenticator"),
    gettext_noop("The new value must be different from the current one."),
    gettext_noop("The username and/or password you specified are not correct."),
    gettext_noop("Third-Party Login Failure"),
    gettext_noop("This account is currently inactive."),
    gettext_noop("This action will invalidate your existing codes."),
    gettext_noop("This functionality requires JavaScript."),
    gettext_noop("This key does not indicate whether it is a passkey."),
    gettext_noop(
        "To protect your account with two-factor authentication, scan the QR code below with your authenticator app. Then, input the verification code generated by the app below."
    ),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("Two-Factor Authentication"),
    gettext_noop("Unspecified"),
    gettext_noop("Unused codes"),
    gettext_noop("Usage"),
    gettext_noop("Use a security key"),
    gettext_noop("Use authenticator app or code"),
    gettext_noop("Use your password"),
    gettext_noop("Username"),
    gettext_noop("View"),
    gettext_noop("WebAuthn"),
    gettext_noop("You are about to deactivate authenticator app based authentication. Are you sure?"),
    gettext_noop("You are about to generate a new set of recovery codes for your account."),
    gettext_noop("You can store this secret and use it to reinstall your authenticator app at a later time."),
    gettext_noop("You cannot deactivate two-factor authentication."),
    gettext_noop("You cannot generate recovery codes without having two-factor authentication enabled."),
    gettext_noop("You have signed out."),
    gettext_noop("You must type the same password each time."),
    gettext_noop("Your account is protected by two-factor authentication. Please enter an authenticator code:"),
    ngettext_lazy(
        "There is %(unused_count)s out of %(total_count)s recovery codes available.",
        "There are %(unused_count)s out of %(total_count)s recovery codes available.",
    ),
    ngettext_lazy("You have added %(count)s security key.", "You have added %(count)s security keys."),
)
"""What the sign-in package's pages and forms say: it has no Vietnamese, so our catalogue collects and translates it."""
