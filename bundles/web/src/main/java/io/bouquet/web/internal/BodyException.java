package io.bouquet.web.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown if the body of a request cannot be read to its end. The caller caused it, so it is answered and not logged. */
final class BodyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private BodyException(Problem problem, @Nullable Throwable cause) {
        super(problem.detail(), cause);
        this.problem = problem;
    }

    static BodyException tooLarge(long limit) {
        return new BodyException(tooLargeProblem(limit), null);
    }

    static BodyException broken(IOException cause) {
        return new BodyException(new Problem(400, "the body ends too early, or its coding is broken"), cause);
    }

    static Problem tooLargeProblem(long limit) {
        return new Problem(413, "the body is larger than " + limit + " bytes, the limit; send it in parts");
    }

    Problem problem() {
        return problem;
    }
}
