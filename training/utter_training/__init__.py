"""Trains and exports Utter's models: from recordings and text to the folders that the app loads."""

from pathlib import Path

CONFIGURATIONS = Path(__file__).resolve().parents[1] / "conf"
