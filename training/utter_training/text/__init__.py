"""Written text: as spoken words, with case and punctuation, and the punctuator that gives both back."""
