"""Recordings: reading, coding and augmenting them, corpora, features and their cache."""
