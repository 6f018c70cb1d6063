"""ShopKit: from the market stall to selling online, one folder a feature."""
