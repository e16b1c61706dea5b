"""The models of the final pass: tuning, model folders, figures, Moonshine's graphs."""
