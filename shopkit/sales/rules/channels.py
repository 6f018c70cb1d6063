"""The ways by which a buyer comes, and which of them are online."""

STALL, PHONE, OTHER = "stall", "phone", "other"
FACEBOOK, ZALO, WEBSITE = "facebook", "zalo", "website"
SHOPEE, TIKTOK_SHOP, LAZADA = "shopee", "tiktok_shop", "lazada"
POSTMART, VOSO = "postmart", "voso"

PLATFORMS = (SHOPEE, TIKTOK_SHOP, LAZADA, POSTMART, VOSO)
# In the order in which a seller is asked.
CHANNELS = (STALL, FACEBOOK, ZALO, *PLATFORMS, WEBSITE, PHONE, OTHER)
ONLINE = frozenset({FACEBOOK, ZALO, WEBSITE, *PLATFORMS})


def is_online(channel: str) -> bool:
    """Whether an order by this channel counts as one sold online."""
    return channel in ONLINE
