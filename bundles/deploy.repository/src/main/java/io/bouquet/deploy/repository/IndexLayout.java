package io.bouquet.deploy.repository;

import java.io.IOException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/** A folder with an index. */
record IndexLayout(Place place, Optional<PublicKey> key, SeenIndex seen) implements Layout {
    /** An index and its signature are two files, and the publisher may replace them between the two reads. */
    private static final int ATTEMPTS = 2;

    @Override
    public Offer.All read() throws IOException, RepositoryException {
        byte[] json = key.isPresent() ? verified(key.get()) : content();
        Index index = Index.read(json);
        if (key.isPresent()) {
            seen.requireNotOlder(key.get(), index.at());
        }
        return new Offer.All(
                Optional.of(index.at()),
                index.plugins().stream()
                        .map(entry -> new Offer(entry.file(), entry.bytes(), "SHA-256", entry.sha256(), entry.plugin()))
                        .toList(),
                List.of());
    }

    private byte[] content() throws IOException, RepositoryException {
        return place.read(Index.FILE, Index.MOST_BYTES)
                .orElseThrow(() -> new RepositoryException(place.text() + " has no " + Index.FILE
                        + "; 'bouquet package' makes it. For a Maven repository, set 'artifacts'"));
    }

    private byte[] verified(PublicKey trusted) throws IOException, RepositoryException {
        for (int attempt = 1; ; attempt++) {
            byte[] signature = place.read(Index.SIGNATURE, SigningKeys.SIGNATURE_BYTES)
                    .orElseThrow(() -> new RepositoryException(place.text() + " is not signed: it has no "
                            + Index.SIGNATURE + "; its publisher makes it with 'bouquet package --key'"));
            byte[] json = content();
            if (SigningKeys.verifies(trusted, json, signature)) {
                return json;
            }
            if (attempt == ATTEMPTS) {
                throw new RepositoryException("the signature of " + place.text() + " is not of the key in 'key': "
                        + Index.FILE + " was changed, or is signed by somebody else. Nothing of it is used");
            }
        }
    }

    @Override
    public String name() {
        return "index";
    }
}
