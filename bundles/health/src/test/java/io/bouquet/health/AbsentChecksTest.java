package io.bouquet.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AbsentChecksTest {
    @Test
    void namesTheInnermostCause() {
        assertThat(AbsentChecks.root("""
                        java.lang.reflect.InvocationTargetException
                        \tat a.B.c(B.java:1)
                        Caused by: java.lang.IllegalStateException: outer
                        \t... 3 more
                        Caused by: java.lang.ClassNotFoundException: org.postgresql.Driver
                        """)).isEqualTo("java.lang.ClassNotFoundException: org.postgresql.Driver");
    }

    @Test
    void namesTheOnlyCause() {
        assertThat(AbsentChecks.root("java.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)"))
                .isEqualTo("java.lang.IllegalStateException: no");
        assertThat(AbsentChecks.root(null)).isEqualTo("the log contains the cause");
    }
}
