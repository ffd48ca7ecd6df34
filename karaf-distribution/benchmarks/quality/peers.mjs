// Peers from npm for Quality.java: node peers.mjs compromise|wink|vader
import { createInterface } from 'node:readline';

const answer = { compromise, wink, vader }[process.argv[2]];
const say = await answer();
for await (const line of createInterface({ input: process.stdin })) {
  const { task, text } = JSON.parse(line);
  console.log(JSON.stringify(say(task, text)));
}

async function compromise() {
  const nlp = (await import('compromise')).default;
  return (task, text) => {
    const doc = nlp(text);
    if (task === 'sentences') {
      return { sentences: inOrder(text, doc.sentences().out('array')) };
    }
    if (task === 'entities') {
      return {
        entities: [
          ...offsets(doc.people(), 'person'),
          ...offsets(doc.organizations(), 'organisation'),
          ...offsets(doc.places(), 'location'),
        ],
      };
    }
    return {};
  };
}

function offsets(found, label) {
  return found.json({ offset: true }).map(({ offset, text }) => {
    // the offset has the punctuation after it
    const end = offset.start + text.replace(/[\s.,;:!?)"']+$/, '').length;
    return [offset.start, end, label];
  });
}

async function wink() {
  const model = (await import('wink-eng-lite-web-model')).default;
  const nlp = (await import('wink-nlp')).default(model);
  return (task, text) => {
    const doc = nlp.readDoc(text);
    if (task === 'sentences') {
      return { sentences: inOrder(text, doc.sentences().out()) };
    }
    if (task === 'tokens') {
      return { tokens: inOrder(text, doc.tokens().out()) };
    }
    if (task === 'sentiment') {
      return { sentiment: three(doc.out(nlp.its.sentiment), 0.05) };
    }
    return {};
  };
}

async function vader() {
  const { SentimentIntensityAnalyzer } = (await import('vader-sentiment')).default;
  return (task, text) =>
    task === 'sentiment' ? { sentiment: three(SentimentIntensityAnalyzer.polarity_scores(text).compound, 0.05) } : {};
}

function three(score, threshold) {
  return score >= threshold ? 'positive' : score <= -threshold ? 'negative' : 'neutral';
}

function inOrder(text, pieces) {
  let at = 0;
  return pieces.map((piece) => piece.trim()).filter(Boolean).map((piece) => {
    const begin = text.indexOf(piece, at);
    at = begin + piece.length;
    return [begin, at];
  });
}
