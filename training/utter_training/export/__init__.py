"""What the app loads: folded tensors, model folders with golden files, ONNX graphs."""

from pathlib import Path

GOLDEN_RECORDING = Path(__file__).with_name("golden.wav")
"""What a golden file is made of, if no other recording is given."""
