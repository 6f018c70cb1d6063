"""Who is asking, and how far her hand reaches: plain values, no table and no web."""

from dataclasses import dataclass, field
from uuid import UUID

SHOP, VILLAGE, COMMUNE, PROVINCE, ALL = "shop", "village", "commune", "province", "all"

SELLER = "seller"
TRAINER = "trainer"
VILLAGE_HEAD = "village_head"
OFFICER = "officer"
LEADER = "leader"
PROVINCE_VIEWER = "province_viewer"
OPERATOR = "operator"

STAFF = frozenset({TRAINER, VILLAGE_HEAD, OFFICER, LEADER, PROVINCE_VIEWER, OPERATOR})


@dataclass(frozen=True)
class Role:
    """A hat and the place where it is worn: `kind` says what `code` names."""

    name: str
    kind: str
    code: str = ""


@dataclass(frozen=True)
class Who:
    """The person behind a request or a job, as far as the house needs to know her."""

    account_id: UUID
    name: str
    roles: tuple[Role, ...] = ()
    session_id: UUID | None = None
    is_practice: bool = False
    signed_in_by_card: bool = field(default=False)

    def has(self, *names: str) -> bool:
        return any(role.name in names for role in self.roles)

    @property
    def is_staff(self) -> bool:
        return any(role.name in STAFF for role in self.roles)

    @property
    def shop_ids(self) -> tuple[UUID, ...]:
        return tuple(UUID(role.code) for role in self.roles if role.kind == SHOP)

    def codes(self, kind: str, *names: str) -> tuple[str, ...]:
        """The codes of the places of one kind where she wears one of these hats."""
        return tuple(
            role.code
            for role in self.roles
            if role.kind == kind and (role.name in names or not names)
        )
