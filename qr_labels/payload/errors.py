"""The one family of refusals that writing or reading a payload can raise."""


class PayloadError(ValueError):
    """A value that a payload cannot carry.

    `problem` is a word for programs, `field` names the value, `limit` says what is allowed
    and `given` what came, shortened to 60 characters; any of the last three may be None.
    """

    def __init__(
        self,
        problem: str,
        message: str,
        *,
        field: str | None = None,
        limit: str | None = None,
        given: str | None = None,
    ) -> None:
        self.problem = problem
        self.field = field
        self.limit = limit
        self.given = None if given is None else shortened(given)
        super().__init__(message)


def shortened(text: str, limit: int = 60) -> str:
    """The text as one printable ASCII line, so that a message never carries hostile characters."""
    cut = text if len(text) <= limit else text[:limit] + "..."
    return cut if cut.isascii() and cut.isprintable() else ascii(cut)[1:-1]


def refusal(problem: str, field: str, rule: str, limit: str, given: object) -> PayloadError:
    """The error that reads "<field> <rule>: <what was given>"."""
    text = shortened(str(given))
    return PayloadError(problem, f"{field} {rule}: {text}", field=field, limit=limit, given=text)
