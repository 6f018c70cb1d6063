"""Every page of the house that a person can open: who opens it, its budget, its address."""

from dataclasses import dataclass

KB = 1024
# Who opens a page; `people.py` brings each of them as far as her pages need.
STRANGER, VISITOR, NEWCOMER = "stranger", "visitor", "newcomer"
SELLER, NEW_PHONE = "seller", "new phone"
OFFICER, TRAINER, HIRED, ENROLLED = "officer", "trainer", "hired", "enrolled"
ON_DESKTOP = (OFFICER,)


@dataclass(frozen=True)
class Budget:
    """What a kind of page may cost at the first visit, in bytes on the wire."""

    page_and_style: int
    script: int
    total: int
    requests: int
    shift: float


BUDGETS = {
    "trace": Budget(14 * KB, 0, 60 * KB, 4, 0.0),
    "seller": Budget(20 * KB, 15 * KB, 50 * KB, 8, 0.05),
    "office": Budget(40 * KB, 30 * KB, 150 * KB, 15, 0.1),
}

PAGES = (
    ("welcome", STRANGER, "seller", "/"),
    ("choose bank", STRANGER, "seller", "/qr/bank"),
    ("find bank", STRANGER, "seller", "/qr/bank?q=ngoai+thuong"),
    ("type account", STRANGER, "seller", "/qr/account/970436"),
    ("open a shop", STRANGER, "seller", "/keep"),
    ("sign in", STRANGER, "seller", "/sign-in"),
    ("sign in as staff", STRANGER, "seller", "/sign-in?letters=1"),
    ("sign in by card", STRANGER, "seller", "/c/{card}"),
    ("type code", STRANGER, "trace", "/t"),
    ("batch code", STRANGER, "trace", "/T/{trace_code}"),
    ("label code", STRANGER, "trace", "/T/{label_code}"),
    ("public product", STRANGER, "trace", "/p/{product_code}"),
    ("welcome again", VISITOR, "seller", "/"),
    ("code just made", VISITOR, "seller", "/qr"),
    ("name shown", VISITOR, "seller", "/qr/name"),
    ("keep", VISITOR, "seller", "/keep"),
    ("pad of a visitor", VISITOR, "seller", "/qr/pad"),
    ("amount of a visitor", VISITOR, "seller", "/qr/pad/code?amount=25000"),
    ("first home", NEWCOMER, "seller", "/"),
    ("no products yet", NEWCOMER, "seller", "/products"),
    ("empty shop", NEWCOMER, "seller", "/shop"),
    ("first consent", NEWCOMER, "seller", "/me/consents"),
    ("two accounts", NEWCOMER, "seller", "/qr/accounts"),
    ("home", SELLER, "seller", "/"),
    ("code", SELLER, "seller", "/qr/{account}"),
    ("name shown for a kept code", SELLER, "seller", "/qr/{account}/name"),
    ("end account", SELLER, "seller", "/qr/{account}/end"),
    ("other bank", SELLER, "seller", "/qr/bank?instead={account}"),
    ("other account", SELLER, "seller", "/qr/account/970436?instead={account}"),
    ("name of a stall", SELLER, "seller", "/qr/{account}/label"),
    ("all accounts", SELLER, "seller", "/qr/history"),
    ("pad", SELLER, "seller", "/qr/pad"),
    ("code with an amount", SELLER, "seller", "/qr/pad/{request}"),
    ("stands", SELLER, "seller", "/qr/stands"),
    ("printed stand", SELLER, "seller", "/qr/stands/{stand}"),
    ("check the sticker", SELLER, "seller", "/qr/check"),
    ("what the photo showed", SELLER, "seller", "/qr/checks/{check}"),
    ("how often to check", SELLER, "seller", "/qr/check/how-often"),
    ("prices to print", SELLER, "seller", "/qr/prices"),
    ("shop", SELLER, "seller", "/shop"),
    ("name of shop", SELLER, "seller", "/shop/name"),
    ("kind of shop", SELLER, "seller", "/shop/kind"),
    ("commune", SELLER, "seller", "/shop/commune?q=thuc+hanh"),
    ("village", SELLER, "seller", "/shop/village"),
    ("products", SELLER, "seller", "/products"),
    ("new product", SELLER, "seller", "/products/new"),
    ("product", SELLER, "seller", "/products/{product}"),
    ("main photo", SELLER, "seller", "/products/{product}/photo"),
    ("photos", SELLER, "seller", "/products/{product}/photos"),
    ("title", SELLER, "seller", "/products/{product}/title"),
    ("price", SELLER, "seller", "/products/{product}/price"),
    ("text", SELLER, "seller", "/products/{product}/text"),
    ("check", SELLER, "seller", "/products/{product}/check"),
    ("published", SELLER, "seller", "/products/{product}/published"),
    ("share", SELLER, "seller", "/products/{product}/share"),
    ("batches", SELLER, "seller", "/batches"),
    ("new batch", SELLER, "seller", "/batches/new"),
    ("batch", SELLER, "seller", "/batches/{batch}"),
    ("change a batch", SELLER, "seller", "/batches/{batch}/change"),
    ("close a batch", SELLER, "seller", "/batches/{batch}/close"),
    ("open a batch again", SELLER, "seller", "/batches/{recalled}/reopen"),
    ("what happened", SELLER, "seller", "/batches/{recalled}/events/new"),
    ("mend what happened", SELLER, "seller", "/batches/{recalled}/events/{event}"),
    ("where from and where to", SELLER, "seller", "/batches/{recalled}/lineage"),
    ("bought material", SELLER, "seller", "/batches/{batch}/inputs/material"),
    ("own material", SELLER, "seller", "/batches/{batch}/inputs/batch"),
    ("divide a batch", SELLER, "seller", "/batches/{batch}/split"),
    ("merge batches", SELLER, "seller", "/batches/merge"),
    ("recall a batch", SELLER, "seller", "/batches/{batch}/recall"),
    ("where goods went", SELLER, "seller", "/batches/{recalled}/recall/{recall}"),
    ("end a recall", SELLER, "seller", "/batches/{recalled}/recall/{recall}/end"),
    ("changes of a batch", SELLER, "seller", "/batches/{recalled}/changes"),
    ("how long records are kept", SELLER, "seller", "/batches/{batch}/erase"),
    ("order labels", SELLER, "seller", "/batches/{batch}/labels"),
    ("all papers", SELLER, "seller", "/batches/{batch}/labels?all=1"),
    ("label run", SELLER, "seller", "/label-runs/{run}"),
    ("work", SELLER, "seller", "/jobs/{job}"),
    ("sales", SELLER, "seller", "/sales"),
    ("sales done", SELLER, "seller", "/sales?task=done"),
    ("new order", SELLER, "seller", "/sales/new"),
    ("order", SELLER, "seller", "/sales/{order}"),
    ("buyer of an order", SELLER, "seller", "/sales/{order}/buyer"),
    ("how an order is paid", SELLER, "seller", "/sales/{order}/pay"),
    ("order sent", SELLER, "seller", "/sales/{order}/send"),
    ("order paid", SELLER, "seller", "/sales/{order}/paid"),
    ("quick sale", SELLER, "seller", "/sales/quick"),
    ("quick sale of a product", SELLER, "seller", "/sales/quick/{product}"),
    ("quick sale of something", SELLER, "seller", "/sales/quick/other"),
    ("keep a book", SELLER, "seller", "/book/keep"),
    ("me", SELLER, "seller", "/me"),
    ("consents", SELLER, "seller", "/me/consents?list=1"),
    ("consent", SELLER, "seller", "/me/consents/report"),
    ("seen by commune", SELLER, "seller", "/me/seen-by-commune"),
    ("change pin", SELLER, "seller", "/me/pin"),
    ("new pin", NEW_PHONE, "seller", "/me/new-pin"),
    ("villages", OFFICER, "office", "/villages"),
    ("name of a village", OFFICER, "office", "/villages/{village}/name"),
    ("close a village", OFFICER, "office", "/villages/{village}/close"),
    ("commune page", OFFICER, "office", "/commune"),
    ("behind a figure", OFFICER, "office", "/commune/live"),
    ("shops", OFFICER, "office", "/shops"),
    ("shops on a phone", TRAINER, "office", "/shops"),
    ("shop for staff", TRAINER, "office", "/shops/{shop}"),
    ("stall of a shop", TRAINER, "office", "/shops/{shop}/stall"),
    ("check on a visit", TRAINER, "office", "/shops/{shop}/sticker"),
    ("what a visit showed", TRAINER, "office", "/shops/{shop}/sticker/{check}"),
    ("name beside her", TRAINER, "office", "/shops/{shop}/stall/{account}/name"),
    ("stands of a class", TRAINER, "office", "/class-stands"),
    ("help somebody", TRAINER, "office", "/shops/beside"),
    ("batches in place", TRAINER, "office", "/batches/in-place"),
    ("a batch for staff", TRAINER, "office", "/batches/{batch}"),
    ("recalls of the commune", OFFICER, "office", "/recalls"),
    ("card", TRAINER, "office", "/card"),
    ("enrol", HIRED, "seller", "/sign-in/enrol"),
    ("code of staff", ENROLLED, "seller", "/sign-in/code"),
)

# What is said where there is nothing to show; the answer is 404.
ABSENT = (
    ("unknown page", STRANGER, "seller", "/nothing-here"),
    ("unknown code", STRANGER, "trace", "/T/7K3QX9MZP2A"),
    ("spent card", STRANGER, "seller", "/c/spent"),
    ("page of another", SELLER, "seller", "/commune"),
)

# Addresses that answer a browser with something else than a page.
NO_PAGES = {
    "traceability.event_photo": "a picture",
    "traceability.recall_places": "a table",
    "web.ping": "two words for machines",
    "web.csrf": "JSON for scripts",
    "web.price_in_words": "JSON for scripts",
    "web.choose_language": "sends back to the page before",
    "catalog.photo_file": "a picture",
    "payments.code": "a picture",
    "payments.draft_code": "a picture",
    "payments.stand": "a picture or a PDF",
    "payments.draft_stand": "a picture or a PDF",
    "payments.stand_paper": "a PDF",
    "payments.price_paper": "a PDF",
    "payments.class_paper": "a PDF",
    "payments.code_beside": "a picture",
    "traceability.label_file": "a PDF",
    "sales.slip": "a PDF",
    "sales.code": "a picture",
    "sales.book_sheet": "a spreadsheet",
    "sales.book_paper": "a PDF",
}
