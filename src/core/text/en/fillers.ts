import type { FillerWords } from '../language';

/** What English speakers say while they look for words. */
export const fillers: FillerWords = {
  hesitations: ['um', 'umm', 'uh', 'uhh', 'uhm', 'er', 'erm', 'hmm', 'hm', 'mm', 'mhm'],
  answers: ['uh huh', 'uh oh', 'uh uh', 'mm hmm', 'mm hm', 'hmm mm'],
  // Not "that that", "had had", "is is", "in in", "very very".
  neverDoubled: [
    'the', 'a', 'an', 'i', 'we', 'he', 'she', 'they', 'my', 'your', 'our', 'their', 'and', 'but', 'or', 'of', 'to', 'for', 'from', 'with', 'at',
    'because', 'if', "i'm", "i'll", "i've", "it's", "that's", "we're", "they're", "you're", 'would', 'could', 'should', 'as', 'this', 'these', 'those', 'into',
  ],
  phrases: [
    {
      say: 'you know',
      notAfter: ['do', 'did', "don't", "didn't", 'if', 'as', 'what', 'how', 'when', 'because', 'once', 'would', 'should', 'must', 'before', 'than', 'thing', 'everything', 'all', 'anyone', 'someone', 'people', 'that', 'let', 'who', 'may', 'might', "you'll", 'now', 'make', 'sure', 'think', 'so', 'unless', 'until', 'will', 'can', 'could', 'where', 'why', 'everyone', 'since', 'whatever'],
      notBefore: ['what', 'that', 'how', 'who', 'where', 'why', 'if', 'whether', 'when', 'the', 'it', 'him', 'her', 'them', 'me', 'about', 'this', 'my', 'your', 'which', 'anything', 'nothing', 'something', 'any', 'someone', 'anyone', 'more', 'better', 'of', 'very', 'well', 'exactly', 'all', 'a', 'as', 'everything'],
    },
    {
      say: 'i mean',
      notAfter: ['what', 'that', 'if', 'when', 'know', 'do', 'did', 'how', 'does', 'who', 'which', 'see', 'because', 'as', 'words', 'until', 'things', 'thing'],
      notBefore: ['it', 'that', 'to', 'by', 'business', 'well', 'no', 'what', 'this', 'every', 'when', 'is', 'the', 'you'],
    },
  ],
  joining: ['and', 'by', 'or', 'to', 'no', 'bye'],
};
