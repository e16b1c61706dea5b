"""Trains and exports Utter's streaming RNN transducers."""
