"""Where buyers find a product and a shop; an upper floor answers there, whoever points to it."""


def product_path(code: str) -> str:
    return f"/p/{code}"


def shop_path(code: str) -> str:
    return f"/s/{code}"
