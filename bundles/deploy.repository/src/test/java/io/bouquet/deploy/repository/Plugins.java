package io.bouquet.deploy.repository;

import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.Archives;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.engine.Summaries;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Version;

/** Archives, settings and what the engine knows of archives, for tests. */
final class Plugins {
    private Plugins() {}

    /** Writes a bundle. Imports {@code com.example.missing} if its version is 9 or later, and then cannot run here. */
    static Path jar(Path folder, String name, String version) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", version);
        main.putValue("Bundle-Description", "The plugin " + name + " for tests");
        if (Version.parseVersion(version).getMajor() >= 9) {
            main.putValue("Import-Package", "com.example.missing");
        }
        Path jar = Files.createDirectories(folder).resolve(name + "-" + version + ".jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        return jar;
    }

    static ArchiveSummary summary(Path jar) {
        return Summaries.of(jar, String.valueOf(jar.getFileName()), Long.MAX_VALUE);
    }

    /** Knows no framework: a package {@code com.example.missing} is missing. */
    static final class StubArchives implements Archives {
        long most = 1 << 20;

        @Override
        public ArchiveSummary summary(Path archive, String origin) {
            return Summaries.of(archive, origin, most);
        }

        @Override
        public List<Finding> unmet(ArchiveSummary summary) {
            return summary.packages().contains("com.example.missing")
                    ? List.of(new Finding("missing-package", "it needs the package com.example.missing", ""))
                    : List.of();
        }

        @Override
        public int compareVersions(Format format, String version, String other) {
            return Version.parseVersion(version).compareTo(Version.parseVersion(other));
        }

        @Override
        public long maxArchiveBytes() {
            return most;
        }
    }

    /** A configuration. */
    record Config(String url, String key, boolean unsigned, String artifacts, String user, String password)
            implements RepositoryConfig {
        static Config of(String url, String key) {
            return new Config(url, key, false, "", "", "");
        }

        @Override
        public int versions() {
            return 2;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return RepositoryConfig.class;
        }
    }
}
