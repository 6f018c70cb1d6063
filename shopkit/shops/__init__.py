"""Shops and the household businesses behind them, and who in the commune has met them."""
