"""Signs that Word draws by a font of pictures, and signs above and below the line, as letters of their own."""

from __future__ import annotations

#: Of Wingdings and Symbol, what official papers have: by the sign's place in its font.
_SYMBOLS = {
    "wingdings": {
        0xA7: "▪", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0xFC: "✓", 0xFE: "☑", 0xFD: "☒", 0xFB: "✗", 0x78: "☒",
        0xD8: "➢", 0x76: "❖", 0x6C: "●", 0x6E: "■", 0xE0: "→", 0xDF: "←",
    },
    "wingdings 2": {0xA3: "☐", 0x52: "☑", 0x50: "✓", 0x4F: "✗", 0x54: "☒"},
    "symbol": {
        0xB7: "•", 0x2D: "−", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠",
        0xBB: "≈", 0xAE: "→", 0x2A: "∗", 0xA5: "∞", 0xBE: "—",
    },
}  # fmt: skip
RAISED = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
LOWERED = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))


def symbol(font: str, code: str) -> str | None:
    """The letter for the sign ``code`` (hexadecimal) of ``font``; None where there is none."""
    try:
        number = int(code, 16)
    except ValueError:
        return None
    if 0xF000 <= number <= 0xF0FF:
        return _SYMBOLS.get(font.lower(), {}).get(number - 0xF000)
    if font.lower() in _SYMBOLS and number <= 0xFF:
        return _SYMBOLS[font.lower()].get(number)
    return chr(number) if 0x20 <= number < 0xD800 and chr(number).isprintable() else None
