"""One brand colour becomes an accessible 16-step scale, light and dark, as Designsystemet custom properties.

Port of the idea in Digdir's Designsystemet (MIT licence, (c) Digitaliseringsdirektoratet): a colour is mixed with
black or white until it has the luminance of each step. The luminances below are those of the theme file of
@digdir/designsystemet-css 1.22.0. Corrected here: hover and active steps keep the contrast of the text on them.
"""

import re

Rgb = tuple[float, float, float]

BLACK: Rgb = (0.0, 0.0, 0.0)
WHITE: Rgb = (255.0, 255.0, 255.0)
INK: Rgb = (36.0, 39.0, 43.0)

LUMINANCE: dict[str, tuple[float, float]] = {
    "background-default": (1.0, 0.009),
    "background-tinted": (0.8978, 0.0142),
    "surface-default": (1.0, 0.0211),
    "surface-tinted": (0.8103, 0.0271),
    "surface-hover": (0.6997, 0.0361),
    "surface-active": (0.5906, 0.056),
    "border-subtle": (0.4998, 0.08),
    "border-default": (0.1898, 0.2205),
    "border-strong": (0.11, 0.3897),
    "text-subtle": (0.11, 0.3897),
    "text-default": (0.0247, 0.8414),
}

SPREAD = {"background-tinted": 16.0, "surface-tinted": 40.0}


def _parse(colour: str) -> Rgb:
    if not re.fullmatch(r"#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})", colour):
        message = f"not a hexadecimal colour: {colour!r}"
        raise ValueError(message)
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{max(0, min(255, round(channel))):02x}" for channel in rgb)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (value / 255 for value in rgb))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    return (
        one[0] * (1 - share) + other[0] * share,
        one[1] * (1 - share) + other[1] * share,
        one[2] * (1 - share) + other[2] * share,
    )


def _with_luminance(rgb: Rgb, target: float) -> Rgb:
    """Move towards black or white, by halves, until the luminance is met."""
    if target <= 0:
        return BLACK
    if target >= 1:
        return WHITE
    low, high = (BLACK, rgb) if _luminance(rgb) > target else (rgb, WHITE)
    middle = rgb
    for _ in range(24):
        middle = _mix(low, high, 0.5)
        if _luminance(middle) > target:
            high = middle
        else:
            low = middle
    return middle


def _lightness(rgb: Rgb) -> float:
    y = _luminance(rgb)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def _at_lightness(rgb: Rgb, lightness: float) -> Rgb:
    bounded = max(0.0, min(100.0, lightness))
    return _with_luminance(rgb, ((bounded + 16) / 116) ** 3 if bounded > 8 else bounded / 903.3)


def _calm(rgb: Rgb, spread: float) -> Rgb:
    """Mute a ground until its channels lie within `spread`: a yellow council must not get a yellow page."""
    width = max(rgb) - min(rgb)
    if width <= spread:
        return rgb
    middle = sum(rgb) / 3
    return _with_luminance(_mix(rgb, (middle, middle, middle), 1 - spread / width), _luminance(rgb))


def contrast(a: str, b: str) -> float:
    """WCAG 2 contrast ratio of two hexadecimal colours, 1 to 21; ValueError when one is not a colour."""
    darker, lighter = sorted((_luminance(_parse(a)), _luminance(_parse(b))))
    return (lighter + 0.05) / (darker + 0.05)


def _base_steps(base: Rgb, *, dark: bool) -> dict[str, str]:
    lightness = _lightness(base)
    if dark:
        lightness = 70 if lightness <= 30 else max(45.0, 100 - lightness)
    default = _at_lightness(base, lightness) if dark else base
    white_text = contrast(_hex(default), "#ffffff") >= contrast(_hex(default), "#000000")
    near_the_end = lightness <= 30 if white_text else lightness >= 84
    step = -8 if white_text != near_the_end else 8
    far = 60 if lightness <= 40 or lightness >= 60 else 50
    return {
        "base-default": _hex(default),
        "base-hover": _hex(_at_lightness(base, lightness + step)),
        "base-active": _hex(_at_lightness(base, lightness + 2 * step)),
        "base-contrast-subtle": _hex(_at_lightness(default, lightness + far if white_text else lightness - far)),
        "base-contrast-default": "#ffffff" if white_text else "#000000",
    }


def scale(colour: str, *, dark: bool) -> dict[str, str]:
    """Every step of one role; in the dark the colour is first muted, so that surfaces do not glow."""
    base = _parse(colour)
    grey = sum(base) / 3
    source = _mix(base, (grey, grey, grey), 0.3) if dark else base
    steps = {name: _hex(_calm(_with_luminance(source, pair[1 if dark else 0]), SPREAD.get(name, 255))) for name, pair in LUMINANCE.items()}
    return steps | _base_steps(base, dark=dark)


def _roles(brand: str, accent: str | None) -> dict[str, str]:
    first = _parse(brand)
    second = _parse(accent) if accent else first
    return {
        "accent": _hex(first),
        "brand1": _hex(second),
        "brand2": _hex(_mix(first, second, 0.5)),
        "neutral": _hex(_mix(INK, first, 0.1)),
    }


def _declarations(roles: dict[str, str], *, dark: bool) -> str:
    return "".join(
        f"  --ds-color-{role}-{step}: {value};\n" for role, colour in roles.items() for step, value in scale(colour, dark=dark).items()
    )


def build_theme(brand: str, accent: str | None = None) -> str:
    """CSS of one council for light, dark and the browser's own choice; ValueError when a colour is malformed."""
    roles = _roles(brand, accent)
    light, dark = _declarations(roles, dark=False), _declarations(roles, dark=True)
    return (
        "@layer council {\n"
        f":root, [data-color-scheme=light] {{\n{light}}}\n"
        f"[data-color-scheme=dark] {{\n{dark}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n[data-color-scheme=auto] {{\n{dark}}}\n}}\n"
        "}\n"
    )


def sample_theme(brand: str, selector: str) -> str:
    """CSS of a colour for one part of a page, light and dark side by side: to see it before it is chosen. ValueError when it is malformed."""
    roles = _roles(brand, None)
    parts = (f"{selector} [data-color-scheme={name}] {{\n{_declarations(roles, dark=name == 'dark')}}}\n" for name in ("light", "dark"))
    return f"@layer council {{\n{''.join(parts)}}}\n"
