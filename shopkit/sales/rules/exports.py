"""Files of orders that platforms let sellers export: their headings, and what their states mean.

No platform's own description was read. The headings are those that sellers see in such files; a
person looks at the columns before anything is taken, and points out others.
"""

from shopkit.imports.rules.columns import Column, Wanted
from shopkit.imports.rules.values import Kind
from shopkit.sales.rules.steps import AGREED, CANCELLED, DELIVERED, PACKED, RETURNED, SENT
from shopkit.text.search import search_text

NUMBER, DAY, STATE = "number", "day", "state"
TITLE, COUNT, PRICE, TOTAL = "title", "count", "price", "total"

WANTED = Wanted(
    (
        Column(
            NUMBER,
            Kind.CODE,
            (
                "ma don hang", "ma don", "so don hang", "don hang", "id don hang", "order id",
                "order number", "ordernumber", "order no", "order sn", "ma don dat hang",
            ),
            is_needed=True,
            fills_down=True,
        ),
        Column(
            DAY,
            Kind.MOMENT,
            (
                "ngay dat hang", "thoi gian dat hang", "ngay tao don", "thoi gian tao don",
                "ngay tao", "thoi gian tao", "ngay ban", "ngay dat", "ngay", "created time",
                "create time", "createtime", "order creation date", "order date", "date",
            ),
            is_needed=True,
            fills_down=True,
        ),
        Column(
            STATE,
            Kind.TEXT,
            (
                "trang thai don hang", "trang thai", "tinh trang don hang", "tinh trang",
                "order status", "status",
            ),
            fills_down=True,
        ),
        Column(
            TITLE,
            Kind.TEXT,
            (
                "ten san pham", "san pham", "ten hang", "ten mat hang", "hang hoa", "mat hang",
                "product name", "item name", "itemname",
            ),
        ),
        Column(
            COUNT,
            Kind.WHOLE,
            ("so luong", "sl", "so luong san pham", "quantity", "qty", "so luong dat"),
        ),
        Column(
            PRICE,
            Kind.MONEY,
            (
                "gia uu dai", "don gia", "gia ban", "gia", "unit price", "unitprice", "paid price",
                "paidprice", "sku unit original price",
            ),
        ),
        Column(
            TOTAL,
            Kind.MONEY,
            (
                "tong gia tri don hang vnd", "tong gia tri don hang", "tong tien", "thanh tien",
                "tong so tien nguoi mua thanh toan", "tong so tien", "order amount", "total",
                "tong cong",
            ),
            fills_down=True,
        ),
    )
)  # fmt: skip

# The first word found in a state decides; "hoàn thành" must come before "hoàn".
MEANINGS: tuple[tuple[str, str], ...] = (
    ("huy", CANCELLED),
    ("cancel", CANCELLED),
    ("hoan thanh", DELIVERED),
    ("hoan tat", DELIVERED),
    ("complete", DELIVERED),
    ("da giao cho", SENT),
    ("da giao", DELIVERED),
    ("da nhan", DELIVERED),
    ("delivered", DELIVERED),
    ("tra hang", RETURNED),
    ("hoan tien", RETURNED),
    ("hoan", RETURNED),
    ("return", RETURNED),
    ("refund", RETURNED),
    ("dang giao", SENT),
    ("cho giao hang", SENT),
    ("van chuyen", SENT),
    ("da gui", SENT),
    ("in transit", SENT),
    ("ready to ship", PACKED),
    ("to ship", PACKED),
    ("shipped", SENT),
    ("shipping", SENT),
    ("cho lay hang", PACKED),
    ("awaiting collection", PACKED),
    ("packed", PACKED),
    ("da dong goi", PACKED),
    ("cho xac nhan", AGREED),
    ("cho xu ly", AGREED),
    ("cho thanh toan", AGREED),
    ("pending", AGREED),
    ("unpaid", AGREED),
    ("confirmed", AGREED),
    ("moi", AGREED),
)


def state_of(told: str | None) -> str | None:
    """What a platform's word for a state means here; None where nobody knows the word.

    A file that has no states is one of what was sold.
    """
    if told is None:
        return DELIVERED
    words = search_text(told.replace("_", " "))
    return next((state for word, state in MEANINGS if word in words), None)
