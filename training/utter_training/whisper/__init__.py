"""Whisper (Radford et al. 2022): weights, network, features, search, ONNX graphs."""
