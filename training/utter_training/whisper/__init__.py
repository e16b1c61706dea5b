"""Whisper (Radford et al. 2022) as a model of the final pass: weights, network, features, search, tuning, ONNX graphs."""
