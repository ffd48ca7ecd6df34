package io.bouquet.tagging.opennlp;

import java.io.IOException;
import java.util.Optional;
import opennlp.tools.ml.BeamSearch;
import opennlp.tools.ml.model.MaxentModel;
import opennlp.tools.ml.model.SequenceClassificationModel;
import opennlp.tools.namefind.NameFinderME;
import opennlp.tools.namefind.TokenNameFinderModel;
import org.jspecify.annotations.Nullable;

/**
 * A name finder model that uses its compact form, if it has one. Other models are rebuilt from their parts. This one is
 * subclassed, because OpenNLP does not list its dictionaries.
 */
final class NamesModel extends TokenNameFinderModel {
    private static final long serialVersionUID = 1;

    private final transient @Nullable MaxentModel compact;

    NamesModel(ModelSource source) throws IOException {
        super(source.open());
        compact = source.compactFor(() -> getArtifact("nameFinder.model")).orElse(null);
    }

    /** Returns a new object for each call, like OpenNLP, because a beam search is for one thread. */
    @Override
    public SequenceClassificationModel getNameFinderSequenceModel() {
        return Optional.ofNullable(compact)
                .<SequenceClassificationModel>map(
                        maxent -> new BeamSearch(ModelKind.beam(this, NameFinderME.DEFAULT_BEAM_SIZE), maxent))
                .orElseGet(super::getNameFinderSequenceModel);
    }
}
