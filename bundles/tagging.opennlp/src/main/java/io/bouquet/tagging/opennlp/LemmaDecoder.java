package io.bouquet.tagging.opennlp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import opennlp.tools.lemmatizer.LemmatizerContextGenerator;
import opennlp.tools.lemmatizer.LemmatizerME;
import opennlp.tools.lemmatizer.LemmatizerModel;
import opennlp.tools.ml.model.MaxentModel;
import org.jspecify.annotations.Nullable;

/**
 * The beam search of {@link LemmatizerME} with a cache. A lemma model chooses among hundreds of edit scripts, which
 * would take most of the time of a pipeline. The choice depends only on the word, its tag and the previous script, so
 * repeated words come from the cache. Not thread-safe.
 */
final class LemmaDecoder {
    static final String MODEL_ENTRY = "lemmatizer.model";
    private static final int REMEMBERED = 8_192;

    private final MaxentModel model;
    private final LemmatizerContextGenerator features;
    private final Map<Step, List<Choice>> choices = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Step, List<Choice>> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Step(String word, String tag, @Nullable String before) {}

    private record Choice(String script, double logProbability) {}

    private record Path(@Nullable Path before, @Nullable String script, double score) {}

    LemmaDecoder(LemmatizerModel model) {
        this.model = model.getArtifact(MODEL_ENTRY);
        this.features = model.getFactory().getContextGenerator();
    }

    /** Returns the lemmas of the words of one sentence, in lower case. */
    String[] lemmatize(String[] words, String[] tags) {
        List<Path> beam = List.of(new Path(null, null, 0));
        for (int i = 0; i < words.length; i++) {
            List<Path> next = new ArrayList<>();
            for (Path path : beam) {
                for (Choice choice : choices(new Step(words[i], tags[i], path.script()))) {
                    next.add(new Path(path, choice.script(), path.score() + choice.logProbability()));
                }
            }
            next.sort(Comparator.comparingDouble(Path::score).reversed());
            beam = next.subList(0, Math.min(LemmatizerME.DEFAULT_BEAM_SIZE, next.size()));
        }
        String[] scripts = new String[words.length];
        int at = words.length;
        for (Path path = beam.get(0); path != null && path.script() != null; path = path.before()) {
            at--;
            scripts[at] = path.script();
        }
        return LemmatizerME.decodeLemmas(words, scripts);
    }

    private List<Choice> choices(Step step) {
        List<Choice> known = choices.get(step);
        if (known == null) {
            known = evaluate(step);
            choices.put(step, known);
        }
        return known;
    }

    private List<Choice> evaluate(Step step) {
        String[] context = step.before() == null
                ? features.getContext(0, new String[] {step.word()}, new String[] {step.tag()}, new String[0])
                : features.getContext(
                        1, new String[] {"", step.word()}, new String[] {"", step.tag()}, new String[] {step.before()});
        double[] probabilities = model.eval(context);
        List<Choice> best = new ArrayList<>(LemmatizerME.DEFAULT_BEAM_SIZE);
        while (best.size() < Math.min(LemmatizerME.DEFAULT_BEAM_SIZE, probabilities.length)) {
            int likeliest = 0;
            for (int i = 1; i < probabilities.length; i++) {
                if (probabilities[i] > probabilities[likeliest]) {
                    likeliest = i;
                }
            }
            best.add(new Choice(model.getOutcome(likeliest), Math.log(probabilities[likeliest])));
            probabilities[likeliest] = -1;
        }
        return List.copyOf(best);
    }
}
