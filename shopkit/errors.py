"""The small family of refusals that every floor shares."""


class Refusal(Exception):
    """Something asked for that the house will not do; nothing was changed."""


class NotFound(Refusal):
    """No such record for the one who asks: absent and forbidden look the same."""


class Conflict(Refusal):
    """Somebody else changed the record since it was read."""
