package io.bouquet.deploy.repository;

import java.io.IOException;

/** The way in which a repository lists its archives. For one thread at a time. */
interface Layout {
    Offer.All read() throws IOException, RepositoryException;

    String name();
}
