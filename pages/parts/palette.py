"""The colours, light and dark: one fixed colour for each tier, segment and risk everywhere.

Better is blue, worse orange: red and green swap meaning in China. Colour never stands alone;
every coloured shape carries its name or its number.
"""

from dataclasses import dataclass

TIERS = ("key", "secondary", "ordinary", "small")
RISKS = ("high", "medium", "low")
SEGMENTS = (
    "champions", "loyal", "potential_loyalist", "promising", "new",
    "need_attention", "about_to_sleep", "cant_lose", "at_risk", "hibernating",
)  # fmt: skip
# The Chinese map of eight in the same families: core, growing, slipping, gone.
TYPES = (
    "important_value", "important_keep", "important_develop", "important_win_back",
    "general_value", "general_keep", "general_develop", "general_win_back",
)  # fmt: skip
STATES = ("prospect", "first_time", "repeat", "loyal", "won_back", "lapsed")
OUTSIDE = ("not_yet", "inactive", "not_known")


@dataclass(frozen=True)
class Palette:
    """Hex colours of one theme; chips are the fills of table labels, readable behind text."""

    page: str
    panel: str
    text: str
    muted: str
    grid: str
    axis: str
    ghost: str
    accent: str
    bar: str
    soft: str
    tint: str
    wash: str
    worse: str
    worse_text: str
    worse_tint: str
    worse_deep: str
    tiers: dict[str, str]
    tier_chips: dict[str, str]
    risks: dict[str, str]
    segments: dict[str, str]
    types: dict[str, str]
    states: dict[str, str]
    sequential: tuple[str, ...]

    @property
    def groups(self) -> dict[str, str]:
        """Every group customers move between: segments, types, tiers, states, and outside."""
        outside = dict.fromkeys(OUTSIDE, self.tier_chips["small"])
        return self.states | self.segments | self.types | self.tier_chips | outside

    def on(self, fill: str) -> str:
        """The text colour with the stronger contrast on a fill."""
        light, dark = sorted((self.page, self.text), key=luminance, reverse=True)
        above = luminance(fill) + 0.05
        lighter = (luminance(light) + 0.05) / above
        return light if lighter > above / (luminance(dark) + 0.05) else dark

    def shade(self, share: float) -> str:
        """A colour of the sequential scale, 0 to 1."""
        return _between(self.sequential, share)

    def shade_worse(self, share: float) -> str:
        """The same for what is bad in itself: pale to full orange."""
        return _between((self.worse_tint, self.worse_deep, self.worse), share)


def _between(scale: tuple[str, ...], share: float) -> str:
    place = min(max(share, 0.0), 1.0) * (len(scale) - 1)
    low = int(place)
    pairs = zip(_rgb(scale[low]), _rgb(scale[min(low + 1, len(scale) - 1)]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * (place - low)):02X}" for a, b in pairs)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it, 0 black to 1 white."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (part / 255 for part in _rgb(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _named(names: tuple[str, ...], colours: str) -> dict[str, str]:
    return dict(zip(names, (f"#{colour}" for colour in colours.split()), strict=True))


LIGHT = Palette(
    page="#FFFFFF", panel="#F4F6F8", text="#1B2430", muted="#56616F",
    grid="#E6EAEF", axis="#AEB7C2", ghost="#B4BDC8",
    accent="#1F5AA8", bar="#1F5AA8", soft="#80AADE", tint="#E7EDF7", wash="#F1F4FC",
    worse="#B8480F", worse_text="#8A3408", worse_tint="#F6E8E1", worse_deep="#ECCFC3",
    tiers=_named(TIERS, "0F3568 2F74C9 A9CBF0 D3DAE3"),
    tier_chips=_named(TIERS, "0F3568 2F74C9 A9CBF0 D3DAE3"),
    risks=_named(RISKS, "A62E0E D0900F B4BDC8"),
    segments=_named(
        SEGMENTS, "17478A 3A76C2 075E54 1D8570 B5E5DC EBC46B F6E3B5 8A2609 D0451B 6B7685"
    ),
    types=_named(TYPES, "17478A D0451B 075E54 8A2609 A9CBF0 EBC46B B5E5DC 6B7685"),
    states=_named(STATES, "D3DAE3 B5E5DC A9CBF0 3A76C2 075E54 6B7685"),
    sequential=("#EEF4FB", "#C3D9F2", "#A3C4EA", "#5B90D2", "#17478A", "#0F3568"),
)  # fmt: skip
DARK = Palette(
    page="#14181E", panel="#1D232B", text="#E4E9EF", muted="#9BA7B5",
    grid="#262E37", axis="#4A5563", ghost="#6C7886",
    accent="#8AB6F0", bar="#6DA2DF", soft="#3F6EA8", tint="#1B2735", wash="#171F2A",
    worse="#F2935C", worse_text="#F6AE83", worse_tint="#2E221D", worse_deep="#53301F",
    tiers=_named(TIERS, "D3E4FC 6DA2DF 35639A 4A5563"),
    tier_chips=_named(TIERS, "C5DCFA 3A76C2 2B4C75 3A434E"),
    risks=_named(RISKS, "E4521F F3D07A 586472"),
    segments=_named(
        SEGMENTS, "C9DFFC 3A76C2 7FE3C9 178472 12544A F5D98F F6E9C8 FFA98F C93F1C 5B6674"
    ),
    types=_named(TYPES, "C9DFFC C93F1C 7FE3C9 FFA98F 2B4C75 F5D98F 12544A 5B6674"),
    states=_named(STATES, "3A434E 12544A 2B4C75 3A76C2 7FE3C9 5B6674"),
    sequential=("#1D2937", "#294566", "#35639A", "#5089D0", "#8AB6F0", "#D3E4FC"),
)  # fmt: skip


def palette(dark: bool) -> Palette:
    """The colours of the theme in use."""
    return DARK if dark else LIGHT
