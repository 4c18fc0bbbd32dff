"""The colours of the page by name, on light ground and on dark."""

import colorsys

from keras_acts.report.html.svg import NAMES

DARK = {
    **{"ink": "#e8e8e8", "dim": "#a8a8a8", "grid": "#333333", "paper": "#161616"},
    **{"base": "#c4c4c4", "line": "#484848", "tint": "#222222"},
}
LIGHT = {"line": "#c8c8c8", "tint": "#f4f4f4"}
LEAST = 0.13
"""The luminance under which a colour is hard to see on dark ground: a contrast of 3 to 1."""


def rules() -> str:
    """The variables of the style sheet; print is light."""
    light = {**{name: colour for colour, name in NAMES.items()}, **LIGHT}
    dark = {**{name: lighter(colour) for name, colour in light.items()}, **DARK}
    return (
        f":root {{ {_listed(light)} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_listed(dark)} }} }}\n"
    )


def _listed(colours: dict[str, str]) -> str:
    return "; ".join(f"--{name}: {colour}" for name, colour in colours.items())


def lighter(colour: str) -> str:
    """`colour` with as much more lightness, of the same hue, as dark ground asks for.

    >>> lighter("#88ccee")
    '#88ccee'
    """
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    while luminance(red, green, blue) < LEAST:
        light += 0.01
        red, green, blue = colorsys.hls_to_rgb(hue, light, strength)
    return "#" + "".join(f"{round(255 * part):02x}" for part in (red, green, blue))


def luminance(red: float, green: float, blue: float) -> float:
    """That of sRGB, 0..1."""
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts))
