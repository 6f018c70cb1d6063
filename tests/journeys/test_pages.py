"""Every page within its budget, open to everybody, and whole on a narrow phone."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select

from shopkit.catalog.models import PUBLISHED, Product
from shopkit.payments.models import PaymentAccount
from shopkit.shops.models import Shop
from shopkit.traceability.models import Batch, LabelRun
from tests.journeys import steps
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.house import House
from tests.journeys.measuring import WATCH_SHIFTS, cost_of

KB = 1024
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SELLER, OFFICER, TRAINER = "+84900000010", "+84900000001", "+84900000002"
STRANGER = ""


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

# Controls under 48 pixels, but for links inside a sentence and what is only for screen readers.
TOO_SMALL = """() => {
  const unseen = ".skip, .sr-only, .skip *, .sr-only *";
  const inText = (it) => it.tagName === "A" && it.parentElement.matches("p, li, dd, small");
  return [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
    .filter((it) => it.checkVisibility() && !it.matches(unseen) && !inText(it))
    .map((it) => [it.outerHTML.slice(0, 80), (it.closest("label") ?? it).getBoundingClientRect()])
    .filter(([, box]) => Math.min(box.width, box.height) < 47.5)
    .map(([text, box]) => `${text} ${box.width}x${box.height}`);
}"""

# Every page of the house that a person can open: who opens it, its budget, its address.
PAGES = (
    ("welcome", STRANGER, "seller", "/"),
    ("choose bank", STRANGER, "seller", "/qr/bank"),
    ("find bank", STRANGER, "seller", "/qr/bank?q=ngoai+thuong"),
    ("type account", STRANGER, "seller", "/qr/account/970436"),
    ("keep", STRANGER, "seller", "/keep"),
    ("sign in", STRANGER, "seller", "/sign-in"),
    ("type code", STRANGER, "trace", "/t"),
    ("unknown code", STRANGER, "trace", "/T/7K3QX9MZP2A"),
    ("batch code", STRANGER, "trace", "/T/{trace_code}"),
    ("public product", STRANGER, "trace", "/p/{product_code}"),
    ("home", SELLER, "seller", "/"),
    ("code", SELLER, "seller", "/qr/{account}"),
    ("change account", SELLER, "seller", "/qr/{account}/change"),
    ("name of shop", SELLER, "seller", "/shop/name"),
    ("kind of shop", SELLER, "seller", "/shop/kind"),
    ("commune", SELLER, "seller", "/shop/commune?q=thuc+hanh"),
    ("village", SELLER, "seller", "/shop/village"),
    ("products", SELLER, "seller", "/products"),
    ("new product", SELLER, "seller", "/products/new"),
    ("product", SELLER, "seller", "/products/{product}"),
    ("title", SELLER, "seller", "/products/{product}/title"),
    ("price", SELLER, "seller", "/products/{product}/price"),
    ("batches", SELLER, "seller", "/batches"),
    ("new batch", SELLER, "seller", "/batches/new"),
    ("batch", SELLER, "seller", "/batches/{batch}"),
    ("order labels", SELLER, "seller", "/batches/{batch}/labels"),
    ("label run", SELLER, "seller", "/label-runs/{run}"),
    ("me", SELLER, "seller", "/me"),
    ("consents", SELLER, "seller", "/me/consents?list=1"),
    ("consent", SELLER, "seller", "/me/consents/report"),
    ("seen by commune", SELLER, "seller", "/me/seen-by-commune"),
    ("change pin", SELLER, "seller", "/me/pin"),
    ("commune page", OFFICER, "office", "/commune"),
    ("behind a figure", OFFICER, "office", "/commune/live"),
    ("shops", OFFICER, "office", "/shops"),
    ("shop for staff", TRAINER, "office", "/shops/{shop}"),
)


@pytest.fixture(scope="module")
def known(shared_house: House) -> dict[str, str]:
    """Ids of what the practice seller has, to fill the addresses."""
    with shared_house.database() as database, database.reading() as session:
        batch = session.scalars(select(Batch).join(LabelRun, LabelRun.batch_id == Batch.id)).first()
        assert batch
        shop = session.get_one(Shop, batch.shop_id)
        product = session.scalars(
            select(Product).where(Product.shop_id == shop.id, Product.state == PUBLISHED)
        ).first()
        run = session.scalars(select(LabelRun).where(LabelRun.batch_id == batch.id)).first()
        account = session.scalars(
            select(PaymentAccount).where(PaymentAccount.shop_id == shop.id)
        ).first()
        assert product
        assert run
        assert account
        return {
            "trace_code": batch.trace_code,
            "product_code": product.code,
            "product": str(product.id),
            "account": str(account.id),
            "batch": str(batch.id),
            "run": str(run.id),
            "shop": str(shop.id),
        }


@pytest.fixture(scope="module")
def people(browser: Browser, shared_house: House) -> Iterator[dict[str, BrowserContext]]:
    """A browser for each person, signed in once."""
    opened: dict[str, BrowserContext] = {}
    for phone in (STRANGER, SELLER, OFFICER, TRAINER):
        device = PHONE if phone in (STRANGER, SELLER) else DESKTOP
        context = browser.new_context(
            base_url=shared_house.address,
            service_workers="block",
            bypass_csp=True,
            **device,  # type: ignore[arg-type]
        )
        context.add_init_script(WATCH_SHIFTS)
        if phone:
            page = context.new_page()
            steps.sign_in(page, shared_house, phone)
            page.close()
        opened[phone] = context
    yield opened
    for context in opened.values():
        context.close()


@pytest.mark.parametrize(("name", "who", "kind", "path"), PAGES, ids=[page[0] for page in PAGES])
def test_a_page_keeps_its_budget_and_shuts_nobody_out(
    people: dict[str, BrowserContext],
    known: dict[str, str],
    name: str,
    who: str,
    kind: str,
    path: str,
) -> None:
    page, budget = people[who].new_page(), BUDGETS[kind]
    try:
        cost = cost_of(page, path.format(**known))
        assert cost.of("Document", "Stylesheet") <= budget.page_and_style, cost
        assert cost.of("Script") <= budget.script, cost
        assert cost.total <= budget.total, cost
        assert cost.requests <= budget.requests, cost
        assert cost.shift <= budget.shift, cost
        look_for_barriers(page)
        if who in (STRANGER, SELLER):
            look_narrow(page)
    finally:
        page.close()


def look_for_barriers(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.violations_count == 0, found.generate_report()


def look_narrow(page: Page) -> None:
    """At 320 pixels nothing is cut off, and every control is large enough for a thumb."""
    page.set_viewport_size({"width": 320, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320, f"{width} px wide"
    small = page.evaluate(TOO_SMALL)
    assert not small, small
