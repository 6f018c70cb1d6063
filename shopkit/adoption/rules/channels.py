"""What kind of place a channel is: a platform, a social page, one's own page, or the stall."""

PLATFORM, SOCIAL, OWN, OFFLINE = "platform", "social", "own", "offline"
OWN_PAGE = "own_page"
SOCIAL_CHANNELS = frozenset({"facebook", "zalo", "youtube"})
PLATFORMS = frozenset({"shopee", "tiktok", "tiktok_shop", "lazada", "postmart", "voso", "sendo"})
OFFLINE_CHANNELS = frozenset({"stall", "phone", "other", ""})


def type_of_channel(code: str) -> str:
    if code in PLATFORMS:
        return PLATFORM
    if code in SOCIAL_CHANNELS:
        return SOCIAL
    return OFFLINE if code in OFFLINE_CHANNELS else OWN
