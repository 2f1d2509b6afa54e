"""SQL of the currency an amount is in: by a column of codes, or by the sign beside the number."""

from __future__ import annotations

from analytics.intake.source import literal

# What people write -> the code, the most usual first: whoever writes ¥ or 元 and no more means
# yuan, whoever writes $ and no more means US dollars.
CODES = {
    "CNY": ("CNY", "¥", "￥", "RMB", "元", "人民币", "人民幣", "CNH", "圆", "圓",
            "人民币元", "YUAN"),
    "USD": ("USD", "$", "US$", "＄", "美元", "美金", "DOLLAR", "US DOLLAR"),
    "EUR": ("EUR", "€", "欧元", "歐元", "EURO"),
    "GBP": ("GBP", "£", "￡", "英镑", "英鎊", "POUND"),
    "HKD": ("HKD", "HK$", "港元", "港币", "港幣"),
    "TWD": ("TWD", "NT$", "台元", "臺元", "台币", "台幣", "新台币", "新台幣"),
    "JPY": ("JPY", "円", "日元", "日圆", "日圓", "YEN"),
    "KRW": ("KRW", "₩", "韩元", "韓元"),
    "INR": ("INR", "₹"),
    "AUD": ("AUD", "AU$", "A$", "澳元"),
    "CAD": ("CAD", "CA$", "C$", "加元"),
    "NZD": ("NZD", "NZ$"),
    "SGD": ("SGD", "S$", "新元"),
    "BRL": ("BRL", "R$"),
    "PLN": ("PLN", "ZŁ"),
}  # fmt: skip
WORDS = (
    "CNY|CNH|RMB|USD|EUR|GBP|HKD|TWD|MOP|JPY|KRW|SGD|AUD|CAD|NZD|CHF|INR|IDR|MYR|THB|VND|PHP|RUB"
    "|BRL|MXN|ZAR|TRY|AED|SAR|SEK|NOK|DKK|PLN|CZK|HUF|kr|zł|人民[币幣]|[美港欧歐日台臺]元|英[镑鎊]"
)
SIGNS = r"(?:US|HK|NT|AU|CA|NZ|A|C|R|S)?[$]|[\p{Sc}元圆圓円]"


def beside(text: str, plain: str) -> str:
    """SQL of what stands beside a number for its currency, null where nothing does.

    plain  SQL of the text as a number where it is nothing but one: then nothing is looked for
    A code tells more than a sign: $5 CAD is in Canadian dollars.
    """
    word, sign = (f"nullif(regexp_extract({text}, '(?i){form}'), '')" for form in (WORDS, SIGNS))
    return f"case when {plain} is null then upper(coalesce({word}, {sign})) end"


def code(name: str) -> str:
    """SQL of the code of a currency, named in capitals; one that is not known stays as it is."""
    ways = " ".join(
        f"when {name} = {literal(each)} then '{code}'"
        for code, names in CODES.items()
        for each in names
    )
    return f"case when {name} is not null then case {ways} else {name} end end"
