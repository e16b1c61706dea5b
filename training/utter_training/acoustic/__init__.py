"""The streaming models: alignments, networks, losses, training, search and figures."""
