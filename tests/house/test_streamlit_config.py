import os
import subprocess
import sys
import tomllib
from typing import Any

import pytest

from tests.house.tree import ROOT

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
ACCENTS = ("primary", "red", "orange", "yellow", "blue", "green", "violet")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What Streamlit itself makes of the configuration, without anybody's personal settings."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("STREAMLIT_")}
    done = subprocess.run(
        [sys.executable, "-m", "streamlit", "config", "show"],
        cwd=ROOT,
        env=clean | {"HOME": str(tmp_path_factory.mktemp("home"))},
        check=True,
        capture_output=True,
        text=True,
    )
    assert not done.stderr
    return done.stdout


def test_streamlit_knows_every_option(shown: str) -> None:
    assert "not a valid config option" not in shown


@pytest.mark.parametrize(
    ("section", "option", "value"),
    [
        ("browser", "gatherUsageStats", False),
        ("browser", "serverAddress", "127.0.0.1"),
        ("server", "address", "127.0.0.1"),
        ("server", "allowedHosts", ["127.0.0.1", "localhost"]),
        ("server", "maxUploadSize", 5),
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", False),
    ],
)
def test_app_is_private(shown: str, section: str, option: str, value: Any) -> None:
    assert CONFIG[section][option] == value
    options = shown[shown.index("\n[global]") :]  # what stands before is wrapped out of its comment
    assert tomllib.loads(options)[section][option] == value


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert "://" not in (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2, from #RRGGBB."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio after WCAG 2.2, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("background", ["backgroundColor", "secondaryBackgroundColor"])
def test_theme_is_readable_on_a_projector(mode: str, background: str) -> None:
    theme = CONFIG["theme"][mode]
    assert contrast(theme["textColor"], theme[background]) >= 7
    assert contrast(theme["linkColor"], theme[background]) >= 4.5
    for accent in ACCENTS:
        assert contrast(theme[f"{accent}Color"], theme[background]) >= 3, accent
        words = theme.get(f"{accent}TextColor", theme[f"{accent}Color"])
        assert accent == "primary" or contrast(words, theme[background]) >= 4.5, accent


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_white_words_on_a_primary_button_are_readable(mode: str) -> None:
    assert contrast("#FFFFFF", CONFIG["theme"][mode]["primaryColor"]) >= 4.5
