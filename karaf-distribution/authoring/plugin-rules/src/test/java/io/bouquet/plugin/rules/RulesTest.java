package io.bouquet.plugin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    private static final String CLASS = "package com.example; public class A { %s }";

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void make() throws Exception {
        project = new Project(folder);
    }

    private Project with(String body) throws Exception {
        return project.with("com/example/A.java", CLASS.formatted(body));
    }

    @Test
    void findsNothingWrongWithAnOrdinaryPlugin() throws Exception {
        assertThat(with("java.util.List<io.bouquet.tagging.Span> spans; String s = String.join(\",\", \"a\");")
                        .errors())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Object o = java.util.concurrent.Executors.newFixedThreadPool(2); | makes an executor
                    java.util.Timer t = new java.util.Timer(); | makes a Timer
                    { new Thread(() -> {}).start(); } | starts a thread
                    static ThreadLocal<A> l = ThreadLocal.withInitial(A::new); | sets a ThreadLocal
                    { Runtime.getRuntime().addShutdownHook(new Thread()); } | adds a shutdown hook
                    void a(java.sql.Driver d) throws Exception { java.sql.DriverManager.registerDriver(d); } | registers a JDBC driver
                    void a(java.security.Provider p) { java.security.Security.addProvider(p); } | adds a security provider
                    void a(javax.management.MBeanServer s) throws Exception { s.registerMBean(this, null); } | registers an MBean
                    """)
    void refusesWhatIsBegunAndNeverEnded(String body, String error) throws Exception {
        assertThat(with(body).errors())
                .singleElement()
                .asString()
                .startsWith("com.example.A " + error)
                .contains("no class of the plugin");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    java.util.concurrent.ExecutorService o = java.util.concurrent.Executors.newFixedThreadPool(2); void stop() { o.shutdownNow(); }
                    java.util.Timer t = new java.util.Timer(); void stop() { t.cancel(); }
                    Thread t = new Thread(() -> {}); { t.start(); } void stop() { t.interrupt(); }
                    static ThreadLocal<A> l = ThreadLocal.withInitial(A::new); void stop() { l.remove(); }
                    """)
    void acceptsWhatIsEnded(String body) throws Exception {
        assertThat(with(body).errors()).isEmpty();
    }

    @Test
    void refusesWhatIsForTheWholeJvm() throws Exception {
        assertThat(with("{ java.util.Locale.setDefault(java.util.Locale.GERMAN); }")
                        .errors())
                .singleElement()
                .asString()
                .startsWith("com.example.A calls Locale.setDefault, which is for the whole JVM");
    }

    @Test
    void refusesAResourceThatIsNotPublic() throws Exception {
        assertThat(with("@javax.ws.rs.Path(\"a\") static class Hidden {}").errors())
                .containsExactly("The resource com.example.A$Hidden is not public, so JAX-RS cannot call its methods."
                        + " Write: public class");
    }

    @Test
    void refusesAPackageThatIsNoApi() throws Exception {
        Path internal = new Project(Files.createDirectories(folder.resolve("internal")))
                .with("io/bouquet/web/internal/Hidden.java", "package io.bouquet.web.internal; public class Hidden {}")
                .write(folder.resolve("internal.jar"));
        assertThat(with("io.bouquet.web.internal.Hidden hidden;")
                        .classPath(internal)
                        .errors())
                .containsExactly(
                        "The package io.bouquet.web.internal is no API of the platform: it changes without notice."
                                + " com.example.A uses it. The API is all that io.bouquet:plugin-api has");
    }

    @Test
    void refusesACopyOfAnApi() throws Exception {
        assertThat(with("").with("io/bouquet/tagging/Span.java", "package io.bouquet.tagging; public class Span {}")
                        .with("javax/ws/rs/GET.java", "package javax.ws.rs; public class GET {}")
                        .errors())
                .containsExactly(
                        "The plugin contains io.bouquet.tagging, javax.ws.rs, which the platform has: its services"
                                + " would not match. Give the dependency that brings it the scope provided, or exclude it");
    }

    @Test
    void refusesExportsByMistake() throws Exception {
        assertThat(with("").with("com/example/internal/B.java", "package com.example.internal; public class B {}")
                        .property("Export-Package", "com.example, com.example.internal;version=1.0.0")
                        .errors())
                .satisfiesExactlyInAnyOrder(
                        error -> assertThat(error).contains("com.example.internal is exported, and its name says"),
                        error -> assertThat(error).contains("com.example is exported without a version", "@Version"));
    }

    @Test
    void refusesEntitiesThatAreNotEnhancedOrHaveNoTable() throws Exception {
        String entity =
                "package com.example; @javax.persistence.Entity public class A { @javax.persistence.Id int id; }";
        project.with("com/example/A.java", entity);
        assertThat(project.errors())
                .satisfiesExactly(
                        error -> assertThat(error).startsWith("The entity com.example.A is not enhanced."),
                        error -> assertThat(error).startsWith("The entities com.example.A have no change log"));
    }

    @Test
    void leavesTheThreadsOfLibrariesAlone() throws Exception {
        Path library = new Project(Files.createDirectories(folder.resolve("library")))
                .with(
                        "org/lib/Pool.java",
                        "package org.lib; public class Pool { java.util.Timer t = new java.util.Timer(); }")
                .write(folder.resolve("pool-2.1.jar"));
        with("org.lib.Pool pool;").classPath(library).property("project.artifacts", "[org.lib:pool:jar:2.1:compile]");
        assertThat(project.errors()).isEmpty();
    }
}
