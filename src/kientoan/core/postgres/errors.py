"""What can go wrong with the embedded server, each as a sentence that says what happened, where, and what to do."""


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the message catalogue; this package must not import Django to do so."""
    return sentence


class PostgresError(RuntimeError):
    """A refusal or a failure of the embedded server.

    `sentence` is the English msgid and `values` its named places, so that an edge that has Django loaded can say
    it in the reader's language: `gettext(error.sentence) % error.values`.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence = sentence
        self.values = values
        super().__init__(sentence % values if values else sentence)


class StartFailed(PostgresError):
    """The server could not be made or started."""


class DamagedPlace(PostgresError):
    """A folder the server needs belongs to someone else, is open to others, or cannot be used."""


class InUse(PostgresError):
    """Other processes use the server, so it is not stopped."""
