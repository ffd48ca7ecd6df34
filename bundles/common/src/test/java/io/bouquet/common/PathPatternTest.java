package io.bouquet.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathPatternTest {
    @Test
    void matchesParametersAndTheirExpressions() {
        PathPattern path = PathPattern.of("/a.b/{id: [0-9]{2}}/{name}");
        assertThat(path.pattern().asMatchPredicate())
                .accepts("/a.b/12/x", "/a.b/12/x/")
                .rejects("/a.b/1/x", "/a.b/12/x/y", "/aab/12/x", "/a.b/12/");
        assertThat(path.literals()).isEqualTo(6);
    }

    @Test
    void findsTheBraceThatCloses() {
        assertThat(PathPattern.closing("/{id: [0-9]{2}}/x", 1)).isEqualTo(14);
        assertThat(PathPattern.closing("/{id", 1)).isEqualTo(4);
    }
}
