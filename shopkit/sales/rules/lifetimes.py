"""How long what is known of a buyer is kept, told on the pages where it is typed."""

from datetime import timedelta

BUYER_KEPT_DAYS = 60
BUYER_KEPT = timedelta(days=BUYER_KEPT_DAYS)
