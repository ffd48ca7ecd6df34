package io.bouquet.tagging.shell;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.NearNames;
import io.bouquet.tagging.TaggerInfo;
import java.util.List;

/** Refuses unknown names of taggers. */
final class KnownTaggers {
    private KnownTaggers() {}

    /** @throws IllegalArgumentException with similar names, if there is no tagger {@code name} */
    static void require(Broker broker, String name) {
        List<String> known = broker.taggers().stream()
                .filter(tagger -> tagger.state() != TaggerInfo.State.RETIRED)
                .map(TaggerInfo::name)
                .distinct()
                .sorted()
                .toList();
        if (!known.contains(name)) {
            List<String> near =
                    known.stream().filter(one -> NearNames.isNear(name, one)).toList();
            throw new IllegalArgumentException("no tagger named '" + name + "'"
                    + (near.isEmpty() ? "" : "; near: " + String.join(", ", near))
                    + "; there are: " + (known.isEmpty() ? "none" : String.join(", ", known)));
        }
    }
}
