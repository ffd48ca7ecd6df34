package io.bouquet.tagging.engine;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of the broker and its health check. */
@ObjectClassDefinition(
        name = "Bouquet tagging engine",
        description = "How texts are annotated: how many at once, for how long, and when the platform is ready")
@interface EngineConfig {
    String PID = "io.bouquet.tagging.engine";

    @AttributeDefinition(
            name = "Threads",
            description = "Texts annotated at the same time; 0 for two per processor, at least four",
            min = "0")
    int threads() default 0;

    @AttributeDefinition(
            name = "Queue",
            description = "Texts that may wait for a thread; one more is refused, over REST with 503",
            min = "1")
    int queue() default 256;

    @AttributeDefinition(
            name = "Time limit, seconds",
            description = "Longest time for one text, including waiting. Unfinished layers are missing from the result",
            min = "1")
    int timeLimitSeconds() default 30;

    @AttributeDefinition(
            name = "Retry after, seconds",
            description = "Retry-After for callers that are refused because the queue is full",
            min = "1")
    int retryAfterSeconds() default 2;

    @AttributeDefinition(
            name = "Side by side from, characters",
            description = "Independent taggers run in parallel for texts of this length or longer."
                    + " For shorter texts the overhead is larger than the gain",
            min = "0")
    int sideBySideFrom() default 20_000;

    @AttributeDefinition(
            name = "Concurrency of a tagger",
            description =
                    "Texts that one version of a tagger may process at once; 0 for one less than the threads, so that a"
                            + " slow tagger leaves a thread to the others",
            min = "0")
    int taggerConcurrency() default 0;

    @AttributeDefinition(
            name = "Time limit of a tagger, seconds",
            description = "Longest time of one tagger for one text; after that its layers are missing",
            min = "1")
    int taggerTimeLimitSeconds() default 10;

    @AttributeDefinition(
            name = "Memory of a tagger, megabytes",
            description = "Total memory that one tagger may allocate for one text",
            min = "1")
    long taggerMaxMegabytes() default 1024;

    @AttributeDefinition(
            name = "Drain, seconds",
            description = "How long a tagger that is being removed waits for its running texts",
            min = "0")
    int drainSeconds() default 10;

    @AttributeDefinition(
            name = "Await, seconds",
            description = "How long a text waits for a tagger that is being replaced; after that REST returns 503",
            min = "0")
    int awaitSeconds() default 10;

    @AttributeDefinition(
            name = "Time limit of a candidate, seconds",
            description =
                    "Longest time for each of loading, warming up and checking; a candidate that takes longer fails",
            min = "1")
    int candidateTimeLimitSeconds() default 30;

    @AttributeDefinition(
            name = "Memory of a candidate, megabytes",
            description = "Memory that a candidate may allocate in each of loading, warming up and checking",
            min = "1")
    long candidateMaxMegabytes() default 2048;

    @AttributeDefinition(
            name = "Required layers",
            description = "The platform is ready when each of these layers has a serving tagger")
    String[] requiredLayers() default {"language", "sentences", "tokens", "pos", "lemmas", "entities", "sentiment"};
}
