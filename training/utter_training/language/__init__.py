"""Words: lexicon, pronunciations, graphemes to phones, n-grams."""
