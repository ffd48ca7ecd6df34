package io.bouquet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

class RootCauseTest {
    /** A bundle that has the classes of {@code com.acme} only. */
    private static final Bundle ACME = (Bundle) Proxy.newProxyInstance(
            Bundle.class.getClassLoader(),
            new Class<?>[] {Bundle.class},
            (self, method, arguments) -> method.getName().equals("getEntry")
                            && arguments[0].toString().startsWith("com/acme/")
                    ? URI.create("file:/" + arguments[0]).toURL()
                    : null);

    @Test
    void tellsTheInnermostCauseWithThePlaceInTheBundle() {
        String trace = """
                java.lang.reflect.InvocationTargetException
                \tat java.base/jdk.internal.reflect.NativeConstructorAccessorImpl.newInstance0(Native Method)
                \tat org.apache.felix.scr.impl.Foo.create(Foo.java:99)
                Caused by: java.lang.NumberFormatException: For input string: "soon"
                \tat java.base/java.lang.Integer.parseInt(Integer.java:668)
                \tat com.acme.Foo.<init>(Foo.java:12) [acme:1.0.0]
                \t... 20 more
                """;
        assertThat(RootCause.of(trace, ACME))
                .isEqualTo(
                        "For input string: \"soon\" (java.lang.NumberFormatException at com.acme.Foo.<init>(Foo.java:12))");
    }

    @Test
    void looksForThePlaceInWhatWrapsTheCauseIfTheCauseHasNone() {
        String trace = """
                com.acme.Wrapped: no
                \tat com.acme.Foo.open(Foo.java:30)
                Caused by: java.io.IOException: full
                \tat java.base/java.io.Some.write(Some.java:1)
                \t... 3 more
                """;
        assertThat(RootCause.of(trace, ACME)).isEqualTo("full (java.io.IOException at com.acme.Foo.open(Foo.java:30))");
    }

    @Test
    void tellsAnExceptionWithoutAnyPlace() {
        Exception wrapped = new InvocationTargetException(new IllegalStateException("no key"));
        assertThat(RootCause.of(wrapped, ACME)).isEqualTo("no key (java.lang.IllegalStateException)");
    }
}
