"""The addresses of all pages about accounts."""

from flask import Blueprint

from shopkit.accounts.views import cards, codes, consents, me, sign_in, stand_ins
from shopkit.accounts.views.turns import give_turns_back

bp = Blueprint("accounts", __name__)
bp.teardown_app_request(give_turns_back)

GET_AND_POST = ("GET", "POST")

bp.add_url_rule("/sign-in", "sign_in", sign_in.sign_in, methods=GET_AND_POST)
bp.add_url_rule("/sign-in/code", "code", codes.code, methods=GET_AND_POST)
bp.add_url_rule("/sign-in/enrol", "enrol", codes.enrol_app, methods=GET_AND_POST)
bp.add_url_rule("/sign-out", "sign_out", sign_in.sign_out, methods=("POST",))
bp.add_url_rule("/c/<token>", "card", cards.card)
bp.add_url_rule("/c/<token>", "enter_by_card", cards.enter_by_card, methods=("POST",))
bp.add_url_rule("/card", "made_card", cards.made_card)
bp.add_url_rule("/me", "me", me.me)
bp.add_url_rule("/me/pin", "change_secret", me.change_own_secret, methods=GET_AND_POST)
bp.add_url_rule("/me/new-pin", "new_pin", cards.new_pin, methods=GET_AND_POST)
bp.add_url_rule("/me/notices", "notices_read", me.notices_read, methods=("POST",))
bp.add_url_rule("/me/sign-ins/end", "end_others", me.end_others, methods=("POST",))
bp.add_url_rule(
    "/me/sign-ins/<uuid:sign_in_id>/end", "end_sign_in", me.end_one_sign_in, methods=("POST",)
)
bp.add_url_rule("/me/consents", "consents", consents.consents)
bp.add_url_rule("/me/consents/<purpose>", "consent", consents.consent, methods=GET_AND_POST)
bp.add_url_rule("/stand-ins", "stand_ins", stand_ins.stand_ins, methods=GET_AND_POST)
bp.add_url_rule(
    "/stand-ins/<uuid:grant_id>/end", "end_stand_in", stand_ins.end_one, methods=("POST",)
)
