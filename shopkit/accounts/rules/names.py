"""Names as strangers may see them."""


def masked_name(name: str) -> str:
    """The last word, which is what people are called by: "Nguyễn Thị Mẫu" becomes "N. T. Mẫu"."""
    words = name.split()
    return " ".join([*(f"{word[0]}." for word in words[:-1]), *words[-1:]])
