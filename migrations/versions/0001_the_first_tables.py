"""the first tables"""

import sqlalchemy as sa
from alembic import op
from shopkit.db import types


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("phone", types.Code(length=20), nullable=False),
        sa.Column("name", types.Words(length=80), nullable=False),
        sa.Column("secret_hash", types.Words(length=200), nullable=False),
        sa.Column("secret_kind", types.Code(length=40), nullable=False),
        sa.Column("totp_secret", types.Code(length=64), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("is_practice", sa.Boolean(), nullable=False),
        sa.Column("made_at", types.Moment(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", types.Moment(timezone=True), nullable=True),
        sa.Column("money_locked_until", types.Moment(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("phone", name=op.f("uq_account_phone")),
    )
    op.create_table(
        "attempt",
        sa.Column("key", types.Code(length=80), nullable=False),
        sa.Column("at", types.Moment(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_key_at", ["key", "at"], unique=False)

    op.create_table(
        "business",
        sa.Column("name", types.Words(length=120), nullable=False),
        sa.Column("sort_key", types.Code(length=1000), nullable=False),
        sa.Column("search_text", types.Words(length=400), nullable=False),
        sa.Column("village_id", sa.Uuid(), nullable=True),
        sa.Column("source", types.Code(length=40), nullable=False),
        sa.Column("known_at", types.Moment(timezone=True), nullable=False),
        sa.Column("closed_at", types.Moment(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commune_code", types.Code(length=5), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business")),
    )
    with op.batch_alter_table("business", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_business_commune_code"), ["commune_code"], unique=False
        )
        batch_op.create_index("ix_business_place", ["commune_code", "village_id"], unique=False)

    op.create_table(
        "commune",
        sa.Column("code", types.Code(length=5), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("province_code", types.Code(length=2), nullable=False),
        sa.Column("type", types.Code(length=40), nullable=False),
        sa.Column("name", types.Words(length=60), nullable=False),
        sa.Column("sort_key", types.Code(length=200), nullable=False),
        sa.Column("bare_text", types.Words(length=200), nullable=False),
        sa.Column("search_text", types.Words(length=200), nullable=False),
        sa.Column("source_doc", types.Words(length=40), nullable=False),
        sa.PrimaryKeyConstraint("code", "valid_from", name=op.f("pk_commune")),
    )
    with op.batch_alter_table("commune", schema=None) as batch_op:
        batch_op.create_index("ix_commune_province", ["province_code", "sort_key"], unique=False)

    op.create_table(
        "consent",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", types.Code(length=40), nullable=False),
        sa.Column("text_version", types.Code(length=40), nullable=False),
        sa.Column("given_at", types.Moment(timezone=True), nullable=False),
        sa.Column("given_by", types.Code(length=40), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", types.Moment(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commune_code", types.Code(length=5), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_commune_code"), ["commune_code"], unique=False)
        batch_op.create_index("ix_consent_shop_purpose", ["shop_id", "purpose"], unique=False)
        batch_op.create_index("ix_consent_subject_purpose", ["subject_id", "purpose"], unique=False)

    op.create_table(
        "given_answer",
        sa.Column("owner", types.Code(length=48), nullable=False),
        sa.Column("key", types.Code(length=64), nullable=False),
        sa.Column("fingerprint", types.Code(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", types.Words(length=500), nullable=False),
        sa.Column("body", types.Words(length=4000), nullable=False),
        sa.Column("at", types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name=op.f("pk_given_answer")),
    )
    with op.batch_alter_table("given_answer", schema=None) as batch_op:
        batch_op.create_index("ix_given_answer_at", ["at"], unique=False)

    op.create_table(
        "job",
        sa.Column("kind", types.Code(length=40), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", types.Moment(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("shop_id", sa.Uuid(), nullable=True),
        sa.Column("state", types.Code(length=40), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("failure", types.Code(length=40), nullable=False),
        sa.Column("finished_at", types.Moment(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commune_code", types.Code(length=5), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_commune_code"), ["commune_code"], unique=False)
        batch_op.create_index("ix_job_shop", ["shop_id", "kind", "made_at"], unique=False)
        batch_op.create_index("ix_job_state", ["state", "made_at"], unique=False)
        batch_op.create_index(
            "uq_job_unfinished",
            ["kind", "record_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )

    op.create_table(
        "job_worker",
        sa.Column("name", types.Code(length=200), nullable=False),
        sa.Column("seen_at", types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_worker")),
    )
    op.create_table(
        "journal_entry",
        sa.Column("event", types.Code(length=40), nullable=False),
        sa.Column("subject_kind", types.Code(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("evidence", types.Code(length=40), nullable=False),
        sa.Column("at", types.Moment(timezone=True), nullable=False),
        sa.Column("details", sa.JSON(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commune_code", types.Code(length=5), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_journal_entry_commune_code"), ["commune_code"], unique=False
        )
        batch_op.create_index(
            "ix_journal_entry_commune_event", ["commune_code", "event", "shop_id"], unique=False
        )
        batch_op.create_index("ix_journal_entry_shop", ["shop_id", "at"], unique=False)
        batch_op.create_index("ix_journal_entry_subject", ["subject_id", "at"], unique=False)

    op.create_table(
        "old_unit",
        sa.Column("code", types.Code(length=5), nullable=False),
        sa.Column("new_code", types.Code(length=5), nullable=False),
        sa.Column("is_divided", sa.Boolean(), nullable=False),
        sa.Column("name", types.Words(length=60), nullable=False),
        sa.Column("district", types.Words(length=60), nullable=False),
        sa.Column("province", types.Words(length=60), nullable=False),
        sa.Column("sort_key", types.Code(length=200), nullable=False),
        sa.Column("bare_text", types.Words(length=200), nullable=False),
        sa.Column("search_text", types.Words(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", "new_code", name=op.f("pk_old_unit")),
    )
    with op.batch_alter_table("old_unit", schema=None) as batch_op:
        batch_op.create_index("ix_old_unit_new_code", ["new_code"], unique=False)

    op.create_table(
        "province",
        sa.Column("code", types.Code(length=2), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("type", types.Code(length=40), nullable=False),
        sa.Column("name", types.Words(length=60), nullable=False),
        sa.Column("sort_key", types.Code(length=200), nullable=False),
        sa.Column("search_text", types.Words(length=60), nullable=False),
        sa.Column("source_doc", types.Words(length=40), nullable=False),
        sa.PrimaryKeyConstraint("code", "valid_from", name=op.f("pk_province")),
    )
    op.create_table(
        "reference_load",
        sa.Column("name", types.Code(length=40), nullable=False),
        sa.Column("version", types.Code(length=64), nullable=False),
        sa.Column("loaded_at", types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_reference_load")),
    )
    op.create_table(
        "village",
        sa.Column("kind", types.Code(length=40), nullable=False),
        sa.Column("name", types.Words(length=80), nullable=False),
        sa.Column("name_key", types.Words(length=160), nullable=False),
        sa.Column("sort_key", types.Code(length=1000), nullable=False),
        sa.Column("search_text", types.Words(length=400), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commune_code", types.Code(length=5), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village")),
    )
    with op.batch_alter_table("village", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_village_commune_code"), ["commune_code"], unique=False)
        batch_op.create_index(
            "uq_village_open_name",
            ["commune_code", "name_key"],
            unique=True,
            sqlite_where=sa.text("valid_to IS NULL"),
            postgresql_where=sa.text("valid_to IS NULL"),
        )

    op.create_table(
        "notice",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", types.Code(length=40), nullable=False),
        sa.Column("at", types.Moment(timezone=True), nullable=False),
        sa.Column("sign_in_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_account_at", ["account_id", "at"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", types.Code(length=40), nullable=False),
        sa.Column("scope_kind", types.Code(length=40), nullable=False),
        sa.Column("scope_code", types.Code(length=40), nullable=False),
        sa.Column("granted_at", types.Moment(timezone=True), nullable=False),
        sa.Column("granted_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", types.Moment(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_role_grant_scope", ["scope_kind", "scope_code"], unique=False)

    op.create_table(
        "shop",
        sa.Column("code", types.Code(length=12), nullable=False),
        sa.Column("name", types.Words(length=120), nullable=False),
        sa.Column("sort_key", types.Code(length=1000), nullable=False),
        sa.Column("search_text", types.Words(length=400), nullable=False),
        sa.Column("owner_name", types.Words(length=80), nullable=False),
        sa.Column("sells", types.Words(length=120), nullable=False),
        sa.Column("is_maker", sa.Boolean(), nullable=True),
        sa.Column("village_id", sa.Uuid(), nullable=True),
        sa.Column("business_id", sa.Uuid(), nullable=True),
        sa.Column("contact_phone", types.Code(length=20), nullable=True),
        sa.Column("is_practice", sa.Boolean(), nullable=False),
        sa.Column("opened_at", types.Moment(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=True),
        sa.Column("seen_at", types.Moment(timezone=True), nullable=True),
        sa.Column("seen_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commune_code", types.Code(length=5), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["business.id"], name=op.f("fk_shop_business_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop")),
        sa.UniqueConstraint("code", name=op.f("uq_shop_code")),
    )
    with op.batch_alter_table("shop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shop_commune_code"), ["commune_code"], unique=False)
        batch_op.create_index("ix_shop_place", ["commune_code", "village_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", types.Code(length=64), nullable=False),
        sa.Column("way", types.Code(length=40), nullable=False),
        sa.Column("device", types.Words(length=120), nullable=False),
        sa.Column("waits_for_code", sa.Boolean(), nullable=False),
        sa.Column("opened_at", types.Moment(timezone=True), nullable=False),
        sa.Column("seen_at", types.Moment(timezone=True), nullable=False),
        sa.Column("told_at", types.Moment(timezone=True), nullable=True),
        sa.Column("ended_at", types.Moment(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)

    op.create_table(
        "sign_in_card",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", types.Code(length=64), nullable=False),
        sa.Column("resets_pin", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", types.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", types.Moment(timezone=True), nullable=False),
        sa.Column("used_at", types.Moment(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_card_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_card")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_card_token_hash")),
    )
    with op.batch_alter_table("sign_in_card", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_card_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "payment_account",
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("bin", types.Code(length=6), nullable=False),
        sa.Column("number", types.Code(length=19), nullable=False),
        sa.Column("holder", types.Words(length=80), nullable=False),
        sa.Column("label", types.Words(length=40), nullable=False),
        sa.Column("began_at", types.Moment(timezone=True), nullable=False),
        sa.Column("ended_at", types.Moment(timezone=True), nullable=True),
        sa.Column("seen_name", types.Words(length=80), nullable=True),
        sa.Column("seen_at", types.Moment(timezone=True), nullable=True),
        sa.Column("seen_by_id", sa.Uuid(), nullable=True),
        sa.Column("entered_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commune_code", types.Code(length=5), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_payment_account_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_account")),
    )
    with op.batch_alter_table("payment_account", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payment_account_commune_code"), ["commune_code"], unique=False
        )
        batch_op.create_index("ix_payment_account_shop", ["shop_id", "ended_at"], unique=False)

    op.create_table(
        "product",
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("code", types.Code(length=12), nullable=False),
        sa.Column("made_at", types.Moment(timezone=True), nullable=False),
        sa.Column("changed_at", types.Moment(timezone=True), nullable=False),
        sa.Column("title", types.Words(length=120), nullable=False),
        sa.Column("sort_key", types.Code(length=1000), nullable=False),
        sa.Column("search_text", types.Words(length=400), nullable=False),
        sa.Column("description", types.Words(length=5000), nullable=False),
        sa.Column("price_vnd", sa.BigInteger(), nullable=True),
        sa.Column("price_unit", types.Words(length=20), nullable=False),
        sa.Column("gtin", types.Code(length=14), nullable=True),
        sa.Column("source", types.Code(length=40), nullable=False),
        sa.Column("state", types.Code(length=40), nullable=False),
        sa.Column("published_at", types.Moment(timezone=True), nullable=True),
        sa.Column("entered_by_id", sa.Uuid(), nullable=True),
        sa.Column("changed_in", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commune_code", types.Code(length=5), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_product_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("code", name=op.f("uq_product_code")),
        sa.UniqueConstraint("shop_id", "gtin", name=op.f("uq_product_shop_id_gtin")),
    )
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_commune_code"), ["commune_code"], unique=False)
        batch_op.create_index(
            "ix_product_commune_state", ["commune_code", "state", "shop_id"], unique=False
        )
        batch_op.create_index(
            "ix_product_shop_state", ["shop_id", "state", "sort_key"], unique=False
        )

    op.create_table(
        "batch",
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("code", types.Code(length=20), nullable=False),
        sa.Column("trace_code", types.Code(length=13), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("best_before", sa.Date(), nullable=True),
        sa.Column("opened_at", types.Moment(timezone=True), nullable=False),
        sa.Column("closed_at", types.Moment(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commune_code", types.Code(length=5), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_batch_product_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_batch_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("shop_id", "code", name=op.f("uq_batch_shop_id_code")),
        sa.UniqueConstraint("trace_code", name=op.f("uq_batch_trace_code")),
    )
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_commune_code"), ["commune_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_batch_product_id"), ["product_id"], unique=False)

    op.create_table(
        "photo",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("weight_bytes", sa.Integer(), nullable=False),
        sa.Column("sizes", sa.JSON(), nullable=False),
        sa.Column("made_at", types.Moment(timezone=True), nullable=False),
        sa.Column("state", types.Code(length=40), nullable=False),
        sa.Column("removed_at", types.Moment(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commune_code", types.Code(length=5), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_photo_product_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_photo_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_commune_code"), ["commune_code"], unique=False)
        batch_op.create_index("ix_photo_product", ["product_id", "position"], unique=False)
        batch_op.create_index("ix_photo_shop", ["shop_id"], unique=False)

    op.create_table(
        "price",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("price_vnd", sa.BigInteger(), nullable=False),
        sa.Column("since", types.Moment(timezone=True), nullable=False),
        sa.Column("price_unit", types.Words(length=20), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commune_code", types.Code(length=5), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_price_product_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_price_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price")),
    )
    with op.batch_alter_table("price", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_price_commune_code"), ["commune_code"], unique=False)
        batch_op.create_index("ix_price_product", ["product_id", "since"], unique=False)

    op.create_table(
        "label_run",
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("stock", types.Code(length=40), nullable=False),
        sa.Column("start_cell", sa.Integer(), nullable=False),
        sa.Column("asked_at", types.Moment(timezone=True), nullable=False),
        sa.Column("ready_at", types.Moment(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commune_code", types.Code(length=5), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_label_run_batch_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_label_run_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_run")),
    )
    with op.batch_alter_table("label_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_label_run_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_label_run_commune_code"), ["commune_code"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_label_run_shop_id"), ["shop_id"], unique=False)

    op.create_table(
        "label",
        sa.Column("code", types.Code(length=13), nullable=False),
        sa.Column("commune_code", types.Code(length=5), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", types.Code(length=40), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["label_run.id"], name=op.f("fk_label_run_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_label")),
    )
    with op.batch_alter_table("label", schema=None) as batch_op:
        batch_op.create_index("ix_label_run", ["run_id", "position"], unique=False)

    op.create_table(
        "label_file",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", types.Code(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["label_run.id"], name=op.f("fk_label_file_run_id")),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_label_file")),
    )


def downgrade() -> None:
    op.drop_table("label_file")
    with op.batch_alter_table("label", schema=None) as batch_op:
        batch_op.drop_index("ix_label_run")

    op.drop_table("label")
    with op.batch_alter_table("label_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_label_run_shop_id"))
        batch_op.drop_index(batch_op.f("ix_label_run_commune_code"))
        batch_op.drop_index(batch_op.f("ix_label_run_batch_id"))

    op.drop_table("label_run")
    with op.batch_alter_table("price", schema=None) as batch_op:
        batch_op.drop_index("ix_price_product")
        batch_op.drop_index(batch_op.f("ix_price_commune_code"))

    op.drop_table("price")
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_index("ix_photo_shop")
        batch_op.drop_index("ix_photo_product")
        batch_op.drop_index(batch_op.f("ix_photo_commune_code"))

    op.drop_table("photo")
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_batch_product_id"))
        batch_op.drop_index(batch_op.f("ix_batch_commune_code"))

    op.drop_table("batch")
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_index("ix_product_shop_state")
        batch_op.drop_index("ix_product_commune_state")
        batch_op.drop_index(batch_op.f("ix_product_commune_code"))

    op.drop_table("product")
    with op.batch_alter_table("payment_account", schema=None) as batch_op:
        batch_op.drop_index("ix_payment_account_shop")
        batch_op.drop_index(batch_op.f("ix_payment_account_commune_code"))

    op.drop_table("payment_account")
    with op.batch_alter_table("sign_in_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_card_account_id"))

    op.drop_table("sign_in_card")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_account_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("shop", schema=None) as batch_op:
        batch_op.drop_index("ix_shop_place")
        batch_op.drop_index(batch_op.f("ix_shop_commune_code"))

    op.drop_table("shop")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index("ix_role_grant_scope")
        batch_op.drop_index(batch_op.f("ix_role_grant_account_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_account_at")

    op.drop_table("notice")
    with op.batch_alter_table("village", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_village_open_name",
            sqlite_where=sa.text("valid_to IS NULL"),
            postgresql_where=sa.text("valid_to IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_village_commune_code"))

    op.drop_table("village")
    op.drop_table("reference_load")
    op.drop_table("province")
    with op.batch_alter_table("old_unit", schema=None) as batch_op:
        batch_op.drop_index("ix_old_unit_new_code")

    op.drop_table("old_unit")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_entry_subject")
        batch_op.drop_index("ix_journal_entry_shop")
        batch_op.drop_index("ix_journal_entry_commune_event")
        batch_op.drop_index(batch_op.f("ix_journal_entry_commune_code"))

    op.drop_table("journal_entry")
    op.drop_table("job_worker")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_job_unfinished",
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )
        batch_op.drop_index("ix_job_state")
        batch_op.drop_index("ix_job_shop")
        batch_op.drop_index(batch_op.f("ix_job_commune_code"))

    op.drop_table("job")
    with op.batch_alter_table("given_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_given_answer_at")

    op.drop_table("given_answer")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index("ix_consent_subject_purpose")
        batch_op.drop_index("ix_consent_shop_purpose")
        batch_op.drop_index(batch_op.f("ix_consent_commune_code"))

    op.drop_table("consent")
    with op.batch_alter_table("commune", schema=None) as batch_op:
        batch_op.drop_index("ix_commune_province")

    op.drop_table("commune")
    with op.batch_alter_table("business", schema=None) as batch_op:
        batch_op.drop_index("ix_business_place")
        batch_op.drop_index(batch_op.f("ix_business_commune_code"))

    op.drop_table("business")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_attempt_key_at")

    op.drop_table("attempt")
    op.drop_table("account")
