"""The columns of bank statements, and the headings under which banks print them."""

from shopkit.imports.rules.columns import Column, Wanted
from shopkit.imports.rules.values import Kind

CAME, TIME, MEMO, REFERENCE = "came", "time", "memo", "reference"
CREDIT, DEBIT, AMOUNT, MARK = "credit", "debit", "amount", "mark"
BALANCE, ACCOUNT, PARTNER, CURRENCY = "balance", "account", "partner", "currency"

WANTED = Wanted(
    (
        Column(
            CAME,
            Kind.MOMENT,
            (
                "ngay giao dich", "ngay gd", "ngay", "thoi gian giao dich", "thoi gian",
                "ngay gio giao dich", "ngay gio", "ngay gio gd", "ngay phat sinh", "ngay hach toan",
                "ngay chung tu", "ngay ghi so", "ngay thuc hien", "transaction date", "trans date",
                "txn date", "posting date", "date", "date time", "transaction time", "tnx date",
            ),
            is_needed=True,
            fills_down=True,
        ),
        Column(TIME, Kind.TEXT, ("gio", "gio giao dich", "gio gd", "time"), is_whole=True),
        Column(
            MEMO,
            Kind.TEXT,
            (
                "noi dung", "noi dung giao dich", "noi dung chuyen khoan", "noi dung chuyen tien",
                "noi dung thanh toan", "noi dung gd", "dien giai", "dien giai giao dich", "mo ta",
                "mo ta giao dich", "chi tiet giao dich", "chi tiet", "loi nhan", "ghi chu",
                "description", "transaction description", "details", "transaction details",
                "transactions in detail", "remark", "remarks", "narrative", "content", "memo",
            ),
            is_needed=True,
        ),
        Column(
            CREDIT,
            Kind.MONEY,
            (
                "co", "ghi co", "phat sinh co", "ps co", "so tien ghi co", "so tien co",
                "so tien phat sinh co", "tien vao", "so tien vao", "so tien nhan", "tien nhan",
                "thu", "so tien thu", "nop vao", "so tien nop", "phat sinh tang", "tang",
                "credit", "credit amount", "so tien gui vao", "gui vao", "deposit", "deposits",
                "money in", "paid in", "vao", "so tien tang",
            ),
        ),
        Column(
            DEBIT,
            Kind.MONEY,
            (
                "no", "ghi no", "phat sinh no", "ps no", "so tien ghi no", "so tien no",
                "so tien phat sinh no", "tien ra", "so tien ra", "so tien chuyen", "tien chuyen",
                "chi", "so tien chi", "rut ra", "so tien rut", "phat sinh giam", "giam",
                "debit", "debit amount", "so tien rut ra", "withdrawal", "withdrawals",
                "money out", "paid out", "ra", "so tien giam",
            ),
        ),
        Column(
            AMOUNT,
            Kind.MONEY,
            (
                "so tien", "so tien giao dich", "so tien gd", "so tien phat sinh", "phat sinh",
                "gia tri", "gia tri giao dich", "amount", "transaction amount", "so tien vnd",
                "amount vnd", "bien dong", "bien dong so du", "thay doi",
            ),
        ),
        Column(
            MARK,
            Kind.TEXT,
            (
                "d c", "dc", "c d", "no co", "ghi no co", "ghi no ghi co", "thu chi", "dau",
                "loai", "loai giao dich", "loai gd", "chieu", "chieu giao dich", "dr cr", "cr dr",
                "debit credit", "type", "transaction type", "tang giam",
            ),
            is_whole=True,
        ),
        Column(
            BALANCE,
            Kind.MONEY,
            (
                "so du", "so du sau giao dich", "so du sau gd", "so du cuoi", "so du tai khoan",
                "so du kha dung", "so du luy ke", "balance", "running balance", "account balance",
            ),
        ),
        Column(
            REFERENCE,
            Kind.CODE,
            (
                "so tham chieu", "ma tham chieu", "tham chieu", "ma giao dich", "ma gd",
                "so giao dich", "so gd", "so but toan", "ma but toan", "but toan", "so chung tu",
                "so ct", "id giao dich", "ref", "ref no", "reference", "reference no",
                "reference number", "reference code", "transaction id", "transaction no",
                "transaction number", "doc no", "trace", "trace no", "ft",
            ),
        ),
        Column(
            ACCOUNT,
            Kind.CODE,
            ("so tai khoan", "tai khoan", "so tk", "account", "account no", "account number"),
            is_whole=True,
        ),
        Column(
            PARTNER,
            Kind.TEXT,
            (
                "tai khoan doi ung", "so tai khoan doi ung", "ten tai khoan doi ung", "doi ung",
                "nguoi chuyen", "ten nguoi chuyen", "nguoi gui", "don vi thu huong", "remitter",
                "ben doi tac", "ten doi tac", "correspondent", "corresponsive account",
            ),
        ),
        Column(
            CURRENCY,
            Kind.TEXT,
            ("loai tien", "tien te", "loai tien te", "currency", "ccy", "don vi tien te"),
            is_whole=True,
        ),
    ),
    one_of=((CREDIT, AMOUNT),),
)  # fmt: skip
