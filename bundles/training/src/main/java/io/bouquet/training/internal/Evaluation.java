package io.bouquet.training.internal;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.model.LabelledText;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.training.Report;
import io.bouquet.training.Report.Comparison;
import io.bouquet.training.internal.InstalledVersions.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates a tagger. */
final class Evaluation {
    private static final Logger LOG = LoggerFactory.getLogger(Evaluation.class);
    private static final int REPORTED_EVERY = 50;

    private final Annotator annotator;

    Evaluation(Annotator annotator) {
        this.annotator = annotator;
    }

    /**
     * Evaluates a version, and compares it with another one.
     *
     * @param against null for none
     */
    Report run(
            Version version,
            @Nullable Version against,
            String layer,
            List<LabelledText> data,
            String dataName,
            String fingerprint,
            Progress progress)
            throws InterruptedException {
        requireLayer(data, layer, dataName);
        Scoring scoring = score(version, layer, data, progress);
        Comparison comparison = null;
        if (against != null) {
            comparison = scoring.against(against.info().version(), score(against, layer, data, progress));
        }
        return scoring.report(version.info().name(), version.info().version(), dataName, fingerprint, comparison);
    }

    private static void requireLayer(List<LabelledText> data, String layer, String dataName) {
        if (data.stream().noneMatch(text -> text.gold().has(layer))) {
            throw new IllegalArgumentException("the data '" + dataName + "' has no answers for the layer '" + layer
                    + "'; it has: " + data.get(0).gold().names());
        }
    }

    private Scoring score(Version version, String layer, List<LabelledText> data, Progress progress)
            throws InterruptedException {
        TaggerInfo info = version.info();
        String language = info.languages().isEmpty() ? "" : info.languages().get(0);
        List<LabelledText> texts = annotator.with(info.requires(), data, language, progress);
        Scoring scoring = new Scoring(data, layer);
        for (int i = 0; i < texts.size(); i++) {
            if (i % REPORTED_EVERY == 0) {
                progress.step(info.name() + " " + info.version() + " answers", i, texts.size());
            }
            scoring.add(texts.get(i), answer(version.tagger(), texts.get(i).text(), layer));
        }
        return scoring;
    }

    private static @Nullable List<Annotation> answer(Tagger tagger, AnnotatedText text, String layer) {
        try {
            return tagger.tag(text).get(layer);
        } catch (RuntimeException failure) {
            LOG.debug("A text of an evaluation could not be answered", failure);
            return null;
        }
    }
}
