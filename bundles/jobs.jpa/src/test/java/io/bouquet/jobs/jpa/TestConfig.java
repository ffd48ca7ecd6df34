package io.bouquet.jobs.jpa;

import java.lang.annotation.Annotation;

/** Small limits. */
final class TestConfig implements JpaJobs.Config {
    int documentSeconds = 60;

    @Override
    public int workers() {
        return 2;
    }

    @Override
    public int documentSeconds() {
        return documentSeconds;
    }

    @Override
    public int maxJobsPerAccount() {
        return 3;
    }

    @Override
    public int maxDocuments() {
        return 2_000;
    }

    @Override
    public long maxBytes() {
        return 100_000;
    }

    @Override
    public int maxDocumentBytes() {
        return 10_000;
    }

    @Override
    public int keepDays() {
        return 1;
    }

    @Override
    public int keepPerAccount() {
        return 2;
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return JpaJobs.Config.class;
    }
}
