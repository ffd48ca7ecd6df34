package io.bouquet.plugin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Jar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {
    @TempDir
    Path folder;

    @Test
    void embedsWhatThePlatformDoesNotHave() throws Exception {
        Path library = new Project(Files.createDirectories(folder.resolve("library")))
                .with(
                        "org/lib/Pool.java",
                        "package org.lib; public class Pool { Class<?> c = javax.swing.JFrame.class; }")
                .property("Bundle-License", "MIT")
                .write(folder.resolve("pool-2.1.jar"));
        Project project = new Project(folder)
                .with(
                        "com/example/A.java",
                        "package com.example; public class A { org.lib.Pool pool; org.osgi.framework.Bundle bundle; }")
                .classPath(library)
                .property("project.artifacts", "[org.lib:pool:jar:2.1:compile, org.osgi:osgi.core:jar:8.0.0:provided]");
        Jar bundle = project.build();
        assertThat(project.builder().getErrors()).isEmpty();
        assertThat(bundle.getResources()).containsKeys("lib/pool-2.1.jar", "com/example/A.class");
        Attributes headers = bundle.getManifest().getMainAttributes();
        assertThat(headers.getValue("Bundle-ClassPath")).isEqualTo(".,lib/pool-2.1.jar");
        assertThat(headers.getValue("Bouquet-Libraries")).isEqualTo("org.lib:pool;version=\"2.1\";licence=MIT");
        assertThat(headers.getValue("Import-Package"))
                .contains("org.osgi.framework;version=", "javax.swing;resolution:=optional")
                .doesNotContain("org.lib");
        assertThat(headers.getValue("Import-Package")
                        .split("org.osgi.framework")[1]
                        .split(",j")[0])
                .doesNotContain("optional");
    }

    @Test
    void leavesSharedLibrariesToThePlatform() throws Exception {
        Project project = new Project(folder)
                .with("com/example/A.java", "package com.example; public class A { org.slf4j.Logger log; }")
                .property("project.artifacts", "[org.slf4j:slf4j-api:jar:1.7.36:compile]");
        Jar bundle = project.build();
        assertThat(bundle.getManifest().getMainAttributes().getValue("Bundle-ClassPath"))
                .isNull();
        assertThat(project.builder().getWarnings()).anySatisfy(warning -> assertThat(warning)
                .contains("Not embedded", "org.slf4j:slf4j-api 1.7.36 (the platform has 2.")
                .contains("plugin-api brings them"));
    }
}
